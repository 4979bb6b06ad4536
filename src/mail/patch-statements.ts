import { linesHolding } from './lines-holding.js';

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
    baseCommit: findAll(body, 'base-commit: ', /^base-commit: ([0-9a-f]{7,64})\s*$/)[0],
    changeId: findAll(body, 'change-id: ', /^change-id: (\S{1,200})\s*$/)[0],
    prerequisitePatchIds: findAll(body, 'prerequisite-patch-id: ', /^prerequisite-patch-id: ([0-9a-f]{40,64})\s*$/),
  };
}

/**
 * The ids of the messages that a text says it replaces: `Supersedes: <id>` (patchew), `Link to v2: https://…/id` (b4)
 * and the same written by hand (`v1: https://lore.kernel.org/…/id`).
 */
export function findSuperseded(body: string): readonly string[] {
  const link =
    /^[-* \t]{0,8}(?:Link to )?v\d{1,3}(?:\.\d+)?: *<?https?:\/\/[^\s/]+\/(?:[\w.-]+\/){1,4}([^\s/<>]+@[^\s/<>]+)/i;
  return [...findAll(body, 'Supersedes:', /^Supersedes: *<?([^\s<>]{3,300})>?\s*$/), ...findAll(body, '://', link)];
}

/** What the pattern takes out of each line that holds the word. */
function findAll(body: string, word: string, pattern: RegExp): readonly string[] {
  const found: string[] = [];
  for (const line of linesHolding(body, word)) {
    const value = pattern.exec(line)?.[1];
    if (value !== undefined) found.push(value);
  }
  return found;
}
