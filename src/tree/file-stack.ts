import { limits } from '../domain/limits.js';
import type { StackedFile } from './pre-image.js';

/** What the patches of a series made of the files so far. */
export class FileStack {
  readonly #files = new Map<string, StackedFile | 'lost'>();
  #bytes = 0;

  /** `lost` for a file that is gone, or whose content is not known; undefined for one that no patch has touched. */
  get(path: string): StackedFile | 'lost' | undefined {
    return this.#files.get(path);
  }

  /** The files that patches have touched and whose content is known, by path. */
  *texts(): Generator<readonly [path: string, text: string]> {
    for (const [path, file] of this.#files) if (file !== 'lost') yield [path, file.text];
  }

  /** A file beyond `limits.stackedBytesMax` is not kept. */
  set(path: string, file: StackedFile | 'lost'): void {
    this.#bytes -= sizeOf(this.#files.get(path));
    const kept = this.#bytes + sizeOf(file) > limits.stackedBytesMax ? 'lost' : file;
    this.#bytes += sizeOf(kept);
    this.#files.set(path, kept);
  }
}

function sizeOf(file: StackedFile | 'lost' | undefined): number {
  return file === undefined || file === 'lost' ? 0 : file.text.length;
}
