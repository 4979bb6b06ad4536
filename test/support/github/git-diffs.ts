import { splitOnce } from './git-objects.js';
import type { GitRepository } from './git-repository.js';
import type { Limits } from './world.js';

/** What git compares a first commit with. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** A file of a diff, as GitHub lists it. */
export interface DiffFile {
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  readonly path: string;
  readonly oldPath: string | undefined;
  /** Of the blob after; of a removed file, before. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks; undefined where GitHub gives none: binary, without a hunk, too large. */
  readonly patch: string | undefined;
}

/** A line of a patch that a comment may stand on. */
export interface PatchLine {
  readonly side: 'LEFT' | 'RIGHT';
  readonly line: number;
  /** 1-based, counted from the line below the first `@@`. */
  readonly position: number;
  readonly hunkIndex: number;
  /** The hunk down to this line. */
  readonly hunk: string;
}

/** The whole diff between two commits, `before` undefined for a first one. */
export function diffText(git: GitRepository, before: string | undefined, after: string): Promise<string> {
  return git.git(['diff', '--no-color', '--no-ext-diff', '-M', before ?? emptyTree, after]);
}

const statuses = { A: 'added', D: 'removed', M: 'modified', R: 'renamed', C: 'copied', T: 'changed' } as const;

/** The files that differ between two commits. */
export async function diffFiles(
  git: GitRepository,
  before: string | undefined,
  after: string,
  limits: Limits,
): Promise<readonly DiffFile[]> {
  const asked = ['--no-color', '--no-ext-diff', '-M', '-z', before ?? emptyTree, after];
  const [raw, counts, text] = await Promise.all([
    git.git(['diff', '--raw', '--no-abbrev', ...asked]),
    git.git(['diff', '--numstat', ...asked]),
    diffText(git, before, after),
  ]);
  const patches = text.split(/^(?=diff --git )/m);
  const counted = countsByPath(counts);
  return rawEntries(raw).map(({ status, path, oldPath, before: old, after: sha }, index) => {
    const [additions, deletions] = counted.get(path) ?? [0, 0];
    const patch = patchOf(patches[index] ?? '', limits);
    return { status, path, oldPath, sha: status === 'removed' ? old : sha, additions, deletions, patch };
  });
}

/** Where comments may stand, by side and line. */
export function linesOfPatch(patch: string): ReadonlyMap<string, PatchLine> {
  const found = new Map<string, PatchLine>();
  const lines = patch.split('\n');
  let [old, fresh, hunkIndex, hunkStart] = [0, 0, -1, 0];
  for (const [position, text] of lines.entries()) {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(text);
    if (head !== null) {
      [old, fresh] = [Number(head[1]), Number(head[2])];
      hunkIndex += 1;
      hunkStart = position;
      continue;
    }
    const hunk = () => lines.slice(hunkStart, position + 1).join('\n');
    const add = (side: PatchLine['side'], line: number) =>
      found.set(`${side}:${line}`, { side, line, position, hunkIndex, hunk: hunk() });
    if (text.startsWith('+')) add('RIGHT', fresh++);
    else if (text.startsWith('-')) add('LEFT', old++);
    else if (text.startsWith(' ')) {
      add('RIGHT', fresh++);
      add('LEFT', old++);
    }
  }
  return found;
}

/** The line on which a line of another commit's file now lies; undefined where it was changed or the file is gone. */
export async function movedLine(git: GitRepository, from: string, to: string, path: string, line: number) {
  if (from === to) return line;
  const diff = await git.git(['diff', '--no-color', '--no-ext-diff', '--no-renames', '-U0', from, to, '--', path]);
  if (diff.includes('\ndeleted file mode')) return undefined;
  let shift = 0;
  for (const [, oldStart = '', oldCount = '1', , newCount = '1'] of diff.matchAll(
    /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))?/gm,
  )) {
    const [start, count] = [Number(oldStart), Number(oldCount)];
    if (count > 0 && line >= start && line < start + count) return undefined;
    if (count > 0 ? line >= start + count : line > start) shift += Number(newCount) - count;
  }
  return line + shift;
}

function patchOf(text: string, limits: Limits): string | undefined {
  const start = text.search(/^@@ /m);
  if (start < 0) return undefined;
  const patch = text.slice(start).replace(/\n$/, '');
  const isLarge = Buffer.byteLength(patch) > limits.patchBytesMax || patch.split('\n').length > limits.patchLinesMax;
  return isLarge ? undefined : patch;
}

function rawEntries(raw: string) {
  const entries: {
    status: DiffFile['status'];
    path: string;
    oldPath: string | undefined;
    before: string;
    after: string;
  }[] = [];
  const parts = raw.split('\0');
  for (let index = 0; index + 1 < parts.length; ) {
    const [, , before = '', after = '', kind = 'M'] = (parts[index] ?? '').split(' ');
    const status = statuses[kind.slice(0, 1) as keyof typeof statuses];
    const hasTwo = status === 'renamed' || status === 'copied';
    const path = parts[index + (hasTwo ? 2 : 1)] ?? '';
    entries.push({ status, path, oldPath: hasTwo ? parts[index + 1] : undefined, before, after });
    index += hasTwo ? 3 : 2;
  }
  return entries;
}

function countsByPath(printed: string): ReadonlyMap<string, readonly [number, number]> {
  const counts = new Map<string, readonly [number, number]>();
  const parts = printed.split('\0');
  for (let index = 0; index < parts.length; index += 1) {
    const [additions = '', rest] = splitOnce(parts[index] ?? '', '\t');
    if (additions === '') continue;
    const [deletions, path] = splitOnce(rest, '\t');
    // Of a renamed file both names follow.
    const name = path === '' ? (parts[index + 2] ?? '') : path;
    if (path === '') index += 2;
    counts.set(name, [Number(additions) || 0, Number(deletions) || 0]);
  }
  return counts;
}
