import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Kysely, SqliteAdapter } from 'kysely';
import type { CustomTypesConfig, PoolClient } from 'pg';
import { OperationalError } from '../domain/operational-error.js';
import { codeOf, describeTrouble } from './describe-trouble.js';
import { kysely } from './kysely.js';
import type { Schema } from './schema.js';
import { isPostgresAddress } from './store-address.js';

export type Database = Kysely<Schema>;

/** A database and the right to be the only one that takes mails into it. */
export interface OpenDatabase {
  readonly db: Database;
  /** How it is called in words for people: without a password. */
  readonly name: string;
  /** True where this process has the right now; it is given back by `close`, or by the end of the process however it comes. */
  lock(): Promise<boolean>;
  /** Whether it still has it: with its connection a database takes it back. */
  hasLock(): boolean;
  /** Brings what was written lately to its final place; else that is done now and then, and at the end. */
  bringIn(): void;
  close(): Promise<void>;
}

/** Milliseconds that a process waits for another one's transaction. */
const busyTimeoutMs = 10_000;

/** A number that all Faultlines of one PostgreSQL database agree on. */
const advisoryLock = 7_146_018;

/**
 * `location`: a `postgres://` address, or a directory, which is made where it is not there and may be.
 * Throws an OperationalError where it cannot be opened.
 */
export function openDatabase(location: string, mayMake: boolean): Promise<OpenDatabase> {
  return isPostgresAddress(location) ? openPostgres(location) : openSqlite(location, mayMake);
}

async function openSqlite(directory: string, mayMake: boolean): Promise<OpenDatabase> {
  const file = join(directory, 'faultline.sqlite');
  if (!mayMake && !existsSync(file)) {
    const remedy = 'take mails in with faultline ingest, or name the store with --store or FAULTLINE_STORE';
    throw new OperationalError('there is no store', directory, remedy);
  }
  try {
    mkdirSync(directory, { recursive: true });
    const sqlite = new Sqlite(file, { timeout: busyTimeoutMs });
    // Mails are larger than rows: half as many pages to be found and linked.
    sqlite.pragma('page_size = 8192');
    // Readers and the one writer do not wait for each other (https://sqlite.org/wal.html).
    sqlite.pragma('journal_mode = WAL');
    // With a WAL no kill of the process loses what was committed, only a power cut may; the cursor is lost with its mails then.
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('cache_size = -16000');
    // What a statement may have to take back is noted in memory: that of a group of mails would be written to a file each time.
    sqlite.pragma('temp_store = MEMORY');
    // The log is brought in every 80 MB, not every 8: the disk is waited for each time, and a page that changed often is written once.
    sqlite.pragma('wal_autocheckpoint = 10000');
    const db = new kysely.Kysely<Schema>({ dialect: new AtomicSqliteDialect({ database: sqlite }) });
    let held: Sqlite.Database | undefined;
    return {
      db,
      name: file,
      lock: async () => {
        held ??= takeFileLock(join(directory, 'intake.lock'));
        return held !== undefined;
      },
      hasLock: () => held !== undefined,
      bringIn: () => {
        sqlite.pragma('wal_checkpoint(PASSIVE)');
      },
      close: async () => {
        held?.close();
        await db.destroy();
      },
    };
  } catch (error) {
    throw describeTrouble(error, directory);
  }
}

/** SQLite can undo changes of tables; kysely believes that it cannot, and a process killed between two of them would leave half a store. */
class AtomicSqliteDialect extends kysely.SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return Object.defineProperty(new kysely.SqliteAdapter(), 'supportsTransactionalDdl', { value: true });
  }
}

/** SQLite's own lock on a file: the system gives it back when the process ends, however that happens. */
function takeFileLock(file: string): Sqlite.Database | undefined {
  const lock = new Sqlite(file, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (codeOf(error)?.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}

async function openPostgres(address: string): Promise<OpenDatabase> {
  // Most stores need none of it, and it takes a tenth of a second to load.
  const { default: pg } = await import('pg');
  const name = nameOf(address);
  // Times and keys are whole numbers that a double holds exactly.
  const types = {
    getTypeParser: (id: number, format?: 'text') => (id === int8 ? Number : pg.types.getTypeParser(id, format)),
  };
  const pool = new pg.Pool({ connectionString: address, max: 4, types: types as CustomTypesConfig });
  // A connection that breaks while nobody uses it is replaced by the next query.
  pool.on('error', () => undefined);
  const db = new kysely.Kysely<Schema>({ dialect: new kysely.PostgresDialect({ pool }) });
  let holder: PoolClient | undefined;
  try {
    await pool.query('select 1');
  } catch (error) {
    await db.destroy();
    throw describeTrouble(error, name);
  }
  return {
    db,
    name,
    lock: async () => {
      if (holder) return true;
      const client = await pool.connect();
      const { rows } = await client.query('select pg_try_advisory_lock($1) as has', [advisoryLock]);
      if (rows[0]?.has !== true) {
        client.release();
        return false;
      }
      client.on('error', () => {
        holder = undefined;
      });
      holder = client;
      return true;
    },
    hasLock: () => holder !== undefined,
    // The server sees to that.
    bringIn: () => undefined,
    close: async () => {
      const held = holder;
      holder = undefined;
      // The server would see the end of the connection only later. Where it cannot be told, the connection is gone, and the lock with it.
      await held?.query('select pg_advisory_unlock($1)', [advisoryLock]).catch(() => undefined);
      held?.release(true);
      await db.destroy();
    },
  };
}

const int8 = 20;

function nameOf(address: string): string {
  try {
    const { host, pathname } = new URL(address);
    return `postgres://${host}${pathname}`;
  } catch (error) {
    throw new OperationalError('no address of a database', 'DATABASE_URL', 'give postgres://user@host/name', error);
  }
}
