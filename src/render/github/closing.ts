import { whereWords } from './standing-words.js';

/** Why the issue of a series is closed. */
export type Closing =
  /** `where`: `v2`. */
  | { readonly kind: 'fixed'; readonly where: string }
  /** With nothing open in it. */
  | { readonly kind: 'applied'; readonly commit: string }
  | { readonly kind: 'dismissed' }
  /** The same version, looked at again, has nothing: by other rules, another configuration, a newer Faultline. */
  | { readonly kind: 'withdrawn' };

/** Why it is closed, in one sentence of markdown. */
export function closingWords(closing: Closing): string {
  switch (closing.kind) {
    case 'fixed':
      return `What was found is gone in ${whereWords(closing.where)}.`;
    case 'applied':
      return `Applied as ${whereWords(closing.commit)}, with nothing open.`;
    case 'dismissed':
      return 'All that was found was dismissed.';
    case 'withdrawn':
      return 'By the rules that apply now, nothing of what was told here is found.';
  }
}
