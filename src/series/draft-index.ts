import { limits } from '../domain/limits.js';
import type { Draft } from './draft.js';

/** Finds the drafts of one version, total and sender without looking at all of them. */
export class DraftIndex {
  readonly #byKey = new Map<string, Draft[]>();

  /** Notes a draft; one that is known already is not noted twice. */
  add(draft: Draft): void {
    const key = keyOf(draft.version, draft.total, draft.sender);
    const known = this.#byKey.get(key) ?? [];
    if (known.includes(draft)) return;
    this.#byKey.set(key, [...known, draft].slice(-limits.alikeSeriesMax));
  }

  /** The drafts alike, oldest first; of more than `limits.alikeSeriesMax` the newest. A total may be unknown (`3/n`). */
  find(version: number | undefined, total: number | undefined, sender: string): readonly Draft[] {
    return this.#byKey.get(keyOf(version, total, sender)) ?? [];
  }
}

function keyOf(version: number | undefined, total: number | undefined, sender: string): string {
  return `${version ?? 1} ${total ?? ''} ${sender}`;
}
