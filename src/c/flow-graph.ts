import { type Assumption, readAssignment, readCase, readCondition, type Ways } from './condition.js';
import { type Expression, readExpression } from './expression.js';
import type { Statement } from './statement.js';
import type { Token } from './tokenize.js';

export interface FlowEdge {
  readonly to: number;
  /** What is known when control takes this edge. */
  readonly assumes: readonly Assumption[];
}

export interface FlowNode {
  readonly index: number;
  readonly line: number;
  readonly expression?: Expression | undefined;
  /** The expression opens a scope guard that lasts as long as the innermost scope. */
  readonly opensScope: boolean;
  /** Ids of the enclosing blocks, outermost first. What a block guards ends where control leaves it, by whatever way. */
  readonly scopes: readonly number[];
  readonly edges: FlowEdge[];
  /** Control leaves the function here: by `return`, or by running off the end. */
  readonly exit?: 'return' | 'end' | undefined;
}

/** Node 0 is the entry. */
export interface FlowGraph {
  readonly nodes: readonly FlowNode[];
}

interface Dangling {
  readonly from: number;
  readonly assumes: readonly Assumption[];
}

/** A label of a switch; without a value the default. */
interface CaseEntry {
  readonly to: number;
  readonly value: readonly Token[] | undefined;
}

/** Of a switch with more labels its conditions are not told apart: each would stand on every edge. */
const casesToldApartMax = 16;

interface Jumps {
  readonly breaks: Dangling[];
  /** Undefined in a switch: `continue` belongs to the loop around it. */
  readonly continues?: Dangling[] | undefined;
}

/**
 * Lays out the control flow of a body. `isNoReturn` names the calls behind which control does not go on
 * (BUG(), panic()). A goto whose label is not visible leaves the stretch of code like a return does not: it just ends.
 */
export function buildFlowGraph(statements: readonly Statement[], isNoReturn: (name: string) => boolean): FlowGraph {
  return new FlowBuilder(isNoReturn).build(statements);
}

class FlowBuilder {
  readonly #nodes: FlowNode[] = [];
  readonly #labels = new Map<string, number>();
  readonly #gotos: { from: Dangling[]; name: string }[] = [];
  readonly #jumps: Jumps[] = [];
  /** The body of the function itself is scope 0. */
  #scopes: readonly number[] = [0];
  #scopeCount = 0;
  /** Case labels of the innermost switch: where its subject may jump to. */
  #caseEntries: CaseEntry[] | undefined;
  readonly #isNoReturn: (name: string) => boolean;

  constructor(isNoReturn: (name: string) => boolean) {
    this.#isNoReturn = isNoReturn;
  }

  build(statements: readonly Statement[]): FlowGraph {
    const entry = this.#add(0, [], {});
    const end = this.#addAll(statements, entry);
    const lastLine = this.#nodes.at(-1)?.line ?? 0;
    this.#add(lastLine, end, { exit: 'end' });
    for (const { from, name } of this.#gotos) {
      const target = this.#labels.get(name);
      if (target !== undefined) this.#link(from, target);
    }
    return { nodes: this.#nodes };
  }

  #add(
    line: number,
    from: readonly Dangling[],
    parts: Partial<Pick<FlowNode, 'expression' | 'opensScope' | 'exit'>>,
  ): Dangling[] {
    const index = this.#nodes.length;
    this.#nodes.push({ index, line, opensScope: false, scopes: this.#scopes, edges: [], ...parts });
    this.#link(from, index);
    if (parts.exit) return [];
    if (parts.expression?.calls.some(call => this.#isNoReturn(call.name))) return [];
    return [{ from: index, assumes: [] }];
  }

  #link(from: readonly Dangling[], to: number): void {
    for (const dangling of from) this.#nodes[dangling.from]?.edges.push({ to, assumes: dangling.assumes });
  }

  #addAll(statements: readonly Statement[], from: readonly Dangling[]): Dangling[] {
    let open: Dangling[] = [...from];
    for (const statement of statements) open = this.#addStatement(statement, open);
    return open;
  }

  #inScope<Result>(make: () => Result): Result {
    const outer = this.#scopes;
    this.#scopeCount += 1;
    this.#scopes = [...outer, this.#scopeCount];
    const result = make();
    this.#scopes = outer;
    return result;
  }

  #addStatement(statement: Statement, from: Dangling[]): Dangling[] {
    const { line } = statement;
    switch (statement.kind) {
      case 'expression':
        return assumeOne(
          this.#add(line, from, { expression: statement.expression }),
          readAssignment(statement.expression),
        );
      case 'return':
        return this.#add(line, from, { expression: statement.expression, exit: 'return' });
      case 'block':
        return this.#inScope(() => {
          const { guard } = statement;
          const open = guard ? this.#add(line, from, { expression: guard, opensScope: true }) : from;
          return this.#addAll(statement.body, open);
        });
      case 'if':
        return this.#addIf(statement, from);
      case 'loop':
        return this.#addLoop(statement, from);
      case 'switch':
        return this.#addSwitch(statement, from);
      case 'case':
      case 'default': {
        this.#caseEntries?.push({
          to: this.#nodes.length,
          value: statement.kind === 'case' ? statement.value : undefined,
        });
        return this.#add(line, from, {});
      }
      case 'label': {
        const open = this.#add(line, from, {});
        this.#labels.set(statement.name, this.#nodes.length - 1);
        return open;
      }
      case 'goto':
        this.#gotos.push({ from, name: statement.name });
        return [];
      case 'break':
        this.#jumps.at(-1)?.breaks.push(...from);
        return [];
      case 'continue':
        this.#jumps.findLast(jump => jump.continues)?.continues?.push(...from);
        return [];
    }
  }

  /** A node that evaluates the condition, and the two ways on from it. */
  #addBranch(
    line: number,
    condition: readonly Token[],
    from: readonly Dangling[],
  ): { yes: Dangling[]; no: Dangling[] } {
    const open = this.#add(condition[0]?.line ?? line, from, { expression: readExpression(condition) });
    const { whenTrue, whenFalse } = readCondition(condition);
    return {
      yes: assumeOne(open, whenTrue),
      no: assumeOne(open, whenFalse),
    };
  }

  #addIf(statement: Extract<Statement, { kind: 'if' }>, from: Dangling[]): Dangling[] {
    const { yes, no } = this.#addBranch(statement.line, statement.condition, from);
    const then = this.#inScope(() => this.#addAll(statement.consequent, yes));
    const otherwise = this.#inScope(() => this.#addAll(statement.alternative, no));
    return [...then, ...otherwise];
  }

  #addLoop(statement: Extract<Statement, { kind: 'loop' }>, from: Dangling[]): Dangling[] {
    const { line, condition } = statement;
    const jumps: Jumps = { breaks: [], continues: [] };
    const entered = statement.init ? this.#add(line, from, { expression: statement.init }) : from;
    const head = this.#nodes.length;
    let exits: Dangling[] = [];
    let bodyEntry = this.#add(line, entered, {});
    if (statement.testsFirst) {
      const { yes, no } = this.#addBranch(line, condition, bodyEntry);
      bodyEntry = yes;
      exits = isAlwaysTrue(condition, statement.step !== undefined) ? [] : no;
    }
    this.#jumps.push(jumps);
    let open = this.#inScope(() => this.#addAll(statement.body, bodyEntry));
    this.#jumps.pop();
    open.push(...(jumps.continues ?? []));
    if (statement.step) open = this.#add(line, open, { expression: statement.step });
    if (!statement.testsFirst) {
      const { yes, no } = this.#addBranch(line, condition, open);
      open = isAlwaysFalse(condition) ? [] : yes;
      exits = isAlwaysTrue(condition, false) ? [] : no;
    }
    this.#link(open, head);
    return [...exits, ...jumps.breaks];
  }

  #addSwitch(statement: Extract<Statement, { kind: 'switch' }>, from: Dangling[]): Dangling[] {
    const subject = this.#add(statement.line, from, { expression: statement.subject });
    const outer = this.#caseEntries;
    const entries: CaseEntry[] = [];
    this.#caseEntries = entries;
    const jumps: Jumps = { breaks: [] };
    this.#jumps.push(jumps);
    const open = this.#inScope(() => this.#addAll(statement.body, []));
    this.#jumps.pop();
    this.#caseEntries = outer;
    const values =
      entries.length <= casesToldApartMax
        ? entries.map(({ value }) => value && readCase(statement.subject.tokens, value))
        : [];
    const others = values.filter(value => value !== undefined);
    const jump = (own: Assumption | undefined): Dangling[] => {
      const rest = others.filter(({ atom }) => atom !== own?.atom).map(({ atom, holds }) => ({ atom, holds: !holds }));
      return assumeOne(subject, [own ? [own, ...rest] : rest]);
    };
    for (const [index, { to, value }] of entries.entries()) {
      // A value of which nothing is known may be any.
      const own = values[index];
      this.#link(value && !own ? subject : jump(own), to);
    }
    return [...open, ...jumps.breaks, ...(entries.some(({ value }) => !value) ? [] : jump(undefined))];
  }
}

/** On from a place in each of several ways. */
function assumeOne(open: readonly Dangling[], ways: Ways): Dangling[] {
  return open.flatMap(({ from }) => ways.map(assumes => ({ from, assumes })));
}

/** `while (1)`, `for (;;)`: the loop is left only by a jump. A macro loop has no visible condition and is none. */
function isAlwaysTrue(condition: readonly Token[], isFor: boolean): boolean {
  if (condition.length === 0) return isFor;
  return condition.length === 1 && (condition[0]?.text === '1' || condition[0]?.text === 'true');
}

function isAlwaysFalse(condition: readonly Token[]): boolean {
  return condition.length === 1 && (condition[0]?.text === '0' || condition[0]?.text === 'false');
}
