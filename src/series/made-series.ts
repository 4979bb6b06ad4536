import { limits } from '../domain/limits.js';
import { rememberTexts } from '../domain/remember.js';
import type { Series } from '../domain/series.js';
import { findSuperseded } from '../mail/patch-statements.js';
import { ancestorsOf } from './ancestors.js';
import type { Draft } from './draft.js';
import { firstPost } from './draft-series.js';
import { makeSeries } from './make-series.js';
import type { Post } from './read-post.js';

/** A series together with what is needed to relate it to others. */
export interface MadeSeries {
  readonly series: Series;
  readonly first: Post;
  /** Of its cover letter and its patches. */
  readonly messageIds: readonly string[];
  /** The messages above its first post in the thread, nearest first. */
  readonly ancestorIds: () => Iterable<string>;
  /** The sender's and the author's, lower case: a colleague may send a patch for its author. */
  readonly addresses: ReadonlySet<string>;
  /** Its title and those of its first patches, normalised: a re-roll keeps most of them. */
  readonly titleKeys: ReadonlySet<string>;
  /** The messages that its text says it replaces. */
  readonly supersedes: readonly string[];
}

/** Makes the series of a draft and notes what relates it to others. */
export function relateSeries(draft: Draft): MadeSeries {
  const first = firstPost(draft);
  if (first === undefined) throw new Error('a draft holds at least one post');
  const posts = [...(draft.cover ? [draft.cover] : []), ...draft.patches.values()];
  const series = makeSeries(draft);
  return {
    series,
    first,
    messageIds: posts.map(post => post.message.id),
    ancestorIds: () => ancestorsOf(first.parentId, draft.nodes),
    addresses: findAddresses(series, first),
    titleKeys: findTitleKeys(series),
    supersedes: [...new Set(posts.slice(0, 2).flatMap(post => findSuperseded(post.message.body)))],
  };
}

/** Whether a person sent or wrote both. */
export function isSameAuthor(a: MadeSeries, b: MadeSeries): boolean {
  for (const address of b.addresses) if (a.addresses.has(address)) return true;
  return false;
}

function findAddresses(series: Series, first: Post): ReadonlySet<string> {
  const addresses = [series.author.email, first.message.from.email].map(address => address.toLowerCase());
  return new Set(addresses.filter(address => address !== ''));
}

function findTitleKeys(series: Series): ReadonlySet<string> {
  const titles = [series.title, ...series.patches.slice(0, titlesMax).map(patch => patch.title)];
  return new Set(titles.map(normaliseTitle).filter(title => title.length > 5));
}

const titlesMax = 50;

/** Lower case, letters and digits only: what a re-roll leaves of a title. */
export const normaliseTitle = rememberTexts(limits.subjectsRemembered, stripTitle);

function stripTitle(title: string): string {
  return title
    .toLowerCase()
    .replace(/\(v\d+\)$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
