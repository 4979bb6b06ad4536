import { readdirSync, readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Message } from '../../src/domain/message.js';
import { parsePatchText } from '../../src/mail/patch-text.js';
import { findTrailers } from '../../src/mail/trailers.js';
import { assembleSeries } from '../../src/series/assemble-series.js';
import { assembleThreads } from '../../src/series/assemble-threads.js';
import { readLooseMbox, readMessages, readOne } from '../support/mails.js';
import type { Fact } from './fact-checks.js';

/** The series that patchwork or patchew make of an mbox: how many, with how many patches and covers each. */
export async function checkSeries(path: string, expected: Fact['expect']): Promise<void> {
  const messages = await readAnyMbox(path);
  const series = seriesOf(messages);
  const patches = series.flatMap(one => one.patches);
  const covers = series.filter(one => one.cover !== undefined);
  if (expected.covers !== undefined) expect(covers).toHaveLength(expected.covers);
  if (expected.replies !== undefined) {
    expect(messages.length - covers.length - patches.length).toBe(expected.replies);
  }
  if (expected.n_series !== undefined) expect(series).toHaveLength(expected.n_series);
  if (expected.patches !== undefined) {
    expect(patches).toHaveLength(expected.patches);
  }
  if (expected.patches_per_series_by_date !== undefined) {
    expect(series.map(one => one.patches.length)).toEqual(expected.patches_per_series_by_date);
  }
  if (expected.covers_per_series_by_date !== undefined) {
    expect(series.map(one => (one.cover === undefined ? 0 : 1))).toEqual(expected.covers_per_series_by_date);
  }
  if (expected.received_all !== undefined) expect(series[0]?.missing.length === 0).toBe(expected.received_all);
  if (expected.series_name !== undefined) expect(series[0]?.title).toBe(expected.series_name);
  if (expected.version !== undefined) expect(series[0]?.version).toBe(expected.version);
  if (expected.cover_msgid !== undefined) expect(series[0]?.cover?.messageId).toBe(expected.cover_msgid);
  if (expected.cover_tags !== undefined) {
    const given = series[0]?.trailers.filter(({ toMessageId }) => toMessageId === expected.cover_msgid);
    expect(given?.map(({ token, value }) => `${token}: ${value}`)).toEqual(expected.cover_tags);
  }
}

/** Which series replaces which: ours names the previous one, patchew the newest. */
export async function checkReroll(path: string, expected: Fact['expect']): Promise<void> {
  const series = seriesOf(await readAnyMbox(path));
  if (expected.versions !== undefined) expect(series.map(one => one.version).sort()).toEqual(expected.versions);
  const before = new Map(series.map(one => [one.id, one.predecessorId]));
  for (const [old, newer] of Object.entries<string>(expected.obsoleted_by)) {
    const chain: string[] = [];
    for (let id = before.get(newer); id !== undefined; id = before.get(id)) chain.push(id);
    expect(chain).toContain(old);
  }
}

/** The threads of a folder of mails, by the messages that were seen. */
export async function checkThreads(folder: string, expected: Fact['expect']): Promise<void> {
  const messages = await Promise.all(readdirSync(folder).map(name => readOne(`${folder}/${name}`)));
  const threads = assembleThreads(messages).threads.map(thread =>
    thread.nodes.filter(node => node.message !== undefined).map(node => `<${node.id}>`),
  );
  for (const [root, ids] of Object.entries<readonly string[]>(expected)) {
    if (root !== 'no_thread_for') expect(threads.find(thread => thread[0] === root)).toEqual(ids);
  }
}

/**
 * The trailers that b4 puts into the patches of a thread: each one that stands in its output and not in the patches as
 * they were sent has to be among those that the replies give.
 */
export async function checkFollowUps(path: string, output: string, isSloppy: boolean, isNone: boolean): Promise<void> {
  const messages = await readMessages(path);
  const sent = new Set(messages.flatMap(message => ownTags(message)));
  const given = new Set(
    seriesOf(messages).flatMap(one => one.trailers.map(({ token, value }) => tidy(`${token}: ${value}`))),
  );
  const tags = findTrailers(readFileSync(output, 'utf8')).map(({ token, value }) => tidy(`${token}: ${value}`));
  const added = tags.filter(tag => !sent.has(tag) && isReview(tag));
  if (isNone) return expect(added).toEqual([]);
  if (!isSloppy) for (const tag of added) expect([...given].join('\n')).toContain(tag);
}

function readAnyMbox(path: string): Promise<readonly Message[]> {
  return path.endsWith('.gz') ? readLooseMbox(path) : readMessages(path);
}

function isReview(tag: string): boolean {
  return /^(?!signed-off-by)(?:[\w-]+-by|fixes):/i.test(tag);
}

function ownTags(message: Message): readonly string[] {
  if (/^re:/i.test(message.subject)) return [];
  return parsePatchText(message).trailers.map(({ token, value }) => tidy(`${token}: ${value}`));
}

function tidy(tag: string): string {
  return tag.replace(/["']/g, '').toLowerCase();
}

function seriesOf(messages: readonly Message[]) {
  return assembleSeries(assembleThreads(messages).threads);
}
