/** A pull request as GitHub tells it. Its texts are those of strangers and not escaped. */
export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly isOpen: boolean;
  readonly isDraft: boolean;
  readonly baseBranch: string;
  /** 40 hex digits. */
  readonly baseSha: string;
  readonly headSha: string;
  readonly commitCount: number;
  readonly fileCount: number;
}

/** One commit of a pull request, or of a branch. */
export interface GitHubCommit {
  /** 40 hex digits. */
  readonly sha: string;
  readonly parents: readonly string[];
  /** The whole message. */
  readonly message: string;
  readonly authorName: string;
  readonly authorEmail: string;
  /** Milliseconds since the epoch. */
  readonly committedAt: number;
}

/** A commit with what it changes as a unified diff, or why that could not be had. */
export interface CommitDiff extends GitHubCommit {
  readonly diff: { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };
}

/** Lines of a file that GitHub shows in the diff of a pull request: where a comment may stand. */
export interface PullFile {
  readonly path: string;
  readonly oldPath?: string | undefined;
  /** The hunks as text, without a file header; undefined where GitHub gives none (binary, too large). */
  readonly patch?: string | undefined;
}
