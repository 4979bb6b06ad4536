import type { FileDiff } from '../domain/diff.js';
import { limits } from '../domain/limits.js';
import type { Series } from '../domain/series.js';
import type { BlobCache, BlobNote, BlobSource } from './blob-source.js';
import { HeldBlobs } from './held-blobs.js';
import { isCodeChange } from './load-sources.js';
import type { Revisions } from './pre-image.js';
import type { BlobReading, Tree, WordSearch } from './tree.js';

/** The old side of a file that a series touches, as the tree below the series has it. */
interface WantedFile {
  readonly path: string;
  /** The abbreviated id that its `index` line states. */
  readonly blob: string | undefined;
}

/**
 * A repository that is read through an API, for one series: what that will need is asked for at once by `prepare`, the rest one by one.
 * That a file is there is asked in each repository anew, so that the cache hands no repository's code to another; its content then comes
 * out of the cache. What goes wrong on the way is thrown by all methods.
 */
export class ApiTree implements Tree {
  readonly objectFormat = 'sha1';
  readonly #source: BlobSource;
  readonly #cache: BlobCache | undefined;
  /** By name: undefined where it names no file. */
  readonly #found = new Map<string, BlobNote | undefined>();
  readonly #held = new HeldBlobs(limits.apiBytesHeldMax);
  #lookups = 0;

  constructor(source: BlobSource, cache?: BlobCache) {
    this.#source = source;
    this.#cache = cache;
  }

  /** Loads the code below a series: the files at its revisions, and those that its `index` lines name and that stand there no more. */
  async prepare({ patches }: Pick<Series, 'patches'>, { base, baseCommit }: Revisions): Promise<void> {
    const wanted = findWanted(patches.flatMap(patch => patch.files));
    const notes: BlobNote[] = [];
    const missing = new Map<string, WantedFile>(wanted.map(file => [file.path, file]));
    // As the review asks: the blob of the index line, else the path at one revision, at the other.
    for (const revision of [base, baseCommit].filter(isAskable)) {
      await this.#find([...missing.keys()].map(path => `${revision}:${path}`));
      for (const [path, { blob }] of missing) {
        const note = this.#found.get(`${revision}:${path}`);
        if (!note || (blob !== undefined && !note.id.startsWith(blob))) continue;
        notes.push(note);
        missing.delete(path);
      }
    }
    const left = [...missing.values()];
    await this.#find(left.flatMap(({ blob }) => (isObjectId(blob) ? [blob] : [])));
    for (const { path, blob } of left) {
      const names = [blob, ...[base, baseCommit].filter(isAskable).map(revision => `${revision}:${path}`)];
      const note = names.map(name => this.#found.get(name ?? '')).find(each => each !== undefined);
      if (note) notes.push(note);
    }
    await this.#load(notes);
  }

  async readBlob(abbreviatedId: string): Promise<BlobReading> {
    if (!isObjectId(abbreviatedId)) return { ok: false, reason: 'is no object id' };
    const alike = new Map<string, BlobNote>();
    for (const note of this.#found.values()) if (note?.id.startsWith(abbreviatedId)) alike.set(note.id, note);
    if (alike.size > 1) return { ok: false, reason: 'is ambiguous' };
    const [known] = alike.values();
    return known ? this.#read(known) : this.#readByName(abbreviatedId);
  }

  async readPath(revision: string, path: string): Promise<BlobReading> {
    if (!isAskable(revision) || !isAskable(path)) return { ok: false, reason: 'cannot be asked for' };
    return this.#readByName(`${revision}:${path}`);
  }

  async findWords(): Promise<WordSearch> {
    return { ok: false, reason: 'it is read through the API' };
  }

  async close(): Promise<void> {}

  async #readByName(name: string): Promise<BlobReading> {
    if (!this.#found.has(name)) {
      if (!this.#mayAsk()) return oneTooMany;
      await this.#find([name]);
    }
    const note = this.#found.get(name);
    return note ? this.#read(note) : { ok: false, reason: 'is not there' };
  }

  async #read(note: BlobNote): Promise<BlobReading> {
    const held = this.#held.get(note.id);
    if (held) return held;
    if (!this.#mayAsk()) return oneTooMany;
    return (await this.#load([note])).get(note.id) ?? { ok: false, reason: 'is not there' };
  }

  /** Whether one more question may be asked that `prepare` has not. */
  #mayAsk(): boolean {
    this.#lookups += 1;
    return this.#lookups <= limits.apiLookupsMax;
  }

  async #find(names: readonly string[]): Promise<void> {
    const asked = [...new Set(names)].filter(name => !this.#found.has(name));
    if (asked.length === 0) return;
    const found = await this.#source.findBlobs(asked);
    for (const name of asked) {
      const note = found.get(name);
      // An abbreviation that some server takes for the name of a branch says nothing.
      const isMeant = note !== undefined && (name.includes(':') || note.id.startsWith(name));
      this.#found.set(name, isMeant ? note : undefined);
    }
  }

  /** Gives what it loads: of much code not all is held. */
  async #load(notes: readonly BlobNote[]): Promise<ReadonlyMap<string, BlobReading>> {
    const loaded = new Map<string, BlobReading>();
    let byteCount = 0;
    const asked: BlobNote[] = [];
    for (const note of new Map(notes.map(each => [each.id, each])).values()) {
      if (this.#held.get(note.id)) continue;
      if (note.byteCount > limits.blobBytesMax)
        loaded.set(note.id, { ok: false, reason: `is larger than ${limits.blobBytesMax} bytes` });
      // What could not be held would be asked for twice.
      else if (byteCount <= limits.apiBytesHeldMax || notes.length === 1) asked.push(note);
      byteCount += note.byteCount;
    }
    const kept = (await this.#cache?.find(asked.map(({ id }) => id))) ?? new Map<string, Uint8Array>();
    for (const [id, bytes] of kept) loaded.set(id, { ok: true, blob: { id, bytes } });
    const fresh = await this.#source.readBlobs(asked.filter(({ id }) => !kept.has(id)));
    for (const [id, reading] of fresh) loaded.set(id, reading);
    await this.#cache?.keep([...fresh.values()].flatMap(reading => (reading.ok ? [reading.blob] : [])));
    for (const [id, reading] of loaded) this.#held.set(id, reading);
    return loaded;
  }
}

const oneTooMany: BlobReading = { ok: false, reason: 'is one file more than are asked for one series' };

/** The files as they are before the series: a path that an earlier patch has touched is none. */
function findWanted(files: readonly FileDiff[]): readonly WantedFile[] {
  const made = new Set<string>();
  const wanted: WantedFile[] = [];
  for (const file of files) {
    const { oldPath, newPath, oldBlob } = file;
    if (isCodeChange(file) && oldPath !== undefined && !made.has(oldPath) && !file.isBinary)
      wanted.push({ path: oldPath, blob: oldBlob });
    for (const path of [oldPath, newPath]) if (path !== undefined) made.add(path);
  }
  return wanted.slice(0, limits.filesPerPatchMax);
}

function isObjectId(name: string | undefined): name is string {
  return name !== undefined && /^[0-9a-f]{4,64}$/.test(name);
}

/** As in a local mirror, where git reads one question a line. */
function isAskable(name: string | undefined): name is string {
  return name !== undefined && name !== '' && !/[\r\n\0]/.test(name);
}
