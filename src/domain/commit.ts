/** What a mirror knows of one commit. */
export interface MirrorCommit {
  /** 40 or 64 hex digits. */
  readonly id: string;
  /** One line, not escaped. */
  readonly subject: string;
  /** Milliseconds since the epoch, by the committer's clock. */
  readonly committedAt: number;
  readonly isMerge: boolean;
  /** The Message-IDs that its trailers name (`Link:` to an archive, `Message-Id:`), without brackets, in their order. */
  readonly messageIds: readonly string[];
  /** As `git patch-id --stable`; undefined where nobody asked for it. */
  readonly patchId?: string | undefined;
}
