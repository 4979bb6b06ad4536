import type { DiffLine, FileDiff } from '../domain/diff.js';

/** Two states of a file, and where the lines of the later one stood in the earlier one. Indices count from 0. */
export interface JoinedStates {
  readonly old: readonly string[];
  readonly new: readonly string[];
  /** Per line of the new state its index in the old one, ascending; undefined for a line that is not from there. */
  readonly toOld: readonly (number | undefined)[];
}

/**
 * What several patches in a row did to one file, as one change: a single hunk over the whole file. `first` and `last` are the
 * file's parts of the patches at either end. It stands in no mail.
 */
export function joinDiffs(first: FileDiff, last: FileDiff, states: JoinedStates): FileDiff {
  const { old, new: now } = states;
  const hunk = {
    oldStart: old.length === 0 ? 0 : 1,
    oldCount: old.length,
    newStart: now.length === 0 ? 0 : 1,
    newCount: now.length,
    heading: '',
    lines: joinLines(states),
    mailLine: 0,
  };
  const kind = old.length === 0 ? 'added' : now.length === 0 ? 'deleted' : 'modified';
  const { oldPath, oldMode } = first;
  const { newPath, newMode } = last;
  const rest = { isBinary: false, header: [], isPartial: false, mailLine: 0 };
  return { kind, oldPath, newPath, oldMode, newMode, hunks: [hunk], ...rest };
}

function joinLines({ old, new: now, toOld }: JoinedStates): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  const push = (kind: DiffLine['kind'], text: string, place: Pick<DiffLine, 'oldLine' | 'newLine'>): void => {
    lines.push({ kind, text, ...place, mailLine: 0, noNewline: false });
  };
  let oldIndex = 0;
  let newIndex = 0;
  for (let index = 0; index <= now.length; index += 1) {
    const from = index < now.length ? toOld[index] : old.length;
    if (from === undefined) continue;
    for (; oldIndex < from; oldIndex += 1) push('removed', old[oldIndex] ?? '', { oldLine: oldIndex + 1 });
    for (; newIndex < index; newIndex += 1) push('added', now[newIndex] ?? '', { newLine: newIndex + 1 });
    if (index === now.length) break;
    push('context', now[index] ?? '', { oldLine: from + 1, newLine: index + 1 });
    oldIndex = from + 1;
    newIndex = index + 1;
  }
  return lines;
}
