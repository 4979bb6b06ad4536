import { limits } from '../domain/limits.js';
import { timeOf } from './assemble-threads.js';
import type { MadeSeries } from './made-series.js';
import { isSameAuthor } from './made-series.js';

/** For each series that has one, by its id, the id of its previous version. */
export type Predecessors = ReadonlyMap<string, string>;

/**
 * Finds each series' previous version among those at hand: by change-id, else by what its text says (`Supersedes:`,
 * `Link to v2:`), else by the series that it answers, else by author and normalised titles.
 */
export function findPredecessors(all: readonly MadeSeries[]): Predecessors {
  const index = new PredecessorIndex(all);
  const found = new Map<string, string>();
  for (const one of all) {
    const before =
      newest(one, index.withChangeId(one)) ??
      newest(one, index.named(one)) ??
      newest(one, index.answered(one)) ??
      newest(one, index.withTitles(one));
    if (before !== undefined) found.set(one.series.id, before.series.id);
  }
  return found;
}

/** The candidate with the highest version below the series' own; a resend of the same version may precede it too. */
function newest(one: MadeSeries, candidates: readonly MadeSeries[]): MadeSeries | undefined {
  const earlier = candidates.filter(other => other !== one && isEarlier(other, one));
  return earlier.reduce<MadeSeries | undefined>((best, other) => {
    if (best === undefined) return other;
    const isNewer = other.series.version - best.series.version || startOf(other) - startOf(best);
    return isNewer > 0 ? other : best;
  }, undefined);
}

function isEarlier(other: MadeSeries, one: MadeSeries): boolean {
  if (other.series.version !== one.series.version) return other.series.version < one.series.version;
  return startOf(other) < startOf(one);
}

function startOf(one: MadeSeries): number {
  return timeOf(one.first.message);
}

class PredecessorIndex {
  readonly #byChangeId = new Map<string, MadeSeries[]>();
  readonly #byMessageId = new Map<string, MadeSeries[]>();
  /** By title and person: what strangers post under a title takes no room from those who wrote it. */
  readonly #byTitle = new Map<string, MadeSeries[]>();

  constructor(all: readonly MadeSeries[]) {
    for (const one of all) {
      if (one.series.changeId !== undefined) put(this.#byChangeId, one.series.changeId, one);
      for (const id of one.messageIds) put(this.#byMessageId, id, one);
      for (const key of titlesByPerson(one)) put(this.#byTitle, key, one);
    }
  }

  withChangeId(one: MadeSeries): readonly MadeSeries[] {
    return one.series.changeId === undefined ? [] : (this.#byChangeId.get(one.series.changeId) ?? []);
  }

  named(one: MadeSeries): readonly MadeSeries[] {
    return one.supersedes.flatMap(id => this.#byMessageId.get(id) ?? []);
  }

  /**
   * The nearest series above it in the thread with a title in common, or with a lower version and the same author: a
   * person may also answer his own series with another one (tools, backports), which then has the same version.
   */
  answered(one: MadeSeries): readonly MadeSeries[] {
    for (const id of one.ancestorIds()) {
      const above = (this.#byMessageId.get(id) ?? []).filter(other => other !== one && isAnsweredVersion(other, one));
      if (above.length > 0) return above;
    }
    return [];
  }

  /** Same words twice are no proof of one series: a lower version number, or the word RESEND, has to say so too. */
  withTitles(one: MadeSeries): readonly MadeSeries[] {
    const candidates = new Set([...titlesByPerson(one)].flatMap(key => this.#byTitle.get(key) ?? []));
    return [...candidates].filter(other => other.series.version < one.series.version || one.series.isResend);
  }
}

/** A normalised title holds no line end, so that no address can pass for another's. */
function* titlesByPerson(one: MadeSeries): Generator<string, undefined> {
  for (const title of one.titleKeys) for (const address of one.addresses) yield `${title}\n${address}`;
  return undefined;
}

function put(map: Map<string, MadeSeries[]>, key: string, one: MadeSeries): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [one]);
  else if (known.length < limits.alikeSeriesMax) known.push(one);
}

function isAnsweredVersion(other: MadeSeries, one: MadeSeries): boolean {
  if (!isEarlier(other, one)) return false;
  return sharesTitle(other, one) || (other.series.version < one.series.version && isSameAuthor(other, one));
}

function sharesTitle(a: MadeSeries, b: MadeSeries): boolean {
  for (const key of b.titleKeys) if (a.titleKeys.has(key)) return true;
  return false;
}
