import type { Call } from '../../c/expression.js';
import type { Token } from '../../c/tokenize.js';
import { unmapCalls } from '../../kernel/mappings.js';

/** The argument of an unmap call that names what is unmapped; no tokens where a hunk has cut it off. */
export function unmapArgument(call: Call): readonly Token[] {
  return call.args[unmapCalls[call.name]?.argument ?? 0] ?? [];
}
