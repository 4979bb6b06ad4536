import type { KeptMail } from '../domain/family.js';
import type { Problem } from '../domain/problem.js';
import { keepFamilies, type MadeFamily, markStale, problemRow } from './families.js';
import { inChunks } from './in-chunks.js';
import { insertRows } from './insert-rows.js';
import { joinFamilies } from './join-families.js';
import type { Database } from './open-database.js';
import { PlaceChanges } from './place-changes.js';

/** What a source says (`SourceEvent`), with the mail read. */
export type IntakeEvent =
  | { readonly kind: 'mail'; readonly place: string; readonly mail: KeptMail | Problem }
  | { readonly kind: 'withdrawn'; readonly place: string }
  | { readonly kind: 'still-there'; readonly place: string }
  | { readonly kind: 'rewritten'; readonly scope: string }
  | { readonly kind: 'settled'; readonly scope: string; readonly isPurge: boolean };

/** What became of the mails of one call. */
export interface Taken {
  /** The mails that were not there before, with their families. */
  readonly mails: readonly { readonly id: number; readonly digest: string; readonly familyId: number }[];
  /** The families that went up in another one, and that one. */
  readonly absorbed: ReadonlyMap<number, number>;
  /** The families whose threads and series have to be made anew. */
  readonly stale: ReadonlySet<number>;
}

/** Takes mails in. There is one in a store at a time: it gives out the ids. */
export class Intake {
  readonly #db: Database;
  #nextId: number;

  private constructor(db: Database, nextId: number) {
    this.#db = db;
    this.#nextId = nextId;
  }

  static async open(db: Database): Promise<Intake> {
    const { last } = await db.selectFrom('mail').select(db.fn.max('id').as('last')).executeTakeFirstOrThrow();
    return new Intake(db, Number(last ?? 0) + 1);
  }

  /** Those of the places of a source that were taken before. */
  async knownOf(sourceId: number, places: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await inChunks(places, chunk =>
      this.#db
        .selectFrom('place')
        .select('place')
        .where('source_id', '=', sourceId)
        .where('place', 'in', chunk)
        .execute(),
    );
    return new Set(rows.map(row => row.place));
  }

  /**
   * Takes what a source said, in its order, and the cursor behind it (undefined: the one before stays), in one transaction: all of it is
   * kept or nothing. A place that was taken before is not taken again.
   */
  async take(sourceId: number, events: readonly IntakeEvent[], cursor: string | undefined): Promise<Taken> {
    const firstId = this.#nextId;
    try {
      return await this.#db.transaction().execute(async db => {
        const taken = new Taking(db, sourceId, () => this.#nextId++);
        for (const run of runsOf(events)) await taken.take(run);
        if (cursor !== undefined) await db.updateTable('source').set({ cursor }).where('id', '=', sourceId).execute();
        return taken.finish();
      });
    } catch (error) {
      this.#nextId = firstId;
      throw error;
    }
  }

  /** Keeps what was made of families (`keepFamilies`): who may take no mails in may not write that either. */
  keepFamilies(made: readonly MadeFamily[]): Promise<ReadonlyMap<number, number>> {
    return keepFamilies(this.#db, made);
  }
}

type MailEvent = Extract<IntakeEvent, { readonly kind: 'mail' }>;

/** Mails that follow each other are taken together; what stands between them is done in its turn. */
function runsOf(events: readonly IntakeEvent[]): readonly (readonly MailEvent[] | Exclude<IntakeEvent, MailEvent>)[] {
  const runs: (MailEvent[] | Exclude<IntakeEvent, MailEvent>)[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (event.kind !== 'mail') runs.push(event);
    else if (Array.isArray(last)) last.push(event);
    else runs.push([event]);
  }
  return runs;
}

/** One transaction. */
class Taking {
  readonly #db: Database;
  readonly #sourceId: number;
  readonly #newId: () => number;
  readonly #mails = new Map<number, { id: number; digest: string; familyId: number }>();
  readonly #absorbed = new Map<number, number>();
  readonly #stale: Set<number>;
  readonly #places: PlaceChanges;

  constructor(db: Database, sourceId: number, newId: () => number) {
    this.#db = db;
    this.#sourceId = sourceId;
    this.#newId = newId;
    this.#places = new PlaceChanges(db, sourceId);
    this.#stale = this.#places.stale;
  }

  async take(run: readonly MailEvent[] | Exclude<IntakeEvent, MailEvent>): Promise<void> {
    if (Array.isArray(run)) return this.#takeMails(run);
    const event = run as Exclude<IntakeEvent, MailEvent>;
    if (event.kind === 'withdrawn') return this.#places.withdraw(event.place);
    if (event.kind === 'still-there') return this.#places.findAgain(event.place);
    if (event.kind === 'settled') return this.#places.forgetPending(event.scope, event.isPurge);
    return this.#places.expectAgain(event.scope);
  }

  async finish(): Promise<Taken> {
    await markStale(this.#db, this.#stale);
    return { mails: [...this.#mails.values()], absorbed: this.#absorbed, stale: this.#stale };
  }

  async #takeMails(run: readonly MailEvent[]): Promise<void> {
    const known = await this.#placesOf(run.map(event => event.place));
    const fresh = new Map<string, MailEvent>();
    for (const event of run) {
      if (known.get(event.place) === 1) await this.#places.findAgain(event.place);
      if (!known.has(event.place)) fresh.set(event.place, event);
    }
    const events = [...fresh.values()];
    const ids = await this.#keep(events.flatMap(({ mail }) => ('digest' in mail ? mail : [])));
    const places = events.map(({ place, mail }) => ({
      source_id: this.#sourceId,
      place,
      mail_id: 'digest' in mail ? (ids.get(mail.digest) ?? null) : null,
      is_withdrawn: 0,
      is_pending: 0,
    }));
    await insertRows(this.#db, places, row => this.#db.insertInto('place').values(row));
    await this.#note(events.flatMap(({ place, mail }) => ('digest' in mail ? [] : [{ problem: mail, place }])));
  }

  /** Whether the places are pending, of those that are known. */
  async #placesOf(places: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await inChunks(places, chunk =>
      this.#db
        .selectFrom('place')
        .select(['place', 'is_pending'])
        .where('source_id', '=', this.#sourceId)
        .where('place', 'in', chunk)
        .execute(),
    );
    return new Map(rows.map(row => [row.place, row.is_pending]));
  }

  /** Keeps the mails whose bytes are new, and gives the ids of all by their digests. */
  async #keep(mails: readonly KeptMail[]): Promise<ReadonlyMap<string, number>> {
    const byDigest = new Map(mails.map(mail => [mail.digest, mail]));
    const rows = await inChunks([...byDigest.keys()], chunk =>
      this.#db.selectFrom('mail').select(['id', 'digest', 'family_id']).where('digest', 'in', chunk).execute(),
    );
    const ids = new Map(rows.map(row => [row.digest, row.id]));
    // A copy on another list is worth a look: it may have been withdrawn before, and its series is on one list more now.
    for (const row of rows) this.#stale.add(row.family_id);
    const added = [...byDigest.values()]
      .filter(mail => !ids.has(mail.digest))
      .map(mail => ({ mail, id: this.#newId() }));
    if (added.length === 0) return ids;
    const joined = await joinFamilies(
      this.#db,
      added.map(({ id, mail }) => ({ id, keys: mail.keys, isFamily: false })),
    );
    this.#noteAbsorbed(joined.absorbed);
    for (const { mail, id } of added) {
      const familyId = joined.familyOf.get(id) ?? id;
      ids.set(mail.digest, id);
      this.#mails.set(id, { id, digest: mail.digest, familyId });
      this.#stale.add(familyId);
    }
    const rowsOfMails = added.map(({ mail, id }) => rowOf(mail, id, joined.familyOf.get(id) ?? id));
    await insertRows(this.#db, rowsOfMails, row => this.#db.insertInto('mail').values(row));
    await this.#note(added.flatMap(({ mail, id }) => mail.problems.map(problem => ({ problem, mailId: id }))));
    return ids;
  }

  #noteAbsorbed(absorbed: ReadonlyMap<number, number>): void {
    for (const [gone, family] of absorbed) {
      this.#absorbed.set(gone, family);
      this.#stale.delete(gone);
      this.#stale.add(family);
      for (const mail of this.#mails.values()) if (mail.familyId === gone) mail.familyId = family;
    }
  }

  async #note(
    problems: readonly { readonly problem: Problem; readonly place?: string; readonly mailId?: number }[],
  ): Promise<void> {
    const rows = problems.map(({ problem, place, mailId }) => {
      const at =
        place === undefined ? { ...(mailId !== undefined && { mailId }) } : { sourceId: this.#sourceId, place };
      return { ...problemRow(problem, at), family_id: null };
    });
    await insertRows(this.#db, rows, row => this.#db.insertInto('problem').values(row));
  }
}

function rowOf(mail: KeptMail, id: number, family_id: number) {
  return {
    id,
    digest: mail.digest,
    message_id: mail.messageId,
    subject: mail.subject,
    origin: mail.origin,
    is_draft: mail.isDraft ? 1 : 0,
    arrived_at: mail.arrivedAt ?? null,
    role: 'kept' as const,
    family_id,
    title_key: mail.keys.title ?? null,
    raw: mail.compressed,
  };
}
