import { OperationalError } from '../domain/operational-error.js';
import type { Series } from '../domain/series.js';
import type { SeriesView } from '../domain/series-view.js';
import { renderShow, renderShowJson } from '../render/show.js';
import { reviewSeries } from '../review/review-series.js';
import { rules } from '../rules/registry.js';
import { findFamilies } from '../store/read-families.js';
import type { Store } from '../store/store.js';
import { openMirror } from '../tree/git-mirror.js';
import type { Tree } from '../tree/tree.js';
import type { AssembledThread } from './assemble-mails.js';
import type { ListView, ListWords } from './list-view.js';
import { readStoredFamily, type StoredFamily } from './stored-family.js';
import { triageThreads } from './triage-threads.js';
import { withStore } from './with-store.js';

export interface ShowRequest {
  /** Of a post of the series, or of any mail of its thread. */
  readonly messageId: string;
  readonly store?: string | undefined;
  /** As in ReviewRequest. */
  readonly mirror?: string | undefined;
  readonly base?: string | undefined;
}

/** Prints one series with all that is known of it. Throws an OperationalError where the store has no such mail, or no series with it. */
export async function showSeries(request: ShowRequest, view: ListView, { print }: ListWords): Promise<void> {
  const tree = request.mirror === undefined ? undefined : await openMirror(request.mirror);
  try {
    await withStore(request.store, async store => {
      const family = await readFamilyOf(store, request.messageId);
      const { threads } = family;
      const found = findSeries(threads, request.messageId);
      if (found === undefined) {
        const remedy = 'its thread holds no patch; faultline threads lists the series';
        throw new OperationalError('no series', request.messageId, remedy);
      }
      const seriesView = await makeView(found, family, tree, request.base);
      const messages = new Map(
        threads.flatMap(({ thread }) => thread.nodes.map(node => [node.id, node.message] as const)),
      );
      const context = { rules, messageOf: (id: string) => messages.get(id) };
      print(
        view.format === 'json' ? renderShowJson(seriesView) : renderShow(seriesView, { ...context, ...view.screen }),
      );
    });
  } finally {
    await tree?.close();
  }
}

async function readFamilyOf(store: Store, messageId: string): Promise<StoredFamily> {
  const [family] = await findFamilies(store.db, { messageId });
  if (family === undefined)
    throw new OperationalError('no such mail', messageId, `no mail in ${store.name} has this Message-ID`);
  return readStoredFamily(store.db, family);
}

/** The series that has the mail as a post; else the newest one of the mail's thread. */
function findSeries(threads: readonly AssembledThread[], messageId: string): Series | undefined {
  const isPost = ({ cover, patches }: Series): boolean =>
    cover?.messageId === messageId || patches.some(patch => patch.messageId === messageId);
  const all = threads.flatMap(({ series }) => series);
  const holds = threads.find(({ thread }) => thread.nodes.some(node => node.id === messageId));
  return all.find(isPost) ?? holds?.series.at(-1);
}

async function makeView(
  series: Series,
  family: StoredFamily,
  tree: Tree | undefined,
  base: string | undefined,
): Promise<SeriesView> {
  const { threads } = family;
  const all = threads.flatMap(each => each.series);
  const remarks = threads.flatMap(each => each.remarks);
  const triage = triageThreads(threads, family.commits, Date.now());
  const own = triage.find(each => each.seriesId === series.id);
  if (own === undefined) throw new Error('a series of the family was not judged');
  const ids = new Set([series.cover?.messageId, ...series.patches.map(patch => patch.messageId)]);
  const holding = threads.filter(({ thread }) =>
    thread.nodes.some(node => ids.has(node.id) || node.id === series.threadRootId),
  );
  const posts = holding.flatMap(({ thread }) => thread.nodes.filter(node => ids.has(node.id)));
  return {
    review: await reviewSeries(series, {
      tree,
      base,
      remarks: remarks.filter(remark => ids.has(remark.patchMessageId)),
    }),
    isJudged: true,
    triage: own,
    threads: holding.map(({ thread }) => thread),
    listIds: [...new Set(posts.flatMap(node => node.message?.listIds ?? []))].sort(),
    otherVersions: versionsOf(series, all).map(({ id, version, isResend, title }) => ({
      seriesId: id,
      version,
      isResend,
      title,
    })),
  };
}

/** The versions before it and behind it, oldest first. */
function versionsOf(series: Series, all: readonly Series[]): readonly Series[] {
  const related = new Set([series.id]);
  for (let size = 0; size !== related.size; ) {
    size = related.size;
    for (const { id, predecessorId } of all) {
      if (predecessorId === undefined) continue;
      if (related.has(id)) related.add(predecessorId);
      if (related.has(predecessorId)) related.add(id);
    }
  }
  return all.filter(other => other !== series && related.has(other.id)).sort((a, b) => a.version - b.version);
}
