import type { ProblemCode } from '../domain/problem.js';
import { safeJson, safeLine } from '../render/escape.js';
import { problemObject } from '../render/series-object.js';
import { renderStatus, renderStatusLine } from '../render/status.js';
import { readAppStatus } from '../store/github/app-status.js';
import { listProblems } from '../store/list-problems.js';
import { readStatus } from '../store/status.js';
import type { ListView, ListWords } from './list-view.js';
import { withStore } from './with-store.js';

/** Prints what a store holds. Throws as `withStore`. */
export async function showStatus(store: string | undefined, view: ListView, { print }: ListWords): Promise<void> {
  const [status, app] = await withStore(
    store,
    async ({ db }) => [await readStatus(db), await readAppStatus(db)] as const,
  );
  print(view.format === 'json' ? renderStatusLine(status, app) : renderStatus(status, app, view.screen));
}

/** Prints what could not be read of the mails in a store, of one kind or of all, one a line. Throws as `withStore`. */
export async function showProblems(
  store: string | undefined,
  code: ProblemCode | undefined,
  { format }: ListView,
  { print }: ListWords,
): Promise<void> {
  await withStore(store, async ({ db }) => {
    for await (const problem of listProblems(db, code)) {
      const { where, detail } = problem;
      print(
        format === 'json'
          ? `${safeJson(problemObject(problem))}\n`
          : `${problem.code}  ${safeLine(where)}: ${safeLine(detail)}\n`,
      );
    }
  });
}
