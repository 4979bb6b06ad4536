import type { Message } from '../../domain/message.js';
import type { Problem } from '../../domain/problem.js';
import type { Series } from '../../domain/series.js';
import type { Thread } from '../../domain/thread.js';
import { renderSeriesLine } from '../../render/lines.js';
import { seriesKeysOf } from '../../series/family-keys.js';
import type { FamilyFacts } from '../../store/families.js';
import { assembleMails } from '../assemble-mails.js';

/** What the store keeps of a family: made of its mails alone, and the same whatever order they came in. */
export function makeFamilyFacts(messages: readonly Message[]): FamilyFacts {
  const { threads, problems, others } = assembleMails(messages, { placesRemarks: false });
  const byId = new Map(threads.flatMap(({ thread }) => thread.nodes.map(node => [node.id, node.message] as const)));
  const series = threads.flatMap(each => each.series.map(one => ({ one, thread: each.thread })));
  return {
    threads: threads.map(({ thread }) => threadRow(thread)),
    series: series.map(({ one, thread }) => seriesRow(one, thread, byId)),
    patches: series.flatMap(({ one }) =>
      one.patches.map(({ messageId, number, title, patchId }) => ({
        message_id: messageId,
        series_id: one.id,
        number,
        title,
        patch_id: patchId ?? null,
      })),
    ),
    roles: others,
    problems,
    keys: [...new Set(series.flatMap(({ one }) => seriesKeysOf(one)))],
  };
}

/** Where they cannot be made: the mails are kept, and nothing else is known of them. */
export function factsOfCrash(crash: Problem): FamilyFacts {
  return { threads: [], series: [], patches: [], roles: new Map(), problems: [crash], keys: [] };
}

function threadRow({ rootId, nodes }: Thread): FamilyFacts['threads'][number] {
  const messages = nodes.flatMap(node => node.message ?? []);
  return { root_id: rootId, subject: messages[0]?.subject ?? '', mails: messages.length, ...spanOf(messages) };
}

function seriesRow(
  series: Series,
  thread: Thread,
  byId: ReadonlyMap<string, Message | undefined>,
): FamilyFacts['series'][number] {
  const ids = [series.cover?.messageId, ...series.patches.map(patch => patch.messageId)];
  const posts = ids.flatMap(id => (id === undefined ? [] : (byId.get(id) ?? [])));
  // A patch that is only quoted was posted when it was first quoted, for all that is known.
  const shown = posts.length > 0 ? posts : thread.nodes.flatMap(node => node.message ?? []).slice(0, 1);
  const { began_at, last_at } = spanOf(shown);
  return {
    id: series.id,
    thread_root_id: series.threadRootId,
    predecessor_id: series.predecessorId ?? null,
    version: series.version,
    state: series.state,
    began_at,
    posted_at: last_at,
    lists: [...new Set(shown.flatMap(message => message.listIds))]
      .sort()
      .map(list => ` ${list} `)
      .join(''),
    line: renderSeriesLine(series),
  };
}

/** When the first and the last of the mails were written or arrived. */
function spanOf(messages: readonly Message[]): { readonly began_at: number | null; readonly last_at: number | null } {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { sentAt, receivedAt } of messages) {
    const time = sentAt ?? receivedAt;
    if (time === undefined) continue;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return first <= last ? { began_at: first, last_at: last } : { began_at: null, last_at: null };
}
