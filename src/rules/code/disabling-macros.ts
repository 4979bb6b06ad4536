import { tokenize } from '../../c/tokenize.js';
import { remember } from '../../domain/remember.js';
import type { CodeText } from '../../domain/source.js';
import { faultDisablers } from '../../kernel/page-faults.js';

/** The macros of a text in whose definition page faults are turned off. Few files speak of that at all; the others are not read for it. */
export const findDisablingMacros = remember((code: CodeText): ReadonlySet<string> => {
  const isNamed = (text: string): boolean => [...faultDisablers].some(name => text.includes(`${name}(`));
  const tokens = code.lines.some(isNamed) ? tokenize(code) : [];
  const directives = tokens.filter(({ kind, text }) => kind === 'directive' && isNamed(text));
  return new Set(directives.flatMap(({ text }) => /^#\s*define\s+(\w+)/.exec(text)?.[1] ?? []));
});
