import { type GitHubAnswer, type GitHubClient, GitHubRefusal } from '../../src/reporters/github/github-client.js';
import type { AppIdentity } from '../../src/reporters/github/send-marker.js';

type Fields = Record<string, unknown>;

export const ourselves: AppIdentity = { appId: 77, login: 'faultline-test[bot]' };
const ourUser = { login: ourselves.login, type: 'Bot' };
const pageMax = 100;

/** One repository of GitHub as far as posts go, in memory; ids count up. What is written to it is what the tests look at. */
export class MemoryGitHub {
  readonly checkRuns: Fields[] = [];
  readonly reviews: Fields[] = [];
  readonly comments: Fields[] = [];
  readonly issues: Fields[] = [];
  readonly issueComments: Fields[] = [];
  readonly reactions: Fields[] = [];
  /** Routes in the order in which they were asked. */
  readonly asked: string[] = [];
  /** Called before each request and, where it took effect, behind it; what it throws is the answer. */
  fault: (route: string, when: 'before' | 'after') => void = () => undefined;
  hasIssues = true;
  isThere = true;
  isInDiff: (path: string, line: number) => boolean = () => true;
  now = 0;
  #lastId = 1000;

  readonly client: GitHubClient = {
    request: async (route, parameters = {}) => {
      this.asked.push(route);
      this.fault(route, 'before');
      const answer = this.#answer(route, parameters as Fields);
      this.fault(route, 'after');
      return answer;
    },
    graphql: async () => {
      throw new Error('nothing here asks GraphQL');
    },
  };

  get writes(): readonly string[] {
    return this.asked.filter(route => !route.startsWith('GET'));
  }

  /** What people see, and the runs that newer ones hide: without ids and times. */
  seen(): unknown {
    const visible = ({ id: _id, html_url: _url, created_at: _at, user: _user, ...rest }: Fields) => rest;
    const commentOf = ({ pull_request_review_id: review, ...rest }: Fields) => ({
      ...visible(rest),
      isOfReview: review !== undefined,
    });
    return {
      checkRuns: this.checkRuns.map(({ external_id: _, ...run }) => visible(run)),
      reviews: this.reviews.map(visible),
      comments: sorted(this.comments.map(commentOf)),
      issues: this.issues.map(visible),
      // Conversations one by one: nothing is promised about which of two issues is told first.
      issueComments: this.issueComments.toSorted((a, b) => Number(a.issue) - Number(b.issue)).map(visible),
      reactions: this.reactions.map(visible),
    };
  }

  #answer(route: string, given: Fields): GitHubAnswer {
    if (!this.isThere) throw new GitHubRefusal('not-found', 'Not Found', { status: 404 });
    const [method, path = ''] = route.replace('/repos/{owner}/{repo}', '').split(' ');
    const data = this.#route(`${method} ${path}`, given);
    if (data === undefined) throw new GitHubRefusal('not-found', 'Not Found', { status: 404 });
    return { status: 200, data: structuredClone(data), headers: {} };
  }

  #route(route: string, given: Fields): unknown {
    switch (route) {
      case 'GET ':
        return { id: 1 };
      case 'POST /check-runs': {
        const run = this.#add(this.checkRuns, { name: given.name, head_sha: given.head_sha, app: { id: 77 } });
        Object.assign(run, { external_id: given.external_id, annotations: [] });
        return this.#changeRun(run, given);
      }
      case 'GET /check-runs/{check_run_id}':
        return this.#find(this.checkRuns, given.check_run_id);
      case 'PATCH /check-runs/{check_run_id}': {
        const run = this.#find(this.checkRuns, given.check_run_id);
        return run && this.#changeRun(run, given);
      }
      case 'GET /commits/{ref}/check-runs': {
        const runs = this.checkRuns.filter(run => run.head_sha === given.ref && run.name === given.check_name);
        return { total_count: runs.length, check_runs: pageOf(runs.toReversed(), given) };
      }
      case 'POST /pulls/{pull_number}/reviews':
        return this.#addReview(given);
      case 'GET /pulls/{pull_number}/reviews':
        return pageOf(this.reviews, given);
      case 'PUT /pulls/{pull_number}/reviews/{review_id}':
        return change(this.#find(this.reviews, given.review_id), { body: given.body });
      case 'GET /pulls/{pull_number}/reviews/{review_id}/comments':
        return pageOf(
          this.comments.filter(each => each.pull_request_review_id === given.review_id),
          given,
        );
      case 'GET /pulls/{pull_number}/comments':
        return pageOf(this.comments.toReversed(), given);
      case 'POST /pulls/{pull_number}/comments': {
        if (given.subject_type !== 'file') this.#refuseLine(given);
        const { path, line, side, start_line, start_side, subject_type, body } = given;
        return this.#add(this.comments, { path, line, side, start_line, start_side, subject_type, body });
      }
      case 'PATCH /pulls/comments/{comment_id}':
        return change(this.#find(this.comments, given.comment_id), { body: given.body });
      case 'POST /issues':
        return this.#addIssue(given);
      case 'GET /issues':
        return pageOf(this.issues.toReversed(), given);
      case 'GET /issues/{issue_number}':
        return this.#findIssue(given.issue_number);
      case 'PATCH /issues/{issue_number}': {
        const { title, body, labels, state, state_reason } = given;
        const changes = { title, body, labels, state, state_reason };
        const named = Object.entries(changes).filter(([, value]) => value !== undefined);
        return change(this.#findIssue(given.issue_number), Object.fromEntries(named));
      }
      case 'POST /issues/{issue_number}/comments':
        return this.#add(this.issueComments, { issue: given.issue_number, body: given.body });
      case 'GET /issues/{issue_number}/comments':
        return pageOf(
          this.issueComments.filter(each => each.issue === given.issue_number),
          given,
        );
      case 'PATCH /issues/comments/{comment_id}':
        return change(this.#find(this.issueComments, given.comment_id), { body: given.body });
      case 'POST /issues/comments/{comment_id}/reactions':
      case 'POST /pulls/comments/{comment_id}/reactions': {
        const same = this.reactions.find(
          each => each.content === given.content && each.comment_id === given.comment_id,
        );
        return same ?? this.#add(this.reactions, { content: given.content, comment_id: given.comment_id });
      }
      default:
        throw new Error(`the memory knows no ${route}`);
    }
  }

  #changeRun(run: Fields, given: Fields): Fields {
    const { annotations = [], ...output } = given.output as { readonly annotations?: readonly unknown[] };
    if (annotations.length > 50) throw refuse('annotations: 50 at most');
    const all = [...(run.annotations as unknown[]), ...annotations];
    const { status, conclusion } = given;
    return Object.assign(run, {
      status,
      conclusion,
      annotations: all,
      output: { ...output, annotations_count: all.length },
    });
  }

  #addReview(given: Fields): Fields {
    const comments = given.comments as Fields[];
    for (const comment of comments) this.#refuseLine(comment);
    const review = this.#add(this.reviews, { body: given.body, commit_id: given.commit_id, event: given.event });
    for (const comment of comments) this.#add(this.comments, { ...comment, pull_request_review_id: review.id });
    return review;
  }

  #addIssue({ title, body, labels }: Fields): Fields {
    this.#refuseWithoutIssues();
    const issue = this.#add(this.issues, { title, body, labels, state: 'open' });
    return Object.assign(issue, { number: this.issues.length });
  }

  #findIssue(number: unknown): Fields | undefined {
    this.#refuseWithoutIssues();
    return this.issues.find(issue => issue.number === number);
  }

  #refuseWithoutIssues(): void {
    if (!this.hasIssues)
      throw new GitHubRefusal('gone', 'Issues has been disabled in this repository.', { status: 410 });
  }

  #refuseLine({ path, line, start_line: start }: Fields): void {
    const isRange = start === undefined || Number(start) < Number(line);
    if (!isRange || !this.isInDiff(String(path), Number(line))) throw refuse('line must be part of the diff');
  }

  #add(list: Fields[], fields: Fields): Fields {
    this.#lastId += 1;
    const post = { id: this.#lastId, html_url: `https://github.example/${this.#lastId}`, user: ourUser, ...fields };
    list.push(Object.assign(post, { created_at: new Date(this.now).toISOString() }));
    return post;
  }

  #find(list: readonly Fields[], id: unknown): Fields | undefined {
    return list.find(each => each.id === id);
  }
}

function refuse(words: string): GitHubRefusal {
  return new GitHubRefusal('unprocessable', `Validation Failed: ${words}`, { status: 422 });
}

function change(post: Fields | undefined, changes: Fields): Fields | undefined {
  return post && Object.assign(post, changes);
}

function pageOf(items: readonly Fields[], { page, per_page: perPage }: Fields): readonly Fields[] {
  const size = Math.min(Number(perPage ?? 30), pageMax);
  const start = (Number(page ?? 1) - 1) * size;
  return items.slice(start, start + size);
}

function sorted(items: readonly Fields[]): readonly Fields[] {
  return items.toSorted((a, b) => (String(a.body) < String(b.body) ? -1 : 1));
}
