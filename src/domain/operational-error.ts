/**
 * Trouble with the world, or with what was asked for: a path that is not there, a mirror that is no git repository, an unknown
 * rule. Thrown, and caught where a run ends (CLI main, worker loop, web request), which shows it as one line.
 */
export class OperationalError extends Error {
  override readonly name = 'OperationalError';

  /**
   * `what` was attempted or is wrong, `where` (a path, a value), and what to do about it: `not a git repository, /x: give ...`.
   * Text of strangers in them is not yet escaped.
   */
  constructor(what: string, where: string, remedy: string, cause?: unknown) {
    super(`${what}, ${where}: ${remedy}`, cause === undefined ? undefined : { cause });
  }
}
