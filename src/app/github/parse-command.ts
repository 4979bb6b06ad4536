import type { CommandMistake } from '../../render/github/answers.js';
import { closestName } from '../closest-name.js';
import { findCommandLine } from './find-command-line.js';

/** What a person asks for in a comment. A finding is named by the first digits of its fingerprint, eight at least. */
export type Command =
  | { readonly kind: 'recheck' | 'help' }
  | { readonly kind: 'explain'; readonly ruleId: string }
  | { readonly kind: 'dismiss'; readonly finding: string; readonly reason: string }
  | { readonly kind: 'reopen'; readonly finding: string };

export type ParsedCommand = { readonly command: Command } | { readonly mistake: CommandMistake };

const names = ['recheck', 'explain', 'dismiss', 'reopen', 'help'] as const;

/** Reads the line of a comment that calls Faultline (`findCommandLine`); undefined where there is none. */
export function parseCommand(body: string): ParsedCommand | undefined {
  const line = findCommandLine(body);
  if (line === undefined) return undefined;
  const [, asked = '', argument = '', ...rest] = line.trim().split(/\s+/);
  const name = names.find(each => each === asked);
  switch (name) {
    case 'recheck':
    case 'help':
      return { command: { kind: name } };
    case 'explain':
      if (argument === '') return { mistake: { kind: 'no-rule-named' } };
      return { command: { kind: name, ruleId: argument } };
    case 'dismiss':
    case 'reopen':
      return readFinding(name, argument, rest.join(' '));
    case undefined:
      return { mistake: { kind: 'unknown-command', asked, nearest: closestName(asked, names) } };
  }
}

function readFinding(name: 'dismiss' | 'reopen', argument: string, reason: string): ParsedCommand {
  if (argument === '') return { mistake: { kind: 'no-finding-named' } };
  if (!/^[0-9a-f]{8,64}$/i.test(argument)) return { mistake: { kind: 'unknown-finding', asked: argument } };
  const finding = argument.toLowerCase();
  if (name === 'reopen') return { command: { kind: name, finding } };
  return reason === '' ? { mistake: { kind: 'no-reason' } } : { command: { kind: name, finding, reason } };
}
