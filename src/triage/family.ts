import type { MirrorCommit } from '../domain/commit.js';
import { groupBy } from '../domain/group-by.js';
import { limits } from '../domain/limits.js';
import type { Mailbox, Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import type { Remark } from '../domain/remark.js';
import type { Series } from '../domain/series.js';
import type { Thread, ThreadNode } from '../domain/thread.js';
import { personKeysOf } from '../mail/same-person.js';
import { collectAnswers } from '../series/collect-answers.js';
import { isBotMail } from './bots.js';
import { type Notice, readNotice } from './notices.js';

/** Mails that belong together: all versions of a series, with everything that was said below them. */
export interface Family {
  readonly threads: readonly Thread[];
  readonly series: readonly Series[];
  /** As `placeRemarks` gives them. */
  readonly remarks: readonly Remark[];
  /** Those of the mirror that may have taken a patch of the family; others do no harm. */
  readonly commits: readonly MirrorCommit[];
}

/** A mail below a series, and what it answers. */
export interface SeriesAnswer {
  readonly message: Message;
  /** Undefined for an answer to the cover letter. */
  readonly patch: Patch | undefined;
  /** Milliseconds since the epoch; where the mail has no date, the time of the series. */
  readonly at: number;
  /** Undefined where the mail has no date. */
  readonly since: number | undefined;
  readonly isBot: boolean;
  /** Of somebody who posted the series or wrote one of its patches. */
  readonly isByAuthor: boolean;
}

/** A program's mail that answers no series of the family, and names its patches itself. */
export interface LooseNotice {
  readonly notice: Notice;
  readonly message: Message;
  /** Undefined where the mail has no date. */
  readonly since: number | undefined;
}

/** A clock that runs ahead by more than this is wrong; hosts on the way have better ones. */
const clockSkewMs = 86_400_000;

/** The mails and versions of a family, looked up by series. Times are bounded by `now`. */
export class FamilyIndex {
  readonly family: Family;
  readonly now: number;
  readonly nodes: ReadonlyMap<string, ThreadNode>;
  readonly #authors = new Map<string, ReadonlySet<string>>();
  readonly #remarks: ReadonlyMap<string, readonly Remark[]>;
  readonly #remarksOf: ReadonlyMap<string, readonly Remark[]>;
  readonly #children: ReadonlyMap<string | undefined, readonly ThreadNode[]>;
  readonly #series: ReadonlyMap<string, Series>;
  readonly #successors: ReadonlyMap<string | undefined, readonly Series[]>;
  readonly #answers: ReadonlyMap<string, readonly SeriesAnswer[]>;
  /** In the order of the threads. */
  readonly looseNotices: readonly LooseNotice[];

  constructor(family: Family, now: number) {
    this.family = family;
    this.now = now;
    this.nodes = new Map(family.threads.flatMap(thread => thread.nodes.map(node => [node.id, node] as const)));
    this.#remarks = groupBy(family.remarks, remark => remark.patchMessageId);
    this.#remarksOf = groupBy(family.remarks, remark => remark.messageId);
    this.#children = groupBy(this.nodes.values(), node => node.parentId);
    this.#series = new Map(family.series.map(series => [series.id, series]));
    this.#successors = groupBy(family.series, series => series.predecessorId);
    this.#answers = this.#collect();
    this.looseNotices = this.#findLooseNotices();
  }

  /** In the order of their times. */
  answersTo(series: Series): readonly SeriesAnswer[] {
    return this.#answers.get(series.id) ?? [];
  }

  /** How people know who wrote a mail. Not yet escaped. */
  nameOf({ from }: Message): string {
    return from.name || from.email || 'somebody';
  }

  messageOf(id: string): Message | undefined {
    return this.nodes.get(id)?.message;
  }

  remarksOn(patch: Patch): readonly Remark[] {
    return this.#remarks.get(patch.messageId) ?? [];
  }

  /** All blocks of one mail. */
  remarksIn(messageId: string): readonly Remark[] {
    return this.#remarksOf.get(messageId) ?? [];
  }

  /** The mails, also those not seen, that answer one. */
  childrenOf(messageId: string): readonly ThreadNode[] {
    return this.#children.get(messageId) ?? [];
  }

  predecessorOf(series: Series): Series | undefined {
    return series.predecessorId === undefined ? undefined : this.#series.get(series.predecessorId);
  }

  /** The versions before, newest first; never a circle. */
  predecessorsOf(series: Series): readonly Series[] {
    const chain: Series[] = [];
    const seen = new Set([series.id]);
    for (let at = this.predecessorOf(series); at !== undefined && !seen.has(at.id); at = this.predecessorOf(at)) {
      if (chain.length >= limits.versionsMax) break;
      seen.add(at.id);
      chain.push(at);
    }
    return chain;
  }

  /** The version that was posted first after this one. */
  successorOf(series: Series): Series | undefined {
    const next = (this.#successors.get(series.id) ?? []).filter(each => each.id !== series.id);
    return next.reduce<Series | undefined>(
      (first, each) => (first === undefined || this.startOf(each) < this.startOf(first) ? each : first),
      undefined,
    );
  }

  /** All versions after this one. */
  successorsOf(series: Series): readonly Series[] {
    const found = new Set<Series>();
    const open = [series];
    for (let at = open.pop(); at !== undefined && found.size < limits.versionsMax; at = open.pop()) {
      for (const each of this.#successors.get(at.id) ?? []) {
        if (each === series || found.has(each)) continue;
        found.add(each);
        open.push(each);
      }
    }
    return [...found];
  }

  /** When a series was posted, for comparing; 0 where none of its mails has a date. */
  startOf(series: Series): number {
    return this.postedAt(series) ?? 0;
  }

  /** The time of its first mail. */
  postedAt(series: Series): number | undefined {
    const times = postIdsOf(series).flatMap(id => this.timeOf(id) ?? []);
    return times.length === 0 ? undefined : times.reduce((first, time) => Math.min(first, time));
  }

  /** When a mail was written: by its Date:, or by its arrival where it has none or one that had not come yet. */
  timeOf(messageId: string): number | undefined {
    const message = this.messageOf(messageId);
    return message === undefined ? undefined : this.momentOf(message);
  }

  momentOf({ sentAt, receivedAt }: Message): number | undefined {
    const isAhead = sentAt !== undefined && receivedAt !== undefined && sentAt > receivedAt + clockSkewMs;
    const time = isAhead ? receivedAt : (sentAt ?? receivedAt);
    return time === undefined ? undefined : Math.min(time, this.now);
  }

  /** Whether a person posted the series or wrote one of its patches. */
  isAuthor(series: Series, person: Mailbox): boolean {
    const keys = this.#authors.get(series.id) ?? this.#findAuthors(series);
    this.#authors.set(series.id, keys);
    return personKeysOf(person).some(key => keys.has(key));
  }

  #findAuthors(series: Series): ReadonlySet<string> {
    const senders = postIdsOf(series).flatMap(id => this.messageOf(id)?.from ?? []);
    const authors = [series.author, ...senders, ...series.patches.map(patch => patch.author)];
    return new Set(authors.flatMap(personKeysOf));
  }

  #collect(): ReadonlyMap<string, readonly SeriesAnswer[]> {
    const { series, threads } = this.family;
    const posts = new Map(series.flatMap(each => postIdsOf(each).map(id => [id, each] as const)));
    const answers = [...collectAnswers(threads, new Set(posts.keys())), ...this.#answersToQuoted(posts)];
    const bySeries = groupBy(answers, answer => posts.get(answer.toMessageId));
    const found = new Map<string, readonly SeriesAnswer[]>();
    for (const [of, ofSeries] of bySeries) {
      if (of === undefined) continue;
      const patches = new Map(of.patches.map(patch => [patch.messageId, patch]));
      const start = this.startOf(of);
      const made = ofSeries.map(({ message, toMessageId }) => {
        const since = this.momentOf(message);
        return {
          message,
          patch: patches.get(toMessageId),
          at: since ?? start,
          since,
          isBot: isBotMail(message),
          isByAuthor: this.isAuthor(of, message.from),
        };
      });
      found.set(
        of.id,
        made.sort((one, other) => one.at - other.at),
      );
    }
    return found;
  }

  #findLooseNotices(): readonly LooseNotice[] {
    const answers = new Set([...this.#answers.values()].flatMap(each => each.map(({ message }) => message.id)));
    return [...this.nodes.values()].flatMap(({ message }) => {
      if (message === undefined || answers.has(message.id)) return [];
      const notice = readNotice(message);
      return notice === undefined || typeof notice.of === 'string'
        ? []
        : [{ notice, message, since: this.momentOf(message) }];
    });
  }

  /** A patch that is known from quotations alone stands above no mail: who remarks on it answers it. */
  #answersToQuoted(posts: ReadonlyMap<string, Series>): readonly { message: Message; toMessageId: string }[] {
    const seen = new Set<string>();
    return this.family.remarks.flatMap(({ messageId, patchMessageId }) => {
      const message = this.messageOf(messageId);
      const key = `${messageId}\0${patchMessageId}`;
      if (message === undefined || seen.has(key)) return [];
      seen.add(key);
      return posts.has(patchMessageId) && !this.nodes.has(patchMessageId)
        ? [{ message, toMessageId: patchMessageId }]
        : [];
    });
  }
}

/** The cover letter, where there is one, and the patches. */
export function postIdsOf(series: Series): readonly string[] {
  const cover = series.cover === undefined ? [] : [series.cover.messageId];
  return [...cover, ...series.patches.map(patch => patch.messageId)];
}
