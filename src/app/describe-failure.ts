import { OperationalError } from '../domain/operational-error.js';
import { safeLine, showInvisible } from '../render/escape.js';

/**
 * What ended a run, for people: one line for trouble with the world or with what was asked for; a bug shows its stack.
 * Nothing in it can steer a terminal.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof OperationalError) return safeLine(error.message);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `a fault of Faultline itself, please report it: ${stack.split('\n').map(showInvisible).join('\n')}`;
}
