import { OperationalError } from '../domain/operational-error.js';
import { codeOf, describeTrouble } from './describe-trouble.js';
import { Intake } from './intake.js';
import { kysely } from './kysely.js';
import { migrations } from './migrations.js';
import { type Database, type OpenDatabase, openDatabase } from './open-database.js';

/** How long a store is tried that another process is making, and the pause between two tries; milliseconds. */
const openWithinMs = 5_000;
const openPauseMs = 50;

/** A source that the store knows. */
export interface NotedSource {
  readonly id: number;
  readonly cursor: string | undefined;
  /** Nothing was taken from it before. */
  readonly isNew: boolean;
}

/** The mails of the lists, and what was made of them. */
export class Store {
  readonly db: Database;
  /** In words for people, without a password. */
  readonly name: string;
  readonly #database: OpenDatabase;
  #intake: Intake | undefined;

  private constructor(database: OpenDatabase) {
    this.#database = database;
    this.db = database.db;
    this.name = database.name;
  }

  /**
   * Opens a store and brings it up to date. `location`: a directory, or a `postgres://` address; `mayMake`: a directory that is not there
   * is made. Throws an OperationalError where there is no store, it cannot be opened, or a newer Faultline has made it.
   */
  static async open(location: string, { mayMake = false }: { readonly mayMake?: boolean } = {}): Promise<Store> {
    for (const began = Date.now(); ; )
      try {
        return await Store.#openOnce(location, mayMake);
      } catch (error) {
        // Two that make the tables at a time stand in each other's way, and SQLite does not wait for that as it does for a writer.
        const isBusy = error instanceof OperationalError && codeOf(error.cause)?.startsWith('SQLITE_BUSY') === true;
        if (!isBusy || Date.now() - began > openWithinMs) throw error;
        await new Promise(resolve => setTimeout(resolve, openPauseMs));
      }
  }

  static async #openOnce(location: string, mayMake: boolean): Promise<Store> {
    const database = await openDatabase(location, mayMake);
    try {
      await bringUpToDate(database);
      return new Store(database);
    } catch (error) {
      await database.close();
      throw describeTrouble(error, database.name);
    }
  }

  /** Takes the right to take mails in, which one process has at a time. Throws an OperationalError where another one has it. */
  async lockIntake(): Promise<void> {
    const isFree = await this.#database.lock();
    if (!isFree) {
      const remedy = 'wait until it is done or end it, or use another store';
      throw new OperationalError('another faultline takes mails into this store', this.name, remedy);
    }
    this.#intake = await Intake.open(this.db);
  }

  /** Takes mails in; only behind `lockIntake`. */
  get intake(): Intake {
    if (!this.#intake) throw new Error('the store was not locked for taking mails in');
    if (!this.#database.hasLock())
      throw new OperationalError('the connection to the store broke', this.name, 'check the database and start again');
    return this.#intake;
  }

  /** A source by its name, which is noted where it is new. */
  async findSource(name: string): Promise<NotedSource> {
    const known = await this.db
      .selectFrom('source')
      .select(['id', 'cursor'])
      .where('name', '=', name)
      .executeTakeFirst();
    if (known) return { id: known.id, cursor: known.cursor ?? undefined, isNew: false };
    const { last } = await this.db
      .selectFrom('source')
      .select(this.db.fn.max('id').as('last'))
      .executeTakeFirstOrThrow();
    const id = Number(last ?? 0) + 1;
    await this.db.insertInto('source').values({ id, name, cursor: null, read_at: null, trouble: null }).execute();
    return { id, cursor: undefined, isNew: true };
  }

  /** Notes that a source was read to its end, or why it was not. `now`: milliseconds since the epoch. */
  async noteReading(name: string, now: number, trouble: string | undefined): Promise<void> {
    const values = trouble === undefined ? { read_at: now, trouble: null } : { trouble };
    await this.db.updateTable('source').set(values).where('name', '=', name).execute();
  }

  /** Brings what was written lately to its final place, which takes as long as the disk does: for whoever waits for something else anyway. */
  bringIn(): void {
    this.#database.bringIn();
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}

async function bringUpToDate({ db, name }: OpenDatabase): Promise<void> {
  const migrator = new kysely.Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const done = (await db.introspection.getTables({ withInternalKyselyTables: true })).some(
    table => table.name === 'kysely_migration',
  );
  const known = new Set(Object.keys(migrations));
  const steps = done ? await readSteps(db) : [];
  if (steps.some(step => !known.has(step)))
    throw new OperationalError('a newer faultline has made this store', name, 'use that one, or another store');
  if (steps.length === known.size) return;
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** The migrations that a database has behind it. */
async function readSteps(db: Database): Promise<readonly string[]> {
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute();
  return rows.map(row => row.name);
}
