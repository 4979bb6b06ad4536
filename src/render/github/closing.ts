import { markdownLink } from './links.js';
import { whereWords } from './standing-words.js';

/** Why the issue of a series is closed. */
export type Closing =
  /** `where`: `v2`, a commit. */
  | { readonly kind: 'fixed'; readonly where: string; readonly url?: string | undefined }
  | { readonly kind: 'superseded'; readonly version: number; readonly url?: string | undefined }
  /** With nothing open in it. */
  | { readonly kind: 'applied'; readonly commit: string }
  | { readonly kind: 'dismissed' };

/** Why it is closed, in one sentence of markdown. */
export function closingWords(closing: Closing): string {
  switch (closing.kind) {
    case 'fixed':
      return `What was found is gone in ${markdownLink(whereWords(closing.where), closing.url)}.`;
    case 'superseded':
      return `Superseded by ${markdownLink(`v${closing.version}`, closing.url)}, in which nothing was found.`;
    case 'applied':
      return `Applied as ${whereWords(closing.commit)}, with nothing open.`;
    case 'dismissed':
      return 'All that was found was dismissed.';
  }
}
