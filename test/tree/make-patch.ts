import { createTwoFilesPatch } from 'diff';
import { blobIdOf } from '../../src/diff/blob-id.js';
import { readDiff } from '../../src/diff/read-diff.js';
import type { Patch } from '../../src/domain/patch.js';

export interface Change {
  readonly path: string;
  /** Where the file was before; `path` where this is not given. */
  readonly from?: string;
  /** Undefined for a new file. */
  readonly before?: string;
  /** Undefined for a deleted file. */
  readonly after?: string;
  /** Without it the diff has no `index` line. */
  readonly hasIndex?: boolean;
}

/** The patch with this number that makes these changes. */
export function makePatch(number: number, changes: readonly Change[]): Patch {
  return patchOf(number, changes.map(printChange).join(''));
}

/** The patch with this number whose diff is this text. */
export function patchOf(number: number, diff: string): Patch {
  const messageId = `patch-${number}@example.com`;
  return {
    messageId,
    number,
    title: 'tea: boil',
    author: { name: 'A', email: 'a@example.com' },
    commitMessage: '',
    trailers: [],
    notes: '',
    prerequisitePatchIds: [],
    isQuoted: false,
    ...readDiff(diff, { messageId, firstMailLine: 1 }),
  };
}

function printChange(change: Change): string {
  const { path, from = path, before, after, hasIndex = true } = change;
  const index = hasIndex ? `index ${abbreviate(before)}..${abbreviate(after)} 100644\n` : '';
  const patch = createTwoFilesPatch(`a/${from}`, `b/${path}`, before ?? '', after ?? '');
  const hunks = patch.includes('@@') ? patch.slice(patch.indexOf('--- ')) : '';
  return `diff --git a/${from} b/${path}\n${printKind(change, from)}${index}${hunks}`;
}

function printKind({ path, before, after }: Change, from: string): string {
  if (before === undefined) return 'new file mode 100644\n';
  if (after === undefined) return 'deleted file mode 100644\n';
  return from === path ? '' : `similarity index 90%\nrename from ${from}\nrename to ${path}\n`;
}

function abbreviate(text: string | undefined): string {
  return text === undefined ? '000000000000' : blobIdOf(Buffer.from(text)).slice(0, 12);
}
