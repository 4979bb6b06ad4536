import { tellRun, tellSuite } from './act-on-checks.js';
import { addIssue, addIssueComment, addReaction, changeIssue, editIssueComment, tellPull } from './act-on-issues.js';
import { addReply, addReviewComment, pullOf } from './act-on-pulls.js';
import {
  giveRepository,
  renameRepository,
  setArchived,
  setDefaultBranch,
  takeRepository,
  transferRepository,
} from './act-on-repository.js';
import type { FileChanges, GitPerson } from './git-repository.js';
import type { Hub } from './hub.js';
import { type MergeMethod, mergePull, rebasePull } from './merges.js';
import { type NewPull, openPull, refOf } from './open-pull.js';
import { pushTo } from './pushes.js';
import { applySuggestion } from './suggestions.js';
import {
  type CheckRun,
  fullNameOf,
  type Installation,
  type Issue,
  type Repo,
  type ReviewComment,
  type Role,
  type User,
} from './world.js';

export interface NewCommit {
  readonly files: FileChanges;
  readonly message: string;
  readonly author?: GitPerson;
}

const ada: GitPerson = { name: 'Ada Example', email: 'ada@example.com' };
const somebody = 'ada-example';

/** A repository on the fake, and what people do with it. Each act sends the webhooks that GitHub would. */
export class FakeRepository {
  readonly repo: Repo;
  readonly #hub: Hub;

  constructor(hub: Hub, repo: Repo) {
    this.#hub = hub;
    this.repo = repo;
  }

  get id(): number {
    return this.repo.id;
  }

  /** `torvalds/linux`. */
  get fullName(): string {
    return fullNameOf(this.repo);
  }

  /** The bare git repository that is behind it. */
  get directory(): string {
    return this.repo.git.directory;
  }

  /** Of a branch: the id of its commit. */
  tip(branch = this.repo.defaultBranch): string {
    const sha = this.repo.git.refs.get(`refs/heads/${branch}`);
    if (sha === undefined) throw new Error(`no branch ${branch}`);
    return sha;
  }

  // --- code

  /** Pushes a commit to a branch, which begins at the default branch where it is new. Returns its id. */
  async commitFiles(branch: string, files: FileChanges, message: string, author = ada): Promise<string> {
    const [sha = ''] = await this.pushCommits(branch, [{ files, message, author }]);
    return sha;
  }

  /** Pushes several commits at once. Returns their ids. `from`: what the first lies on; `fork`: the branch is of somebody's fork. */
  async pushCommits(
    branch: string,
    commits: readonly NewCommit[],
    { from, fork, by = somebody }: { readonly from?: string; readonly fork?: string; readonly by?: string } = {},
  ): Promise<readonly string[]> {
    const { git, defaultBranch } = this.repo;
    const ref = refOf(branch, fork);
    const start = from ?? git.refs.get(ref) ?? git.refs.get(`refs/heads/${defaultBranch}`);
    const made: string[] = [];
    for (const { files, message, author = ada } of commits) {
      const parent = made.at(-1) ?? start;
      made.push(await git.commit(parent === undefined ? [] : [parent], files, message, author));
    }
    await pushTo(this.#hub, this.repo, this.#user(by), ref, made.at(-1));
    return made;
  }

  /** Moves a branch to a commit that is there, wherever it was; undefined deletes it. */
  async pushTo(branch: string, sha: string | undefined, { fork, by = somebody }: { fork?: string; by?: string } = {}) {
    await pushTo(this.#hub, this.repo, this.#user(by), refOf(branch, fork), sha);
  }

  // --- pull requests

  /** Returns its number. */
  openPullRequest(order: NewPull): Promise<number> {
    return openPull(this.#hub, this.repo, this.#user(order.author ?? somebody), order);
  }

  /** New title, text or base. */
  async editPullRequest(
    number: number,
    { base, ...words }: { title?: string; body?: string; base?: string },
  ): Promise<void> {
    const issue = this.issue(number);
    await changeIssue(this.#hub, this.repo, issue.user, issue, words);
    if (base === undefined) return;
    const pull = pullOf(issue);
    const changes = { base: { ref: { from: pull.baseBranch }, sha: { from: pull.baseSha } } };
    pull.baseBranch = base;
    pull.baseSha = this.tip(base);
    await tellPull(this.#hub, this.repo, issue.user, 'edited', issue, { changes });
  }

  async setDraft(number: number, isDraft: boolean): Promise<void> {
    const issue = this.issue(number);
    pullOf(issue).isDraft = isDraft;
    await tellPull(this.#hub, this.repo, issue.user, isDraft ? 'converted_to_draft' : 'ready_for_review', issue);
  }

  /** Its commits are made anew on the tip of the base, and pushed. Returns the new head. */
  rebasePullRequest(number: number, by = somebody): Promise<string> {
    return rebasePull(this.#hub, this.repo, this.#user(by), this.issue(number));
  }

  /** Returns the commit that landed last. */
  mergePullRequest(number: number, method: MergeMethod = 'merge', by = somebody): Promise<string> {
    return mergePull(this.#hub, this.repo, this.#user(by), this.issue(number), method);
  }

  /** What the button on a comment with a ```suggestion does: a commit on the branch. Returns it. */
  applySuggestion(commentId: number, by = somebody): Promise<string> {
    return applySuggestion(this.#hub, this.repo, this.#user(by), this.reviewComment(commentId));
  }

  // --- issues and comments

  /** Returns its number. */
  openIssue(
    words: { readonly title: string; readonly body?: string; readonly labels?: readonly string[] },
    by = somebody,
  ): number {
    return addIssue(this.#hub, this.repo, this.#user(by), words).number;
  }

  /** Of pull requests too. */
  closeIssue(number: number, by = somebody): Promise<void> {
    return changeIssue(this.#hub, this.repo, this.#user(by), this.issue(number), { isOpen: false });
  }

  /** A pull request has what was pushed to its branch while it was closed. */
  reopenIssue(number: number, by = somebody): Promise<void> {
    const issue = this.issue(number);
    if (issue.pull !== undefined) issue.pull.headSha = this.repo.git.refs.get(issue.pull.headRef) ?? issue.pull.headSha;
    return changeIssue(this.#hub, this.repo, this.#user(by), issue, { isOpen: true });
  }

  /** On an issue, or in the conversation of a pull request. Returns the comment's id. */
  addComment(number: number, body: string, by = somebody): number {
    return addIssueComment(this.#hub, this.repo, this.#user(by), this.issue(number), body).id;
  }

  /** One of an issue or of the conversation of a pull request. */
  editComment(id: number, body: string): void {
    const comment = this.issues.flatMap(({ comments }) => comments).find(each => each.id === id);
    if (comment !== undefined) editIssueComment(this.#hub, this.repo, comment.user, comment, body);
  }

  /** On a line of a pull request's head, or on the file where there is no line. Returns its id. */
  async addReviewComment(
    number: number,
    { path, line, body }: { path: string; line?: number; body: string },
    by = somebody,
  ) {
    const issue = this.issue(number);
    const order = { path, line, body, isFile: line === undefined, commitSha: pullOf(issue).headSha };
    return (await addReviewComment(this.#hub, this.repo, this.#user(by), issue, order)).id;
  }

  /** Below a comment on a line. Returns its id. */
  async replyTo(commentId: number, body: string, by = somebody): Promise<number> {
    const to = this.reviewComment(commentId);
    return (await addReply(this.#hub, this.repo, this.#user(by), this.issue(to.pullNumber), to, body)).id;
  }

  react(commentId: number, content: string, by = somebody): void {
    const all = [...this.repo.issues.values()].flatMap(({ comments, pull }) => [
      ...comments,
      ...(pull?.comments ?? []),
    ]);
    const comment = all.find(({ id }) => id === commentId);
    if (comment !== undefined) addReaction(this.#hub, this.#user(by), comment, content);
  }

  // --- checks

  /** The Re-run button of a check. The newest of that name where there are many. */
  rerequestCheck(headSha: string, name?: string, by = somebody): void {
    const run = this.repo.checkRuns
      .filter(each => each.headSha === headSha && (name ?? each.name) === each.name)
      .at(-1);
    if (run === undefined) throw new Error(`no check on ${headSha}`);
    tellRun(this.#hub, this.repo, this.#user(by), 'rerequested', run);
  }

  rerequestSuite(headSha: string, by = somebody): Promise<void> {
    return tellSuite(this.#hub, this.repo, this.#user(by), 'rerequested', headSha, this.repo.defaultBranch);
  }

  // --- the repository itself

  setCollaborator(login: string, role: Role): void {
    this.#user(login);
    this.repo.roles.set(login.toLowerCase(), role);
  }

  setHasIssues(hasIssues: boolean): void {
    this.repo.hasIssues = hasIssues;
  }

  rename(name: string): void {
    renameRepository(this.#hub, this.repo, name);
  }

  /** To another account. The App sees it there only where it is installed, too. */
  transfer(owner: string): void {
    transferRepository(this.#hub, this.repo, owner);
  }

  archive(): void {
    setArchived(this.#hub, this.repo, true);
  }

  unarchive(): void {
    setArchived(this.#hub, this.repo, false);
  }

  setDefaultBranch(branch: string): void {
    setDefaultBranch(this.#hub, this.repo, branch);
  }

  giveTo(installation: Installation): void {
    giveRepository(this.#hub, this.repo, installation);
  }

  /** The owner takes the repository from the App. */
  takeAway(): void {
    takeRepository(this.#hub, this.repo);
  }

  // --- what is there

  get issues(): readonly Issue[] {
    return [...this.repo.issues.values()];
  }

  get checkRuns(): readonly CheckRun[] {
    return this.repo.checkRuns;
  }

  issue(number: number): Issue {
    const issue = this.repo.issues.get(number);
    if (issue === undefined) throw new Error(`no issue ${number}`);
    return issue;
  }

  /** Of a pull request, oldest first. */
  reviewComments(number: number): readonly ReviewComment[] {
    return pullOf(this.issue(number)).comments;
  }

  reviewComment(id: number): ReviewComment {
    const all = this.issues.flatMap(({ pull }) => pull?.comments ?? []);
    const comment = all.find(each => each.id === id);
    if (comment === undefined) throw new Error(`no comment ${id}`);
    return comment;
  }

  #user(login: string): User {
    return this.#hub.world.user(login);
  }
}
