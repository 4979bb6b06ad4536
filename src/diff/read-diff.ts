import type { FileDiff, Hunk } from '../domain/diff.js';
import { limits } from '../domain/limits.js';
import type { Problem, ProblemCode } from '../domain/problem.js';
import { findPathFault } from './file-paths.js';
import { LineCursor } from './line-cursor.js';
import { numberLater } from './number-hunks.js';
import { type HashedFile, patchIdOf } from './patch-id.js';
import { type FileHeader, findFileStart, readHeader } from './read-header.js';
import { type RawHunk, readHunk, type SoundHunk } from './read-hunk.js';

export interface DiffReading {
  readonly files: readonly FileDiff[];
  /** As `patchIdOf` gives it. */
  readonly patchId: string | undefined;
  /** At most `limits.problemsPerDiffMax`. */
  readonly problems: readonly Problem[];
}

interface OpenFile {
  readonly header: FileHeader;
  readonly rawHunks: RawHunk[];
  /** Grows behind the file: a hunk gets in with those that are numbered together. */
  readonly hunks: Hunk[];
  isPartial: boolean;
}

/** A hunk that was counted, and the file's own, into which it goes with those that are numbered together. */
interface WaitingHunk {
  readonly raw: RawHunk;
  readonly hunks: Hunk[];
}

/** Lines that are numbered together, of all files: parse-diff takes as long for one small hunk as for a hundred. More would only cost memory. */
const batchLinesMax = 10_000;

/**
 * Reads a diff out of a text that may hold more before, between and after it: a commit message, a signature, a list's footer.
 * `firstMailLine` is the number that the text's first line has in the mail.
 * A damaged hunk, a combined diff or an unsafe path becomes a Problem; all other hunks and files survive.
 * A patch that a mailer has wrapped (format=flowed) is read as if it were not, if all its counts then hold; the number of a
 * line in the mail is that of its first piece.
 */
export function readDiff(text: string, options: { messageId: string; firstMailLine: number }): DiffReading {
  const reading = new DiffReader(new LineCursor(text, options.firstMailLine), options.messageId).read();
  if (!reading.problems.some(isDamage) || !text.includes(' \n')) return withPatchId(reading);
  const unwrapped = new DiffReader(new LineCursor(text, options.firstMailLine, true), options.messageId).read();
  const isBetter = !unwrapped.problems.some(isDamage) && countHunks(unwrapped) >= countHunks(reading);
  return withPatchId(isBetter ? unwrapped : reading);
}

/** What was read, before it is known whether that reading counts. */
interface RawReading extends Omit<DiffReading, 'patchId'> {
  /** As many as there are files. */
  readonly hashed: readonly HashedFile[];
}

function withPatchId({ files, hashed, problems }: RawReading): DiffReading {
  return { files, patchId: patchIdOf(hashed), problems };
}

function countHunks({ files }: RawReading): number {
  return files.reduce((count, file) => count + file.hunks.length, 0);
}

function isDamage(problem: Problem): boolean {
  return problem.code === 'diff-damaged';
}

class DiffReader {
  readonly #cursor: LineCursor;
  readonly #messageId: string;
  readonly #files: FileDiff[] = [];
  readonly #hashed: HashedFile[] = [];
  readonly #problems: Problem[] = [];
  /** Undefined before the first file, and inside a part that is left out. */
  #open: OpenFile | undefined;
  #isSkipping = false;
  #lineCount = 0;
  #waiting: WaitingHunk[] = [];
  #waitingLines = 0;

  constructor(cursor: LineCursor, messageId: string) {
    this.#cursor = cursor;
    this.#messageId = messageId;
  }

  read(): RawReading {
    while (this.#cursor.line !== undefined && this.#findExcess() === undefined) this.#step();
    if (this.#cursor.line !== undefined) this.#reportExcess();
    this.#close();
    this.#placeWaiting();
    return { files: this.#files, hashed: this.#hashed, problems: this.#problems };
  }

  #reportExcess(): void {
    if (this.#open !== undefined) this.#open.isPartial = true;
    this.#report('diff-too-large', `${this.#findExcess()} are read`, this.#cursor.number, this.#openPath());
  }

  #findExcess(): string | undefined {
    if (this.#files.length >= limits.filesPerPatchMax) return `only the first ${limits.filesPerPatchMax} files`;
    return this.#lineCount > limits.diffLinesMax ? `only the first ${limits.diffLinesMax} lines of hunks` : undefined;
  }

  #step(): void {
    const start = findFileStart(this.#cursor);
    if (start === 'combined') this.#skipCombined();
    else if (start !== undefined) this.#openFile();
    else if (this.#cursor.line?.startsWith('@@ -')) this.#takeHunk();
    else this.#cursor.advance();
  }

  #skipCombined(): void {
    this.#close();
    this.#isSkipping = true;
    this.#report(
      'diff-combined',
      'a combined diff of a merge shows no single change and is not read',
      this.#cursor.number,
    );
    this.#cursor.advance();
  }

  #openFile(): void {
    this.#close();
    const header = readHeader(this.#cursor);
    this.#isSkipping = !this.#isUsable(header);
    if (!this.#isSkipping) this.#open = { header, rawHunks: [], hunks: [], isPartial: false };
  }

  #isUsable(header: FileHeader): boolean {
    const { paths } = header;
    if (paths?.old === undefined && paths?.new === undefined) {
      this.#report('diff-damaged', 'the lines that open this file name no file', header.mailLine);
      return false;
    }
    for (const path of [paths.old, paths.new]) {
      const fault = path === undefined ? undefined : findPathFault(path);
      if (fault === undefined) continue;
      this.#report('path-unsafe', `the path ${fault}; the file is left out`, header.mailLine, path?.slice(0, 200));
      return false;
    }
    return true;
  }

  #takeHunk(): void {
    const reading = readHunk(this.#cursor, this.#open?.header.hasMailCr === true);
    if (this.#isSkipping) return;
    if (!reading.ok) this.#reportDamage(reading.detail, reading.mailLine);
    else if (this.#open === undefined)
      this.#reportDamage('no line names the file of this hunk', reading.hunk.claim.mailLine);
    else this.#keepHunk(this.#open, reading);
  }

  #keepHunk(open: OpenFile, { hunk, hasMore }: SoundHunk): void {
    if (hasMore) this.#reportDamage('the hunk has more lines than it claims', this.#cursor.number);
    open.rawHunks.push(hunk);
    this.#waiting.push({ raw: hunk, hunks: open.hunks });
    this.#waitingLines += hunk.lineCount;
    this.#lineCount += hunk.lineCount;
    if (this.#waitingLines > batchLinesMax) this.#placeWaiting();
  }

  #placeWaiting(): void {
    const hunks = numberLater(this.#waiting.map(({ raw }) => raw));
    for (const [index, hunk] of hunks.entries()) this.#waiting[index]?.hunks.push(hunk);
    this.#waiting = [];
    this.#waitingLines = 0;
  }

  #reportDamage(detail: string, mailLine: number): void {
    if (this.#open !== undefined) this.#open.isPartial = true;
    this.#report('diff-damaged', detail, mailLine, this.#openPath());
  }

  #openPath(): string | undefined {
    return this.#open?.header.paths?.new ?? this.#open?.header.paths?.old;
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const { header, rawHunks, isPartial } = open;
    if (rawHunks.length > 0 || isPartial || header.kind !== undefined) {
      const file = makeFile(open);
      this.#files.push(file);
      this.#hashed.push({ file, rawHunks });
    } else this.#report('diff-damaged', 'no change follows the line that names a file', header.mailLine);
  }

  #report(code: ProblemCode, detail: string, mailLine: number, path?: string): void {
    if (this.#problems.length >= limits.problemsPerDiffMax) return;
    this.#problems.push({ code, where: this.#messageId, messageId: this.#messageId, detail, path, mailLine });
  }
}

function makeFile({ header, hunks, isPartial }: OpenFile): FileDiff {
  return {
    kind: header.kind ?? 'modified',
    oldPath: header.paths?.old,
    newPath: header.paths?.new,
    oldMode: header.oldMode,
    newMode: header.newMode,
    similarity: header.similarity,
    oldBlob: header.oldBlob,
    newBlob: header.newBlob,
    isBinary: header.isBinary,
    header: header.lines,
    hunks,
    isPartial,
    mailLine: header.mailLine,
  };
}
