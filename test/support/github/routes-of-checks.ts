import { addCheckRun, type CheckChange, changeCheckRun, latestRuns } from './act-on-checks.js';
import { type Call, created, notFound, ok, page, type RouteTable } from './handler.js';
import { Refusal } from './hub.js';
import { repositoryHtmlUrl, viewCheckRun } from './view-repository.js';
import type { CheckRun, Repo } from './world.js';

const reads = ['checks:read'];
const writes = ['checks:write'];

export const routesOfChecks: RouteTable = {
  'POST /repos/{owner}/{repo}/check-runs': {
    needs: writes,
    handle: async (call, repository) => {
      const body = call.body as CheckChange & { readonly head_sha: string };
      const run = await addCheckRun(call.hub, repository, call.user, body.head_sha, body);
      return created(viewCheckRun(call.world, repository, run));
    },
  },
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}': {
    needs: reads,
    handle: (call, repository) => ok(viewCheckRun(call.world, repository, runOf(call, repository))),
  },
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': {
    needs: writes,
    handle: (call, repository) => {
      const run = runOf(call, repository);
      changeCheckRun(call.hub, repository, call.user, run, call.body as CheckChange);
      return ok(viewCheckRun(call.world, repository, run));
    },
  },
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': {
    needs: reads,
    handle: (call, repository) => {
      const run = runOf(call, repository);
      const blob = `${repositoryHtmlUrl(call.world, repository)}/blob/${run.headSha}/`;
      return page(call, run.annotations, each => ({
        start_column: null,
        end_column: null,
        title: null,
        raw_details: null,
        ...each,
        blob_href: blob + each.path,
      }));
    },
  },
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': {
    needs: reads,
    handle: async (call, repository) => {
      const { query, path, world } = call;
      const sha = await repository.git.resolve(path.ref ?? '');
      if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${path.ref}`);
      const runs = repository.checkRuns.filter(run => {
        if (run.headSha !== sha || (query.app_id !== undefined && Number(query.app_id) !== world.app.id)) return false;
        if (query.status !== undefined && run.status !== query.status) return false;
        return query.check_name === undefined || run.name === query.check_name;
      });
      const found = [...(query.filter === 'all' ? runs : latestRuns(runs))].reverse();
      const wrap = (check_runs: unknown) => ({ total_count: found.length, check_runs });
      return page(call, found, run => viewCheckRun(world, repository, run), wrap);
    },
  },
};

function runOf({ path }: Call, repository: Repo): CheckRun {
  return repository.checkRuns.find(({ id }) => id === Number(path.check_run_id)) ?? notFound();
}
