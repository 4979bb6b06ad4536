import { OperationalError } from '../domain/operational-error.js';
import { safeLine, showInvisible } from '../render/escape.js';
import { describeMistake } from '../render/settings-words.js';
import { SettingsError } from './settings/settings-error.js';

/**
 * What ended a run, for people: one line for trouble with the world or with what was asked for, and one for each mistake in a configuration; a bug shows its stack.
 * Nothing in it can steer a terminal.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof SettingsError) {
    const told = error.mistakes.map(mistake => `\n  ${safeLine(describeMistake(mistake))}`);
    return `${safeLine(error.message)}${told.join('')}`;
  }
  if (error instanceof OperationalError) return safeLine(error.message);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `a fault of Faultline itself, please report it: ${stack.split('\n').map(showInvisible).join('\n')}`;
}
