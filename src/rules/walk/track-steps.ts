import { findDereference } from '../../c/dereference.js';
import { findDerivedPointers } from '../../c/derived-pointers.js';
import { addressKey, type Expression, squeeze } from '../../c/expression.js';
import { findLoop } from '../../c/find-loop.js';
import type { FlowGraph, FlowNode } from '../../c/flow-graph.js';
import type { Token } from '../../c/tokenize.js';
import { mapCalls, unmapCalls } from '../../kernel/mappings.js';
import type { State } from './state.js';
import { unmapArgument } from './unmap-argument.js';

/** Where a function goes on through mapped memory. */
export interface Steps {
  /** The variables that unmap calls get as they are, `kunmap_local(p)`, with those through which the same memory is accessed. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Those that an expression moves on, from what was accessed to what lies behind it. */
  readonly taken: ReadonlyMap<Expression, readonly string[]>;
}

/**
 * Finds the steps that may lead out of a page: by the length of an access, or in a loop whose turns no constant bounds. Where it cannot be
 * told that a step comes behind what was accessed, it is none.
 */
export function findSteps(graph: FlowGraph): Steps | undefined {
  const expressions = graph.nodes.flatMap(node => node.expression ?? []);
  const derived = [...findDerivedPointers(expressions)];
  const names = new Map(
    expressions.flatMap(unmappedNames).map(name => {
      const aliases = derived.filter(([, base]) => base === name).map(([alias]) => alias);
      return [name, [name, ...aliases]] as const;
    }),
  );
  const taken = new Map<Expression, readonly string[]>();
  for (const node of graph.nodes) {
    const { expression } = node;
    if (!expression) continue;
    const moved = [...names.keys()].filter(name => {
      const amount = expression.written.includes(name) ? amountOf(expression.tokens, name) : undefined;
      return amount && (isLengthOfAccess(amount, name, expressions) || isInUnboundedLoop(graph, node, name));
    });
    if (moved.length > 0) taken.set(expression, moved);
  }
  return taken.size === 0 ? undefined : { names, taken };
}

/** The state behind an expression: what it accesses through the variables first, then where it moves them. */
export function trackSteps(state: State, expression: Expression, { names, taken }: Steps): State {
  const { tokens, replaced, written } = expression;
  const reached = new Map(state.reached);
  for (const [name, aliases] of names) {
    if (replaced.includes(name)) {
      reached.delete(name);
      continue;
    }
    if (aliases.some(alias => isAccess(expression, alias))) reached.set(name, 'accessed');
    if (!written.includes(name)) continue;
    const isStep = taken.get(expression)?.includes(name) ?? false;
    if (isStep && reached.has(name)) reached.set(name, tokens[0]?.line ?? 0);
    // Moved back, or by somebody else: where it points to is not known.
    else if (amountOf(tokens, name) === undefined) reached.delete(name);
  }
  return reached.size === 0 && state.reached.size === 0 ? state : { ...state, reached };
}

/** The variables that are unmapped by nothing but their name: `kunmap_local(p)`, `kunmap_local((void *)p)`. */
function unmappedNames({ calls }: Expression): string[] {
  return calls.flatMap(call => {
    if (unmapCalls[call.name]?.takes !== 'address') return [];
    const argument = unmapArgument(call);
    const name = addressKey(argument);
    return name !== undefined && isNothingBut(argument, name) ? [name] : [];
  });
}

/** Whether an argument is the variable as it is, casts aside. */
export function isNothingBut(argument: readonly Token[], name: string): boolean {
  return /^\w+$/.test(name) && argument.at(-1)?.text === name && !argument.some(({ text }) => /^[-+&]$/.test(text));
}

/** By how much: of `p += n` and `p = p + n` it is n, of `p++` nothing; undefined where p is not moved on, or not behind the access (`*++p`). */
function amountOf(tokens: readonly Token[], name: string): readonly Token[] | undefined {
  for (const [index, { text }] of tokens.entries()) {
    if (text !== name) continue;
    const after = tokens[index + 1]?.text;
    if (after === '++') return [];
    if (tokens[index - 1]?.text === '++') return tokens.length === 2 ? [] : undefined;
    if (after === '+=') return tokens.slice(index + 2);
    const value = tokens.slice(index + 2);
    const sum = value.findIndex(token => token.text === '+');
    if (after === '=' && sum > 0 && addressKey(value) === name && value[0]?.text !== '*') return value.slice(sum + 1);
  }
  return undefined;
}

function isAccess({ tokens, calls }: Expression, name: string): boolean {
  if (findDereference(tokens, name)) return true;
  return calls.some(
    call => !mapCalls[call.name] && !unmapCalls[call.name] && call.args.some(argument => addressKey(argument) === name),
  );
}

/** `memcpy(p, buf, n)` with `p += n`. */
function isLengthOfAccess(amount: readonly Token[], name: string, expressions: readonly Expression[]): boolean {
  const text = squeeze(amount);
  if (!amount.some(({ kind, text: word }) => kind === 'name' && /[a-z]/.test(word) && word !== 'sizeof')) return false;
  return expressions.some(({ calls }) =>
    calls.some(
      ({ args }) =>
        args.some(argument => addressKey(argument) === name) && args.some(argument => squeeze(argument) === text),
    ),
  );
}

/** Whether the step is taken again and again without the variable being set anew, and no constant says how often. */
function isInUnboundedLoop(graph: FlowGraph, start: FlowNode, name: string): boolean {
  const loop = findLoop(graph, start, node => node.expression?.replaced.includes(name) ?? false);
  if (!loop) return false;
  return ![...loop].some(index => {
    const node = graph.nodes[index];
    const isWayOut = node?.edges.some(edge => !loop.has(edge.to)) ?? false;
    return isWayOut && isConstantBound(squeeze(node?.expression?.tokens ?? []));
  });
}

/** `i < 16`, `i < SLOTS`; a bound that speaks of pages may well be the whole of one. */
function isConstantBound(condition: string): boolean {
  return /^\w+(?:<|<=|!=)(?:\d+|[A-Z][A-Z0-9_]*)$/.test(condition) && !condition.includes('PAGE');
}
