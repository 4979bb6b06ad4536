/** What a patch or cover letter states about its base, in lines of git and b4. */
export interface Statements {
  /** 40 hex digits or an abbreviation. */
  readonly baseCommit: string | undefined;
  readonly changeId: string | undefined;
  readonly prerequisitePatchIds: readonly string[];
}

/**
 * Finds `base-commit:`, `change-id:` and `prerequisite-patch-id:` lines. They stand unindented after the diff (git) or
 * below `---` (b4); a line with more than the id is talk about it.
 */
export function findStatements(body: string): Statements {
  return {
    baseCommit: /^base-commit: ([0-9a-f]{7,64})\s*$/m.exec(body)?.[1],
    changeId: /^change-id: (\S{1,200})\s*$/m.exec(body)?.[1],
    prerequisitePatchIds: [...body.matchAll(/^prerequisite-patch-id: ([0-9a-f]{40,64})\s*$/gm)].map(
      match => match[1] ?? '',
    ),
  };
}
