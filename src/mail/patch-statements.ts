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

/**
 * The ids of the messages that a text says it replaces: `Supersedes: <id>` (patchew), `Link to v2: https://…/id` (b4)
 * and the same written by hand (`v1: https://lore.kernel.org/…/id`).
 */
export function findSuperseded(body: string): readonly string[] {
  const stated = [...body.matchAll(/^Supersedes: *<?([^\s<>]{3,300})>?\s*$/gm)].map(match => match[1] ?? '');
  const link =
    /^[-* \t]{0,8}(?:Link to )?v\d{1,3}(?:\.\d+)?: *<?https?:\/\/[^\s/]+\/(?:[\w.-]+\/){1,4}([^\s/<>]+@[^\s/<>]+)/gim;
  const linked = [...body.matchAll(link)].map(match => match[1] ?? '');
  return [...stated, ...linked];
}
