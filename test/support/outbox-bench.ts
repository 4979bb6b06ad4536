import type { KyselyPlugin } from 'kysely';
import { Outbox, type OutboxOptions } from '../../src/app/github/outbox.js';
import type { DeliveryContent, DeliveryPlan, DeliveryState } from '../../src/domain/delivery.js';
import { findDelivery, planDeliveries } from '../../src/store/github/deliveries.js';
import type { Database } from '../../src/store/open-database.js';
import { MemoryGitHub, ourselves } from './memory-github.js';

export const repositoryId = 1;
/** 2024-05-06 07:00 UTC. */
const startAt = 1_714_978_800_000;

/** A step of the outbox that a process did not live to do. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** An outbox between a store and a GitHub in memory, on a clock of its own. */
export class OutboxBench {
  readonly github = new MemoryGitHub();
  readonly caps = { postsPerHourMax: 1_000, issuesPerDayMax: 100 };
  readonly #db: Database;
  readonly #overrides: Partial<OutboxOptions>;
  #now = startAt;
  /** Steps that are left until the process ends; Infinity: it lives. */
  stepsLeft = Number.POSITIVE_INFINITY;
  steps = 0;

  private constructor(db: Database, overrides: Partial<OutboxOptions>) {
    this.#db = db;
    this.#overrides = overrides;
  }

  /** Empties the tables of the outbox, and makes the one repository. */
  static async make(db: Database, overrides: Partial<OutboxOptions> = {}): Promise<OutboxBench> {
    for (const table of ['delivery', 'sending', 'repository'] as const) await db.deleteFrom(table).execute();
    await addRepository(db, repositoryId, 'linux');
    return new OutboxBench(db, overrides);
  }

  get now(): number {
    return this.#now;
  }

  pass(ms: number): void {
    this.#now += ms;
    this.github.now = this.#now;
  }

  plan(...plans: readonly DeliveryPlan[]): Promise<void> {
    return planDeliveries(this.#db, plans, this.#now);
  }

  /** A new process. Each request and each change of the store is a step, and what lies behind a request one more. */
  open(): Outbox {
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => {
        // What is only read leaves nothing behind.
        if (node.kind !== 'SelectQueryNode' || this.stepsLeft < 0) this.#step();
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const github = this.github.client;
    return new Outbox({
      db: this.#db.withPlugin(plugin),
      clientOf: () => ({
        ...github,
        request: async (route, parameters) => {
          this.#step();
          const answer = await github.request(route, parameters);
          this.#step();
          return answer;
        },
      }),
      identity: () => ourselves,
      settingsOf: () => this.caps,
      now: () => this.#now,
      log: { info: () => undefined, warn: () => undefined },
      spacingMs: 0,
      ...this.#overrides,
    });
  }

  /** Sends until nothing waits any more, time passing as it has to; a process that ends is followed by another one. */
  async drain(outbox = this.open()): Promise<void> {
    let sender = outbox;
    for (let turn = 0; turn < 200; turn += 1) {
      try {
        const next = await sender.sendDue(new AbortController().signal);
        if (next === undefined) return;
        this.pass(Math.max(1, next - this.#now));
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        this.stepsLeft = Number.POSITIVE_INFINITY;
        sender = this.open();
        this.pass(1);
      }
    }
    throw new Error('the outbox comes to no end');
  }

  async stateOf(key: string): Promise<DeliveryState | undefined> {
    return (await findDelivery(this.#db, key))?.state;
  }

  find(key: string) {
    return findDelivery(this.#db, key);
  }

  #step(): void {
    this.steps += 1;
    this.stepsLeft -= 1;
    if (this.stepsLeft < 0) throw new Crash('killed');
  }
}

export async function addRepository(db: Database, id: number, name: string): Promise<void> {
  await db
    .insertInto('repository')
    .values({
      id,
      installation_id: 5,
      owner: 'example',
      name,
      default_branch: 'master',
      is_archived: 0,
      trouble: null,
      seen_at: 0,
    })
    .execute();
}

export function planOf(key: string, content: DeliveryContent, more: Partial<DeliveryPlan> = {}): DeliveryPlan {
  return { key, repositoryId, subject: 'pull request 7', content, ...more };
}

const headSha = 'a'.repeat(40);

/** Contents in few words. */
export const contents = {
  check: (annotations: number, summary = 'summary', title = 'lost'): DeliveryContent => ({
    kind: 'check-run',
    name: 'Faultline',
    headSha,
    conclusion: 'neutral',
    title: 'title',
    summary,
    text: '',
    annotations: Array.from({ length: annotations }, (_, index) => ({
      path: 'mm/shelf.c',
      line: index + 1,
      level: 'warning' as const,
      title,
      message: `message ${index}`,
    })),
  }),
  review: (body = 'review'): DeliveryContent => ({ kind: 'review', pullNumber: 7, headSha, body }),
  comment: (line: number | undefined, body = `comment on ${line}`): DeliveryContent => ({
    kind: 'review-comment',
    pullNumber: 7,
    headSha,
    path: 'mm/shelf.c',
    line,
    body,
  }),
  issue: (body = 'issue', labels: readonly string[] = ['list'], isOpen = true): DeliveryContent => ({
    kind: 'issue',
    title: 'the shelf',
    body,
    labels,
    isOpen,
    closedAs: isOpen ? undefined : 'completed',
  }),
  issueComment: (body: string, number?: number): DeliveryContent => ({ kind: 'issue-comment', body, number }),
  reaction: (): DeliveryContent => ({ kind: 'reaction', commentId: 55, on: 'issue', reaction: '+1' }),
};
