import type { Problem, ProblemCode } from '../domain/problem.js';
import type { Database } from './open-database.js';

const pageRows = 1_000;

/** What was noted of mails and places, of one kind or of all, in the order in which it was noted; a page at a time. */
export async function* listProblems(db: Database, code: ProblemCode | undefined): AsyncGenerator<Problem> {
  for (let offset = 0; ; offset += pageRows) {
    let page = db.selectFrom('problem').selectAll().orderBy('id').limit(pageRows).offset(offset);
    if (code !== undefined) page = page.where('code', '=', code);
    const rows = await page.execute();
    for (const row of rows)
      yield {
        // Only codes were written there.
        code: row.code as ProblemCode,
        where: row.where_text,
        detail: row.detail,
        messageId: row.message_id ?? undefined,
      };
    if (rows.length < pageRows) return;
  }
}
