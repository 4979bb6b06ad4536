import type { MirrorCommit } from '../../src/domain/commit.js';
import type { Message } from '../../src/domain/message.js';
import type { SeriesTriage } from '../../src/domain/triage.js';
import { assembleSeries } from '../../src/series/assemble-series.js';
import { assembleThreads } from '../../src/series/assemble-threads.js';
import { placeRemarks } from '../../src/series/remarks/place-remarks.js';
import type { Family } from '../../src/triage/family.js';
import { triageFamily } from '../../src/triage/triage-family.js';
import { post } from '../series/make-thread.js';

const dayMs = 86_400_000;
/** A week after the first mail of test/series/make-thread.ts. */
const now = Date.UTC(2025, 2, 11, 8, 0, 0);

export const people = {
  author: { name: 'Nora Lind', email: 'nora@example.org' },
  reviewer: { name: 'Ada Holm', email: 'ada@example.org' },
  maintainer: { name: 'Bo Sand', email: 'bo@example.com' },
  robot: { name: 'kernel test robot', email: 'lkp@intel.com' },
} as const;

/** An answer, so many minutes after the first mail. */
export function answer(
  name: string,
  who: keyof typeof people | { readonly name: string; readonly email: string },
  inReplyTo: string,
  body: string,
  minute = 100,
): Message {
  const from = typeof who === 'string' ? people[who] : who;
  return post(name, 'Re: something', { inReplyTo, body, from, minute });
}

export function familyOf(messages: readonly Message[], commits: readonly MirrorCommit[] = []): Family {
  const { threads } = assembleThreads(messages);
  const series = assembleSeries(threads);
  const patches = series.flatMap(each => each.patches);
  return { threads, series, remarks: threads.flatMap(thread => placeRemarks(thread, patches)), commits };
}

export function triage(
  messages: readonly Message[],
  { commits = [], days = 0 }: { readonly commits?: readonly MirrorCommit[]; readonly days?: number } = {},
): SeriesTriage[] {
  return triageFamily(familyOf(messages, commits), { now: now + days * dayMs, staleAfterDays: 90 });
}

/** `v1@x: applied because Bo Sand: "Applied." (mail b@x, minute 100)`. */
export function outline({ seriesId, verdict }: SeriesTriage): string {
  const { source } = verdict;
  const by = { mail: 'messageId', series: 'seriesId', commit: 'commitId' }[source.kind] as keyof typeof source;
  const minute = verdict.since === undefined ? 'unknown' : (verdict.since - Date.UTC(2025, 2, 4, 8, 0, 0)) / 60_000;
  return `${seriesId}: ${verdict.stage} because ${verdict.reason} (${source.kind} ${source[by]}, minute ${minute})`;
}
