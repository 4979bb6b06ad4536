import { diffFiles, diffText } from './git-diffs.js';
import { type Answer, type Call, mediaOf, notFound, ok, page, type RouteTable, textAnswer } from './handler.js';
import { Refusal } from './hub.js';
import { commitsBetween, mergeBaseOf } from './pulls.js';
import { viewCommit, viewCommitWithFiles, viewFile } from './view-commit.js';
import { viewPull } from './view-issue.js';
import { repositoryHtmlUrl, repositoryUrl } from './view-repository.js';
import type { Limits, Repo } from './world.js';

const reads = ['contents:read'];

export const routesOfCommits: RouteTable = {
  'GET /repos/{owner}/{repo}/commits': {
    needs: reads,
    handle: async (call, repository) => {
      const { query, world } = call;
      const start = await repository.git.resolve(query.sha ?? repository.defaultBranch);
      if (start === undefined) return notFound();
      const times = (['since', 'until'] as const).flatMap(name =>
        query[name] === undefined ? [] : [`--${name}=${query[name]}`],
      );
      const paths = query.path === undefined ? [] : ['--', query.path];
      const printed = await repository.git.git(['rev-list', ...times, start, ...paths]);
      const commits = printed.split('\n').filter(line => line !== '');
      return page(call, commits, sha => viewCommit(world, repository, sha));
    },
  },
  'GET /repos/{owner}/{repo}/commits/{ref}': {
    needs: reads,
    handle: async (call, repository) => {
      const sha = await repository.git.resolve(call.path.ref ?? '');
      if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${call.path.ref}`);
      const media = mediaOf(call);
      const { parents } = await repository.git.readCommit(sha);
      if (media === 'diff') return diffAnswer(repository, parents[0], sha, call.world.limits, 'diff');
      if (media === 'patch')
        return textAnswer(await repository.git.git(['format-patch', '--stdout', '-1', sha]), 'patch');
      const whole = await viewCommitWithFiles(call.world, repository, sha);
      const files = whole.files as readonly unknown[];
      return page(
        call,
        files.slice(0, 3000),
        file => file,
        shown => ({ ...whole, files: shown }),
        300,
      );
    },
  },
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls': {
    needs: ['pull_requests:read', 'contents:read'],
    handle: async (call, repository) => {
      const sha = await repository.git.resolve(call.path.commit_sha ?? '');
      if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${call.path.commit_sha}`);
      const found = [];
      for (const issue of repository.issues.values()) {
        if (issue.pull === undefined) continue;
        const commits = await commitsBetween(repository, issue.pull.baseSha, issue.pull.headSha);
        if (commits.includes(sha) || issue.pull.mergeSha === sha) found.push(issue);
      }
      return page(call, found, issue => viewPull(call.world, repository, issue, undefined));
    },
  },
  'GET /repos/{owner}/{repo}/compare/{basehead}': { needs: reads, handle: answerCompare },
};

/** GitHub refuses diffs that are too large. */
export async function diffAnswer(
  repository: Repo,
  before: string | undefined,
  after: string,
  limits: Limits,
  resource: string,
): Promise<Answer> {
  const text = await diffText(repository.git, before, after);
  const files = text.match(/^diff --git /gm)?.length ?? 0;
  const lines = text.split('\n').length;
  if (files > limits.diffFilesMax || lines > limits.diffLinesMax) {
    const max = files > limits.diffFilesMax ? `files (${limits.diffFilesMax})` : `lines (${limits.diffLinesMax})`;
    throw new Refusal(406, `Sorry, the diff exceeded the maximum number of ${max}.`, {
      errors: [{ resource, field: 'diff', code: 'too_large' }],
    });
  }
  return textAnswer(text, 'diff');
}

async function answerCompare(call: Call, repository: Repo): Promise<Answer> {
  const { world, path, query } = call;
  const [base = '', head = ''] = (path.basehead ?? '').split('...').map(name => name.replace(/^[^:]*:/, ''));
  const [from, to] = [await repository.git.resolve(base), await repository.git.resolve(head)];
  if (from === undefined || to === undefined) return notFound();
  const common = await mergeBaseOf(repository, from, to);
  if (common === undefined) throw new Refusal(404, `No common ancestor between ${base} and ${head}.`);
  if (mediaOf(call) === 'diff') return diffAnswer(repository, common, to, world.limits, 'diff');
  const ahead = await commitsBetween(repository, from, to);
  const behind = await commitsBetween(repository, to, from);
  const isFirst = Number(query.page ?? 1) === 1;
  const files = isFirst ? await diffFiles(repository.git, common, to, world.limits) : [];
  const url = `${repositoryUrl(world, repository)}/compare/${base}...${head}`;
  const htmlUrl = `${repositoryHtmlUrl(world, repository)}/compare/${base}...${head}`;
  const status =
    ahead.length === 0 ? (behind.length === 0 ? 'identical' : 'behind') : behind.length === 0 ? 'ahead' : 'diverged';
  const around = {
    url,
    html_url: htmlUrl,
    permalink_url: htmlUrl,
    diff_url: `${htmlUrl}.diff`,
    patch_url: `${htmlUrl}.patch`,
    base_commit: await viewCommit(world, repository, from),
    merge_base_commit: await viewCommit(world, repository, common),
    status,
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    files: files.slice(0, world.limits.compareFilesMax).map(file => viewFile(world, repository, to, file)),
  };
  const wrap = (commits: readonly unknown[]) => ({ ...around, commits });
  // Without a page the last 250 commits are told.
  if (query.page !== undefined || query.per_page !== undefined) {
    return page(call, ahead, sha => viewCommit(world, repository, sha), wrap);
  }
  const commits = await Promise.all(ahead.slice(-250).map(sha => viewCommit(world, repository, sha)));
  return ok(wrap(commits));
}
