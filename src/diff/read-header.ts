import type { ChangeKind } from '../domain/diff.js';
import { limits } from '../domain/limits.js';
import { type PathPair, stripPrefixes } from './file-paths.js';
import type { LineCursor } from './line-cursor.js';
import { readGitNames, readPlainName, readSideName } from './read-names.js';

/** What the lines before the first hunk say of a file. */
export interface FileHeader {
  readonly lines: readonly string[];
  readonly mailLine: number;
  /** Undefined where the lines name no file. */
  readonly paths?: PathPair | undefined;
  /** Undefined where the lines tell of no change at all: `diff --git` quoted in a sentence. */
  readonly kind?: ChangeKind | undefined;
  readonly oldMode?: string | undefined;
  readonly newMode?: string | undefined;
  readonly similarity?: number | undefined;
  readonly oldBlob?: string | undefined;
  readonly newBlob?: string | undefined;
  readonly isBinary: boolean;
  /** The mail's own line ends are CRLF: one CR of each line is not the file's. */
  readonly hasMailCr: boolean;
}

export type FileStart = 'git' | 'plain' | 'combined';

/**
 * Lines of git's extended header (Documentation/diff-generate-patch.txt): the field each one fills, how it begins, which tells most others
 * apart, and what it says.
 */
const extendedLines = [
  ['oldMode', 'old mode ', /^old mode (\d{6})$/],
  ['newMode', 'new mode ', /^new mode (\d{6})$/],
  ['addedMode', 'new file mode ', /^new file mode (\d{6})$/],
  ['deletedMode', 'deleted file mode ', /^deleted file mode (\d{6})$/],
  ['renameFrom', 'rename ', /^rename (?:from|old) (.+)$/],
  ['renameTo', 'rename ', /^rename (?:to|new) (.+)$/],
  ['copyFrom', 'copy from ', /^copy from (.+)$/],
  ['copyTo', 'copy to ', /^copy to (.+)$/],
  ['similarity', 'similarity index ', /^similarity index (\d{1,3})%$/],
  ['dissimilarity', 'dissimilarity index ', /^dissimilarity index (\d{1,3})%$/],
  ['index', 'index ', /^index ([0-9a-f]{4,64}\.\.[0-9a-f]{4,64}(?: \d{6})?)$/],
  ['binary', 'GIT binary patch', /^(GIT binary patch)$/],
  ['binary', 'Binary files ', /^(Binary files .+ differ)$/],
  ['oldName', '--- ', /^--- (.+)$/],
  ['newName', '+++ ', /^\+\+\+ (.+)$/],
] as const;

type Field = (typeof extendedLines)[number][0];
type Fields = Partial<Record<Field, string>>;

/** A header line longer than this names no path that may be read; two quoted paths of octal escapes fit. */
const headerCharsMax = 10 * limits.pathCharsMax;

/** Tells whether a file's part of a diff begins at the cursor, and of which make. A `---` counts only with `+++` and `@@`. */
export function findFileStart(cursor: LineCursor): FileStart | undefined {
  const line = cursor.line ?? '';
  if (line.startsWith('diff --git ')) return 'git';
  if (line.startsWith('diff --cc ') || line.startsWith('diff --combined ')) return 'combined';
  if (line.startsWith('--- ') && isPlainStart(cursor, 1)) return 'plain';
  if (line.startsWith('diff -') && cursor.lookAhead(1)?.startsWith('--- ') && isPlainStart(cursor, 2)) return 'plain';
  return undefined;
}

function isPlainStart(cursor: LineCursor, ahead: number): boolean {
  return (
    cursor.lookAhead(ahead)?.startsWith('+++ ') === true && cursor.lookAhead(ahead + 1)?.startsWith('@@ -') === true
  );
}

/** Reads the header that begins at the cursor and leaves the cursor on the line after it. */
export function readHeader(cursor: LineCursor): FileHeader {
  const mailLine = cursor.number;
  const hasMailCr = cursor.line?.endsWith('\r') === true;
  const lines: string[] = [];
  const fields: Fields = {};
  const first = withoutCr(cursor.line ?? '').slice(0, headerCharsMax);
  if (first.startsWith('diff -')) {
    lines.push(first);
    cursor.advance();
  }
  readFields(cursor, lines, fields);
  return { lines, mailLine, hasMailCr, ...interpret(fields, first) };
}

function readFields(cursor: LineCursor, lines: string[], fields: Fields): void {
  while (cursor.line !== undefined && fields.newName === undefined && fields.binary === undefined) {
    const line = withoutCr(cursor.line).slice(0, headerCharsMax);
    const field = readField(line);
    if (field === undefined || fields[field.name] !== undefined) return;
    if (field.name === 'oldName' && cursor.lookAhead(1)?.startsWith('+++ ') !== true) return;
    fields[field.name] = field.value;
    lines.push(line);
    cursor.advance();
  }
}

function readField(line: string): { readonly name: Field; readonly value: string } | undefined {
  for (const [name, start, pattern] of extendedLines) {
    const value = line.startsWith(start) ? pattern.exec(line)?.[1] : undefined;
    if (value !== undefined) return { name, value };
  }
  return undefined;
}

function interpret(fields: Fields, first: string): Omit<FileHeader, 'lines' | 'mailLine' | 'hasMailCr'> {
  const [, oldId, newId, mode] = /^(\w+)\.\.(\w+)(?: (\d+))?$/.exec(fields.index ?? '') ?? [];
  const paths = readPaths(fields, first);
  const similarity = fields.similarity ?? (fields.dissimilarity && 100 - Number(fields.dissimilarity));
  return {
    paths,
    kind: readKind(fields, paths),
    oldMode: fields.oldMode ?? fields.deletedMode ?? mode,
    newMode: fields.newMode ?? fields.addedMode ?? mode,
    similarity: similarity === undefined ? undefined : Number(similarity),
    oldBlob: readObjectId(oldId),
    newBlob: readObjectId(newId),
    isBinary: fields.binary !== undefined,
  };
}

function readPaths(fields: Fields, first: string): PathPair | undefined {
  const paths = readBothPaths(fields, first);
  if (fields.addedMode !== undefined) return paths && { new: paths.new };
  if (fields.deletedMode !== undefined) return paths && { old: paths.old };
  return paths;
}

function readBothPaths(fields: Fields, first: string): PathPair | undefined {
  const renamed = { old: fields.renameFrom ?? fields.copyFrom, new: fields.renameTo ?? fields.copyTo };
  if (renamed.old !== undefined && renamed.new !== undefined) {
    return { old: readPlainName(renamed.old), new: readPlainName(renamed.new) };
  }
  const gitStart = 'diff --git ';
  const gitNames = first.startsWith(gitStart) ? readGitNames(first.slice(gitStart.length)) : undefined;
  if (fields.oldName === undefined || fields.newName === undefined) return gitNames && stripPrefixes(gitNames);
  const sides = { old: readSideName(fields.oldName), new: readSideName(fields.newName) };
  if (sides.old !== undefined && sides.new !== undefined) return stripPrefixes(sides);
  if (sides.old === undefined && sides.new === undefined) return undefined;
  const both = stripPrefixes(gitNames ?? readPlainSides(fields));
  return sides.old === undefined ? { new: both.new } : { old: both.old };
}

/** The names of a plain diff whose one side is dated to the epoch: both are there, and tell the prefix. */
function readPlainSides(fields: Fields): PathPair {
  const nameOf = (text: string | undefined) => {
    const name = text?.replace(/\t.*$/s, '');
    return name === '/dev/null' ? undefined : name;
  };
  return { old: nameOf(fields.oldName), new: nameOf(fields.newName) };
}

function readKind(fields: Fields, paths: PathPair | undefined): ChangeKind | undefined {
  if (fields.renameFrom !== undefined) return 'renamed';
  if (fields.copyFrom !== undefined) return 'copied';
  if (fields.addedMode !== undefined || (paths !== undefined && paths.old === undefined)) return 'added';
  if (fields.deletedMode !== undefined || (paths !== undefined && paths.new === undefined)) return 'deleted';
  const hasContent = fields.newName !== undefined || fields.binary !== undefined || fields.index !== undefined;
  if (hasContent) return 'modified';
  return fields.oldMode !== undefined && fields.newMode !== undefined ? 'mode-changed' : undefined;
}

function readObjectId(text: string | undefined): string | undefined {
  return text === undefined || /^0+$/.test(text) ? undefined : text;
}

function withoutCr(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
