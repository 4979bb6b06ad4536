/** What is used of an Octokit. It tries nothing twice and waits for nothing; what GitHub refuses is thrown as its RequestError. */
export interface OctokitLike {
  /** `route`: `GET /repos/{owner}/{repo}/pulls/{pull_number}`. */
  request(
    route: string,
    parameters?: Readonly<Record<string, unknown>>,
  ): Promise<{
    readonly status: number;
    readonly data: unknown;
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string | number | undefined>>;
  }>;
  graphql(query: string, variables?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** The ways to GitHub's API that the App has. Nothing is asked before the first request; a token of an installation is renewed by itself. */
export interface GitHubAccess {
  /** With the rights of an installation. */
  clientOf(installationId: number): Promise<OctokitLike>;
  /** With those of the App itself: its installations, the webhooks that were delivered. */
  appClient(): Promise<OctokitLike>;
}
