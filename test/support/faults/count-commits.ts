import Sqlite from 'better-sqlite3';

/**
 * Counts what this process commits to SQLite databases: what ends a transaction, and what is changed without one. `onCommit` is told each
 * time, with how many there were. Gives what tells that number.
 */
export function countCommits(onCommit: (count: number) => void): () => number {
  let count = 0;
  const prepare = Sqlite.prototype.prepare;
  Sqlite.prototype.prepare = function (this: Sqlite.Database, sql: string) {
    const statement = prepare.call(this, sql);
    if (!/^\s*(?:commit|insert|update|delete)\b/i.test(sql)) return statement;
    const isCommit = /^\s*commit\b/i.test(sql);
    const { run, all } = statement as Sqlite.Statement<unknown[]>;
    const note = (rows: number): void => {
      if (this.inTransaction || (rows === 0 && !isCommit)) return;
      count += 1;
      onCommit(count);
    };
    return Object.assign(statement, {
      run: (...values: unknown[]) => {
        const result = run.apply(statement, values);
        note(result.changes);
        return result;
      },
      all: (...values: unknown[]) => {
        const rows = all.apply(statement, values);
        note(rows.length);
        return rows;
      },
    });
  } as typeof prepare;
  return () => count;
}
