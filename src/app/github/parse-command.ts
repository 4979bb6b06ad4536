import { limits } from '../../domain/limits.js';

/** What a person asks for in a comment. */
export type Command =
  | { readonly kind: 'recheck' }
  | { readonly kind: 'help' }
  | { readonly kind: 'explain'; readonly ruleId: string }
  | { readonly kind: 'dismiss'; readonly finding: string; readonly reason: string }
  | { readonly kind: 'reopen'; readonly finding: string };

/** A command, or what is wrong with it in words for who wrote it: text of a stranger may be in them, not yet escaped. */
export type ParsedCommand = { readonly command: Command } | { readonly mistake: string };

export const commandNames = ['recheck', 'explain', 'dismiss', 'reopen', 'help'] as const;

/** Reads the first line of a comment that begins with `/faultline`; undefined where there is none. */
export function parseCommand(body: string): ParsedCommand | undefined {
  const line = body
    .slice(0, limits.commentCharsMax)
    .split(/\r?\n/)
    .find(each => /^\/faultline(?:\s|$)/.test(each));
  if (line === undefined) return undefined;
  const [, name = '', argument = '', ...rest] = line.trim().split(/\s+/);
  const words = rest.join(' ');
  switch (name) {
    case 'recheck':
    case 'help':
      return { command: { kind: name } };
    case 'explain':
      return argument === ''
        ? { mistake: 'explain needs the name of a rule' }
        : { command: { kind: name, ruleId: argument } };
    case 'dismiss':
      if (!isFindingId(argument)) return { mistake: needsFinding(name) };
      if (words === '') return { mistake: 'dismiss needs a reason behind the id of the finding' };
      return { command: { kind: name, finding: argument.toLowerCase(), reason: words } };
    case 'reopen':
      return isFindingId(argument)
        ? { command: { kind: name, finding: argument.toLowerCase() } }
        : { mistake: needsFinding(name) };
    default:
      return { mistake: `${name === '' ? 'no command' : `no such command: ${name}`}` };
  }
}

/** The first 8 hex digits of a fingerprint, or more of them. */
function isFindingId(text: string): boolean {
  return /^[0-9a-f]{8,64}$/i.test(text);
}

function needsFinding(name: string): string {
  return `${name} needs the id of a finding, the 8 digits that stand at its end`;
}
