/** What GitHub answers. */
export interface GitHubAnswer {
  readonly status: number;
  /** The parsed body; of unknown form until it is checked. */
  readonly data: unknown;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** GitHub's API with the rights of one installation of the App, or of the App itself. It tries nothing twice: who asks decides that. */
export interface GitHubClient {
  /** `route`: `GET /repos/{owner}/{repo}/pulls/{pull_number}`. Throws a GitHubRefusal for any answer but 2xx and 304, and where none came. */
  request(route: string, parameters?: Readonly<Record<string, unknown>>): Promise<GitHubAnswer>;
  /** The `data` of the answer, partial where it came with errors. Throws a GitHubRefusal where there is none. */
  graphql(query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export type RefusalKind =
  | 'doubtful' // 5xx, a broken connection, no answer in time: it may have been done
  | 'rate-limited' // primary or secondary limit: nothing was done
  | 'forbidden' // a permission is missing, the installation is suspended, the repository is archived
  | 'not-found' // 404: removed, renamed without a trace, or not for us
  | 'gone' // 410: issues are switched off
  | 'unprocessable' // 422: a line outside of the diff, a body that is too long
  | 'wrong'; // any other: a mistake of ours

/** GitHub did not do what it was asked for. */
export class GitHubRefusal extends Error {
  override readonly name = 'GitHubRefusal';
  readonly kind: RefusalKind;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  /** Milliseconds since the epoch: not to be asked before; undefined where GitHub does not say. */
  readonly retryAt: number | undefined;

  /** `message`: GitHub's words, without tokens, not escaped. */
  constructor(
    kind: RefusalKind,
    message: string,
    details: {
      readonly status?: number | undefined;
      readonly retryAt?: number | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.status = details.status;
    this.retryAt = details.retryAt;
  }
}
