import { type FileDiff, pathOf } from '../domain/diff.js';
import { limits } from '../domain/limits.js';
import type { Patch } from '../domain/patch.js';
import type { Problem, ProblemCode } from '../domain/problem.js';
import type { PostImageProof, SourcePair } from '../domain/source.js';
import { CodeTexts } from './code-texts.js';
import { FileStack } from './file-stack.js';
import { makeHunkPieces } from './hunk-pieces.js';
import { OtherFiles } from './other-files.js';
import { type Misfit, makeLoosePostImage, makePostImage, type PostImage } from './post-image.js';
import { findPreImages, type PreImage, type Revisions } from './pre-image.js';
import type { Tree } from './tree.js';

export interface LoadedSources {
  /** The touched C files before and after, in the order of the patch. */
  readonly pairs: readonly SourcePair[];
  readonly problems: readonly Problem[];
  readonly notChecked: readonly { readonly path?: string | undefined; readonly reason: string }[];
  /** The rest of the tree, where there is one; good until the next patch is applied. */
  readonly others?: OtherFiles | undefined;
}

/** The code behind the patches of one series: each patch is applied on top of those before it. */
export interface SourceStack {
  /** Call once for each patch, in order. Never rejects over what a mail says. */
  apply(patch: Patch): Promise<LoadedSources>;
}

export interface SourceOptions extends Revisions {
  /** How many patches the series has, for the words of a pair's base. */
  readonly total?: number | undefined;
  /** Those of the series before, to read no file twice. */
  readonly texts?: CodeTexts | undefined;
}

/** Begins a series. Without a tree only files that the series itself adds are whole; of all others the visible hunks are given. */
export function makeSourceStack(tree: Tree | undefined, options: SourceOptions = {}): SourceStack {
  const stack = new FileStack();
  return { apply: patch => new PatchLoader(tree, options, stack, patch).load() };
}

class PatchLoader {
  readonly #tree: Tree | undefined;
  readonly #options: SourceOptions;
  readonly #stack: FileStack;
  readonly #patch: Patch;
  readonly #texts: CodeTexts;
  /** New sides, kept until all old sides are read: two files may swap their names in one patch. */
  readonly #outcomes: { readonly file: FileDiff; readonly after: PostImage | undefined }[] = [];
  readonly #pairs: SourcePair[] = [];
  readonly #problems: Problem[] = [];
  readonly #notChecked: { path?: string; reason: string }[] = [];
  /** Files of which the tree has no old side. */
  readonly #missing: FileDiff[] = [];
  #bytesLeft: number = limits.patchSourceBytesMax;

  constructor(tree: Tree | undefined, options: SourceOptions, stack: FileStack, patch: Patch) {
    this.#tree = tree;
    this.#options = options;
    this.#stack = stack;
    this.#patch = patch;
    this.#texts = options.texts ?? new CodeTexts(0);
  }

  async load(): Promise<LoadedSources> {
    for (const file of this.#patch.files.filter(isCodeChange)) await this.#loadFile(file);
    this.#reportMissing();
    this.#keepOutcomes();
    const others = this.#tree && new OtherFiles(this.#tree, this.#options, this.#stack, this.#texts, this.#pairs);
    return { pairs: this.#pairs, problems: this.#problems, notChecked: this.#notChecked, others };
  }

  async #loadFile(file: FileDiff): Promise<void> {
    if (file.isBinary) this.#showHunks(file, 'the change is binary');
    else if (file.isPartial) this.#showHunks(file, 'not all hunks of it could be read');
    else if (this.#bytesLeft <= 0) this.#showHunks(file, 'the patch touches more code than is read for one patch');
    else await this.#loadWhole(file);
  }

  async #loadWhole(file: FileDiff): Promise<void> {
    let misfit: (Misfit & { readonly before: PreImage }) | undefined;
    for await (const before of this.#findPreImages(file)) {
      this.#bytesLeft -= before.text.length;
      const after = makePostImage(before.text, file, this.#tree?.objectFormat ?? 'sha1');
      if ('id' in after) {
        this.#showWhole(file, before, after);
        return;
      }
      misfit ??= { ...after, before, reason: `${after.reason} (${before.base})` };
    }
    if (misfit !== undefined && this.#loadLoosely(file, misfit.before)) return;
    if (misfit !== undefined) this.#report('patch-does-not-apply', misfit.reason, file, misfit.mailLine);
    else if (this.#tree !== undefined && file.hunks.length > 0) this.#missing.push(file);
    this.#showHunks(file, this.#tree === undefined ? undefined : 'only the visible hunks were read');
  }

  /** Whether the patch applies but for its white space: to the surest of the old sides, or to none. */
  #loadLoosely(file: FileDiff, before: PreImage): boolean {
    const after = makeLoosePostImage(before.text, file, this.#tree?.objectFormat ?? 'sha1');
    if (!('id' in after)) return false;
    this.#showWhole(file, { ...before, base: `${before.base}, white space ignored` }, after);
    return true;
  }

  #findPreImages(file: FileDiff): AsyncIterable<PreImage> | Iterable<PreImage> {
    if (file.oldPath === undefined) return [{ text: '', base: 'new file' }];
    const stacked = this.#stack.get(file.oldPath);
    const known = stacked === 'lost' ? undefined : stacked;
    return findPreImages(file, file.oldPath, known, this.#tree, this.#revisionsFor(file));
  }

  /** The file at a revision is the one before the series: no old side for a patch behind one that changed it. */
  #revisionsFor(file: FileDiff): Revisions {
    return this.#stack.get(file.oldPath ?? '') === 'lost' ? {} : this.#options;
  }

  /** One Problem for all of them: a mirror that is too old lacks most files of a patch. */
  #reportMissing(): void {
    const [file, ...others] = this.#missing;
    if (file === undefined) return;
    const more = others.length === 0 ? '' : `; so it is with ${others.length} more files of this patch`;
    this.#report('blob-missing', `${this.#describeMissing(file)}${more}`, file, file.mailLine);
  }

  #describeMissing(file: FileDiff): string {
    const { base, baseCommit } = this.#revisionsFor(file);
    const blob = file.oldBlob === undefined ? [] : [`blob ${file.oldBlob}`];
    const paths = [base, baseCommit].filter(revision => revision !== undefined).map(at => `${file.oldPath} at ${at}`);
    const places = [...blob, ...paths];
    if (places.length > 0) return `the mirror has not got ${places.join(' or ')}`;
    return 'neither the patch nor --base says which version of the file is changed';
  }

  #showWhole(file: FileDiff, before: PreImage, after: PostImage): void {
    this.#outcomes.push({ file, after });
    const postImage = proofOf(after);
    if (postImage === 'unequal') {
      const detail = `the file after the patch is blob ${after.id.slice(0, 12)}, the index line says ${file.newBlob}`;
      this.#report('blob-differs', detail, file, file.mailLine);
    }
    // A rename or a new mode alone changes no code.
    if (file.hunks.length === 0) return;
    const moved = after.offset === 0 ? '' : `, hunks found up to ${after.offset} lines away`;
    if (after.shift === undefined) {
      this.#showPieces(file, `its hunks stand at other lines than they say, each by another distance (${before.base})`);
      return;
    }
    const pieces = [
      {
        old: this.#texts.of(before.id, before.text, 1 - after.shift.old),
        new: this.#texts.of(after.id, after.text, 1 - after.shift.new),
        heading: '',
      },
    ];
    this.#pairs.push({ file, evidence: 'file', pieces, postImage, base: before.base + moved });
  }

  #showHunks(file: FileDiff, reason: string | undefined): void {
    this.#outcomes.push({ file, after: undefined });
    this.#showPieces(file, reason);
  }

  /** The hunks alone. */
  #showPieces(file: FileDiff, reason: string | undefined): void {
    // A rename alone has nothing to check; a file all of whose hunks are damaged has.
    const isChanged = file.hunks.length > 0 || file.isPartial || file.isBinary;
    if (isChanged && reason !== undefined) this.#notChecked.push({ path: pathOf(file), reason });
    if (file.hunks.length === 0) return;
    const pieces = makeHunkPieces(file);
    this.#pairs.push({ file, evidence: 'hunk', pieces, postImage: 'not-checked', base: 'visible hunks' });
  }

  /** Hands on to the patches behind this one what it made of the files. */
  #keepOutcomes(): void {
    const { number } = this.#patch;
    const { total } = this.#options;
    const base = total === undefined ? `patch ${number}` : `patch ${number}/${total}`;
    for (const { file } of this.#outcomes) {
      if (file.oldPath !== undefined && file.kind !== 'copied') this.#stack.set(file.oldPath, 'lost');
    }
    for (const { file, after } of this.#outcomes) {
      const kept = after === undefined ? 'lost' : { text: after.text, id: after.id, base };
      if (file.newPath !== undefined) this.#stack.set(file.newPath, kept);
    }
  }

  #report(code: ProblemCode, detail: string, file: FileDiff, mailLine: number): void {
    const { messageId } = this.#patch;
    if (this.#problems.length >= limits.problemsPerDiffMax) return;
    this.#problems.push({ code, where: messageId, messageId, detail, path: pathOf(file), mailLine });
  }
}

/** Rules read C; a file that changes its mode alone, or is neither before nor after the patch C, has nothing for them. */
export function isCodeChange(file: FileDiff): boolean {
  return file.kind !== 'mode-changed' && [file.oldPath, file.newPath].some(path => /\.[ch]$/.test(path ?? ''));
}

function proofOf(after: PostImage): PostImageProof {
  if (after.isStated === undefined) return 'not-stated';
  return after.isStated ? 'equal' : 'unequal';
}
