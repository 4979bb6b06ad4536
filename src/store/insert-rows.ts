import type { Compilable } from 'kysely';
import { inChunks } from './in-chunks.js';
import { kysely } from './kysely.js';
import type { Database } from './open-database.js';

/** Up to the values of the one row, and behind them. */
const oneRow = /^(.* values )\([?$\d, ]+\)(.*)$/;

/**
 * Inserts rows that have a value for each of the same columns, in few statements. Kysely is asked how one row is inserted, by a query that
 * has no other values: it takes longer for the rows of all mails than the database, since it makes an object of each value.
 */
export async function insertRows<Row extends object>(
  db: Database,
  rows: readonly Row[],
  insert: (row: Row) => Compilable,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first) as (keyof Row)[];
  const one = insert(first).compile();
  const [, head, tail] = oneRow.exec(one.sql) ?? [];
  if (head === undefined || one.parameters.length !== columns.length)
    throw new Error(`these rows cannot be inserted together: ${one.sql}`);
  // PostgreSQL counts what SQLite does not.
  const placeholder = one.sql.includes('$1') ? (index: number) => `$${index + 1}` : () => '?';
  await inChunks(rows, async chunk => {
    const tuples = chunk.map((_, row) => {
      const places = columns.map((_, column) => placeholder(row * columns.length + column));
      return `(${places.join(', ')})`;
    });
    const values = chunk.flatMap(row => columns.map(column => row[column]));
    return (await db.executeQuery(kysely.CompiledQuery.raw(`${head}${tuples.join(', ')}${tail}`, values))).rows;
  });
}
