import type { BlobReading } from './tree.js';

/** Contents of files in memory, up to a bound: the oldest go first. */
export class HeldBlobs {
  readonly #bytesMax: number;
  readonly #readings = new Map<string, BlobReading>();
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get(id: string): BlobReading | undefined {
    return this.#readings.get(id);
  }

  set(id: string, reading: BlobReading): void {
    this.#forget(id);
    this.#readings.set(id, reading);
    this.#bytes += sizeOf(reading);
    for (const oldest of this.#readings.keys()) {
      if (this.#bytes <= this.#bytesMax) return;
      this.#forget(oldest);
    }
  }

  #forget(id: string): void {
    const reading = this.#readings.get(id);
    if (!reading) return;
    this.#bytes -= sizeOf(reading);
    this.#readings.delete(id);
  }
}

function sizeOf(reading: BlobReading): number {
  return reading.ok ? reading.blob.bytes.length : 0;
}
