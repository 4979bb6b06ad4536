import { addIssue, tellPull } from './act-on-issues.js';
import type { Hub } from './hub.js';
import type { Repo, User } from './world.js';

export interface NewPull {
  readonly head: string;
  /** The default branch where it is not said. */
  readonly base?: string;
  readonly title: string;
  readonly body?: string;
  readonly author?: string;
  readonly isDraft?: boolean;
  /** Whose fork the head lies in: its branches are kept below refs/forks/ here. */
  readonly fork?: string;
}

/** Returns its number. */
export async function openPull(hub: Hub, repository: Repo, user: User, order: NewPull): Promise<number> {
  const { git, defaultBranch, owner } = repository;
  const { base = defaultBranch, title, body, isDraft = false, fork } = order;
  const headRef = refOf(order.head, fork);
  const headSha = git.refs.get(headRef);
  const baseSha = git.refs.get(`refs/heads/${base}`);
  if (headSha === undefined || baseSha === undefined) throw new Error(`no branch ${order.head} or ${base}`);
  const pull = {
    headOwner: fork === undefined ? owner : hub.world.user(fork),
    headBranch: order.head,
    headRef,
    headSha,
    baseBranch: base,
    baseSha,
    isDraft,
    mergedAt: undefined,
    mergeSha: undefined,
    reviews: [],
    comments: [],
  };
  const issue = addIssue(hub, repository, user, { title, body }, pull);
  git.setRef(`refs/pull/${issue.number}/head`, headSha);
  await tellPull(hub, repository, user, 'opened', issue);
  return issue.number;
}

/** Where a branch lies here. */
export function refOf(branch: string, fork: string | undefined): string {
  return fork === undefined ? `refs/heads/${branch}` : `refs/forks/${fork}/${branch}`;
}
