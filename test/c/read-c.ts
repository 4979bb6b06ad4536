import { type Expression, readExpression, squeeze } from '../../src/c/expression.js';
import { findFunctions } from '../../src/c/find-functions.js';
import { findVisibleFunctions } from '../../src/c/find-visible-functions.js';
import { buildFlowGraph, type FlowGraph } from '../../src/c/flow-graph.js';
import type { CFunction } from '../../src/c/function-head.js';
import { parseStatements } from '../../src/c/parse-statements.js';
import { resolveConditionals } from '../../src/c/resolve-conditionals.js';
import type { Statement } from '../../src/c/statement.js';
import { type Token, tokenize } from '../../src/c/tokenize.js';
import type { CodeText } from '../../src/domain/source.js';

/** A text as the lines of a file, or of a hunk that begins further down. */
export function codeOf(text: string, firstLine = 1): CodeText {
  return { lines: text.split('\n'), firstLine };
}

export function tokensOf(text: string): Token[] {
  return tokenize(codeOf(text));
}

export function expressionOf(text: string): Expression {
  return readExpression(tokensOf(text));
}

export function statementsOf(text: string): readonly Statement[] {
  return parseStatements(resolveConditionals(tokensOf(text))).statements;
}

export function graphOf(text: string): FlowGraph {
  return buildFlowGraph(statementsOf(text), name => name === 'BUG');
}

/** The functions of a whole file: `name(params) first-last`. */
export function functionsOf(text: string): readonly string[] {
  return findFunctions(codeOf(text)).map(outlineFunction);
}

/** The functions that a hunk shows: as above, with `…` where an end is out of sight. */
export function visibleFunctionsOf(text: string, heading = '', firstLine = 1): readonly string[] {
  return findVisibleFunctions(codeOf(text, firstLine), heading).map(outlineFunction);
}

function outlineFunction({ name = '?', params, startLine, endLine, isWhole }: CFunction): string {
  return `${name}(${params.join()}) ${startLine}-${endLine}${isWhole ? '' : ' …'}`;
}

/** Statements in one line, with the same marks whatever the source looks like: `if(a){b();}else{c();}`. */
export function outline(statements: readonly Statement[]): string {
  return statements.map(outlineOne).join('');
}

function outlineOne(statement: Statement): string {
  switch (statement.kind) {
    case 'expression':
      return `${squeeze(statement.expression.tokens)};`;
    case 'return':
      return `return ${squeeze(statement.expression.tokens)};`;
    case 'if': {
      const otherwise = statement.alternative.length > 0 ? `else{${outline(statement.alternative)}}` : '';
      return `if(${squeeze(statement.condition)}){${outline(statement.consequent)}}${otherwise}`;
    }
    case 'loop': {
      const head = squeeze(statement.condition);
      if (!statement.testsFirst) return `do{${outline(statement.body)}}while(${head})`;
      const [init, step] = [statement.init, statement.step].map(part => (part ? squeeze(part.tokens) : ''));
      return `loop(${init};${head};${step}){${outline(statement.body)}}`;
    }
    case 'switch':
      return `switch(${squeeze(statement.subject.tokens)}){${outline(statement.body)}}`;
    case 'block':
      return `${statement.guard ? squeeze(statement.guard.tokens) : ''}{${outline(statement.body)}}`;
    case 'label':
      return `${statement.name}:`;
    case 'goto':
      return `goto ${statement.name};`;
    default:
      return `${statement.kind};`;
  }
}

/**
 * The ways through a body, each as the calls that are made on it and how it ends: `a b return`, `a end`, and `a` alone where control
 * does not come back. No edge is taken more than twice on a way, so a loop is run through once or
 * twice.
 */
export function waysOf(text: string): readonly string[] {
  const { nodes } = graphOf(text);
  const ways = new Set<string>();
  const pending = [{ index: 0, calls: [] as readonly string[], taken: [] as readonly string[] }];
  for (let item = pending.pop(); item; item = pending.pop()) {
    const { index, taken } = item;
    const node = nodes[index];
    const calls = [...item.calls, ...(node?.expression?.calls.map(call => call.name) ?? [])];
    if (node?.exit) ways.add([...calls, node.exit].join(' '));
    const edges = (node?.edges ?? []).filter(({ to }) => taken.filter(each => each === `${index} ${to}`).length < 2);
    if (!node?.exit && node?.edges.length === 0) ways.add(calls.join(' '));
    for (const { to } of edges) pending.push({ index: to, calls, taken: [...taken, `${index} ${to}`] });
  }
  return [...ways].sort();
}
