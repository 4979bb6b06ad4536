import type { GitRepository } from './git-repository.js';

/** What the fake GitHub knows. It changes in place: this is the one state that requests and people act on. */

export type Access = 'read' | 'write';
/** The five roles of a repository, and none at all. */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

export interface User {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
}

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: User;
  /** Whose name stands on what the App posts: `faultline[bot]`. */
  readonly bot: User;
  readonly webhookSecret: string;
  /** PEM. */
  readonly privateKey: string;
  readonly publicKey: string;
}

export interface Installation {
  readonly id: number;
  readonly account: User;
  permissions: Record<string, Access>;
  readonly repositoryIds: Set<number>;
  suspendedAt: string | undefined;
}

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | undefined;
}

export interface Reaction {
  readonly id: number;
  readonly user: User;
  readonly content: string;
  readonly createdAt: string;
}

export interface IssueComment {
  readonly id: number;
  readonly issueNumber: number;
  readonly user: User;
  body: string;
  readonly reactions: Reaction[];
  readonly createdAt: string;
  updatedAt: string;
}

export interface ReviewComment {
  readonly id: number;
  readonly pullNumber: number;
  readonly reviewId: number;
  readonly user: User;
  body: string;
  readonly path: string;
  readonly subjectType: 'line' | 'file';
  readonly side: 'LEFT' | 'RIGHT';
  /** At the commit that it was written for; undefined of a file comment. */
  readonly line: number | undefined;
  readonly startLine: number | undefined;
  readonly commitSha: string;
  readonly position: number | undefined;
  readonly hunk: string;
  readonly inReplyTo: number | undefined;
  readonly reactions: Reaction[];
  readonly createdAt: string;
  updatedAt: string;
}

export interface Review {
  readonly id: number;
  readonly pullNumber: number;
  readonly user: User;
  body: string;
  readonly state: 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'PENDING';
  readonly commitSha: string;
  readonly submittedAt: string;
}

export interface Pull {
  /** Where the head lies: the owner of a fork, or of the repository itself. */
  readonly headOwner: User;
  readonly headBranch: string;
  readonly headRef: string;
  headSha: string;
  baseBranch: string;
  baseSha: string;
  isDraft: boolean;
  mergedAt: string | undefined;
  mergeSha: string | undefined;
  readonly reviews: Review[];
  readonly comments: ReviewComment[];
}

/** An issue, or a pull request, which is one too. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly user: User;
  title: string;
  body: string | undefined;
  isOpen: boolean;
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | undefined;
  labels: string[];
  readonly comments: IssueComment[];
  readonly pull: Pull | undefined;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | undefined;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: string;
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface CheckRun {
  readonly id: number;
  readonly suiteId: number;
  name: string;
  readonly headSha: string;
  externalId: string;
  detailsUrl: string | undefined;
  status: string;
  conclusion: string | undefined;
  startedAt: string;
  completedAt: string | undefined;
  title: string | undefined;
  summary: string | undefined;
  text: string | undefined;
  readonly annotations: Annotation[];
}

export interface Repo {
  readonly id: number;
  owner: User;
  name: string;
  readonly git: GitRepository;
  defaultBranch: string;
  readonly isPrivate: boolean;
  isArchived: boolean;
  hasIssues: boolean;
  readonly labels: Map<string, Label>;
  readonly issues: Map<number, Issue>;
  readonly checkRuns: CheckRun[];
  /** Of the App, by commit. */
  readonly checkSuiteIds: Map<string, number>;
  readonly roles: Map<string, Role>;
  readonly createdAt: string;
}

/** How much GitHub hands out; tests make it smaller. */
export interface Limits {
  pullCommitsMax: number;
  pullFilesMax: number;
  /** Of a compare. */
  compareFilesMax: number;
  /** A file with more has no `patch`. */
  patchBytesMax: number;
  patchLinesMax: number;
  /** A diff with more is refused with 406. */
  diffFilesMax: number;
  diffLinesMax: number;
  /** GraphQL cuts the text of a blob here. */
  blobTextBytesMax: number;
}

export function usualLimits(): Limits {
  return {
    pullCommitsMax: 250,
    pullFilesMax: 3000,
    compareFilesMax: 300,
    patchBytesMax: 500_000,
    patchLinesMax: 20_000,
    diffFilesMax: 300,
    diffLinesMax: 20_000,
    blobTextBytesMax: 512_000,
  };
}

/** All of GitHub, as far as it is known here. */
export class World {
  readonly app: App;
  readonly limits = usualLimits();
  readonly users = new Map<string, User>();
  readonly installations = new Map<number, Installation>();
  readonly repositories = new Map<number, Repo>();
  /** Names that repositories once had, in lower case: `torvalds/linux` → id. */
  readonly formerNames = new Map<string, number>();
  /** Where the REST API is, without a slash at the end; known when the server listens. */
  apiUrl = '';
  readonly htmlUrl = 'https://github.example.com';
  readonly now: () => number;
  readonly #lastIds = new Map<string, number>();

  constructor(appOf: (world: World) => App, now: () => number) {
    this.now = now;
    this.app = appOf(this);
  }

  /** Ids of one kind rise; those of two kinds are not alike. */
  nextId(kind: string): number {
    const first = { user: 100, installation: 7_000, repository: 9_000, issue: 20_000_000, comment: 300_000_000 }[kind];
    const id = (this.#lastIds.get(kind) ?? first ?? 1_000 * (this.#lastIds.size + 1)) + 1;
    this.#lastIds.set(kind, id);
    return id;
  }

  /** The user of that name, who is made where there is none. */
  user(login: string, type: User['type'] = login.endsWith('[bot]') ? 'Bot' : 'User'): User {
    const known = this.users.get(login.toLowerCase());
    if (known !== undefined) return known;
    const user = { id: this.nextId('user'), login, type };
    this.users.set(login.toLowerCase(), user);
    return user;
  }

  timestamp(): string {
    return new Date(this.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  findRepository(owner: string, name: string): Repo | undefined {
    const fullName = `${owner}/${name}`.toLowerCase();
    return [...this.repositories.values()].find(each => fullNameOf(each).toLowerCase() === fullName);
  }

  /** The one that was called so before it was renamed or transferred. */
  findMoved(owner: string, name: string): Repo | undefined {
    return this.repositories.get(this.formerNames.get(`${owner}/${name}`.toLowerCase()) ?? -1);
  }

  installationOf(repository: Repo): Installation | undefined {
    return [...this.installations.values()].find(({ repositoryIds }) => repositoryIds.has(repository.id));
  }
}

export function fullNameOf(repository: Repo): string {
  return `${repository.owner.login}/${repository.name}`;
}
