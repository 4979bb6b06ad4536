import { limits } from '../domain/limits.js';
import { type Expression, readExpression } from './expression.js';
import { armEnd, armNext, armStart } from './resolve-conditionals.js';
import type { Token } from './tokenize.js';

export type Statement =
  | { readonly kind: 'expression'; readonly line: number; readonly expression: Expression }
  | { readonly kind: 'return'; readonly line: number; readonly expression: Expression }
  | {
      readonly kind: 'if';
      readonly line: number;
      /** Empty where the condition is not visible: the head stands before the hunk. */
      readonly condition: readonly Token[];
      readonly consequent: readonly Statement[];
      readonly alternative: readonly Statement[];
    }
  | {
      readonly kind: 'loop';
      readonly line: number;
      readonly init?: Expression | undefined;
      readonly condition: readonly Token[];
      readonly step?: Expression | undefined;
      readonly body: readonly Statement[];
      /** False for do-while, whose body runs at least once. */
      readonly testsFirst: boolean;
    }
  | {
      readonly kind: 'switch';
      readonly line: number;
      readonly subject: Expression;
      readonly body: readonly Statement[];
    }
  /** A block in braces; `guard` is the head of a `scoped_guard(…)`. */
  | {
      readonly kind: 'block';
      readonly line: number;
      readonly guard?: Expression | undefined;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'case' | 'default' | 'break' | 'continue'; readonly line: number }
  | { readonly kind: 'label' | 'goto'; readonly line: number; readonly name: string };

export interface ParsedBody {
  readonly statements: readonly Statement[];
  /** Some of the code was nested deeper than is followed (`limits.blockDepthMax`). */
  readonly isTooDeep: boolean;
}

/**
 * Reads the body of a function, or any stretch of it that a hunk shows, into statements. It never gives up: a stray `}` ends a
 * block whose head is not visible, a missing one ends with the text, macros that stand for loops or scopes are
 * recognised by the statement that follows them. Recursion is bounded by `limits.blockDepthMax`.
 */
export function parseStatements(tokens: readonly Token[]): ParsedBody {
  const parser = new StatementParser(tokens);
  const statements = parser.parseAll();
  return { statements, isTooDeep: parser.isTooDeep };
}

const loopName = /for_each|foreach|_each_|^for_|_for_/i;

class StatementParser {
  isTooDeep = false;
  private at = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  parseAll(): Statement[] {
    let statements: Statement[] = [];
    for (;;) {
      statements.push(...this.parseList());
      const token = this.peek();
      if (!token) return statements;
      this.at += 1;
      if (token.text !== '}') continue;
      // The block's head stands before the hunk: what was read so far may or may not have run.
      statements = [
        { kind: 'if', line: token.line, condition: [], consequent: statements, alternative: this.parseElse() },
      ];
    }
  }

  private peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  private isNext(text: string, ahead = 0): boolean {
    return this.peek(ahead)?.text === text;
  }

  /** Statements up to a `}`, the end of an arm, or the end of the text; the terminator is not consumed. */
  private parseList(): Statement[] {
    const statements: Statement[] = [];
    for (let token = this.peek(); token && token.text !== '}' && !this.isArmBoundary(token); token = this.peek()) {
      const before = this.at;
      statements.push(...this.parseStatement());
      if (this.at === before) this.at += 1;
    }
    return statements;
  }

  private isArmBoundary(token: Token): boolean {
    return token.kind === 'directive' && !token.text.startsWith(armStart);
  }

  private parseStatement(): Statement[] {
    const token = this.peek();
    if (!token || token.text === '}' || this.isArmBoundary(token)) return [];
    if (this.depth >= limits.blockDepthMax) return this.skipDeepBlock();
    this.depth += 1;
    const statements = this.parseAt(token);
    this.depth -= 1;
    return statements;
  }

  private parseAt(token: Token): Statement[] {
    const { line } = token;
    if (token.kind === 'directive') return this.parseArms(line);
    switch (token.text) {
      case ';':
        this.at += 1;
        return [];
      case '{':
        return [{ kind: 'block', line, body: this.parseBraces() }];
      case 'if':
        return this.parseIf(line);
      case 'else':
        // The if stands before the hunk.
        return [{ kind: 'if', line, condition: [], consequent: [], alternative: this.parseElse() }];
      case 'for':
        return this.parseFor(line);
      case 'while': {
        this.at += 1;
        const condition = this.takeParens();
        return [{ kind: 'loop', line, condition, body: this.parseStatement(), testsFirst: true }];
      }
      case 'do':
        return this.parseDo(line);
      case 'switch': {
        this.at += 1;
        const subject = readExpression(this.takeParens());
        return [{ kind: 'switch', line, subject, body: this.parseStatement() }];
      }
      case 'case':
      case 'default':
        return this.parseCase(token);
      case 'break':
      case 'continue':
        this.skipPast(';');
        return [{ kind: token.text, line }];
      case 'goto': {
        const name = this.peek(1)?.text ?? '';
        this.skipPast(';');
        return [{ kind: 'goto', line, name }];
      }
      case 'return':
        this.at += 1;
        return this.splitTernary(this.takeExpression(), line, true);
      default:
        return this.parseOther(token);
    }
  }

  private parseIf(line: number): Statement[] {
    // A chain of else-if is read in a loop: generated code has chains longer than any nesting.
    const chain: { line: number; condition: Token[]; consequent: Statement[] }[] = [];
    let otherwise: Statement[] = [];
    for (let headLine = line; ; ) {
      this.at += 1;
      const condition = this.takeParens();
      chain.push({ line: headLine, condition, consequent: this.parseStatement() });
      if (!this.isNext('else')) break;
      if (!this.isNext('if', 1)) {
        otherwise = this.parseElse();
        break;
      }
      this.at += 1;
      headLine = this.peek()?.line ?? headLine;
    }
    return chain.reduceRight<Statement[]>((rest, link) => [{ kind: 'if', ...link, alternative: rest }], otherwise);
  }

  private parseElse(): Statement[] {
    if (!this.isNext('else')) return [];
    this.at += 1;
    return this.parseStatement();
  }

  private parseFor(line: number): Statement[] {
    this.at += 1;
    const head = this.takeParens();
    const parts: Token[][] = [[]];
    let parens = 0;
    for (const token of head) {
      if (token.text === '(') parens += 1;
      else if (token.text === ')') parens -= 1;
      if (token.text === ';' && parens === 0) parts.push([]);
      else parts.at(-1)?.push(token);
    }
    const [init = [], condition = [], step = []] = parts;
    return [
      {
        kind: 'loop',
        line,
        init: readExpression(init),
        condition,
        step: readExpression(step),
        body: this.parseStatement(),
        testsFirst: true,
      },
    ];
  }

  private parseDo(line: number): Statement[] {
    this.at += 1;
    const body = this.parseStatement();
    let condition: Token[] = [];
    if (this.isNext('while')) {
      this.at += 1;
      condition = this.takeParens();
      if (this.isNext(';')) this.at += 1;
    }
    return [{ kind: 'loop', line, condition, body, testsFirst: false }];
  }

  private parseCase(token: Token): Statement[] {
    let ternaries = 0;
    for (this.at += 1; this.peek(); this.at += 1) {
      if (this.isNext('?')) ternaries += 1;
      if (this.isNext(';') || this.isNext('{') || this.isNext('}')) break;
      if (this.isNext(':')) {
        if (ternaries === 0) {
          this.at += 1;
          break;
        }
        ternaries -= 1;
      }
    }
    return [{ kind: token.text === 'case' ? 'case' : 'default', line: token.line }];
  }

  /** The arms of an `#if` group as alternatives. */
  private parseArms(line: number): Statement[] {
    const arms: { condition: Token[]; body: Statement[] }[] = [];
    while (this.peek()?.kind === 'directive') {
      const text = this.peek()?.text ?? '';
      if (text === armEnd) {
        this.at += 1;
        break;
      }
      if (arms.length > 0 && !text.startsWith(armNext)) break;
      this.at += 1;
      const words = text.replace(/^#\w+\s*/, '');
      const condition: Token[] = words === '' ? [] : [{ kind: 'name', text: words, line }];
      const body = this.parseList();
      while (this.isNext('}')) this.at += 1;
      arms.push({ condition, body });
    }
    const last = arms.at(-1);
    const hasElse = arms.length > 1 && last?.condition.length === 0;
    const conditional = hasElse ? arms.slice(0, -1) : arms;
    return conditional.reduceRight<Statement[]>(
      (rest, arm) => [{ kind: 'if', line, condition: arm.condition, consequent: arm.body, alternative: rest }],
      hasElse ? (last?.body ?? []) : [],
    );
  }

  private parseOther(token: Token): Statement[] {
    if (token.kind === 'name' && this.isNext(':', 1) && !this.isNext(':', 2)) {
      this.at += 2;
      return [{ kind: 'label', line: token.line, name: token.text }];
    }
    if (token.kind === 'name' && this.isNext('(', 1)) {
      const headed = this.parseHeadedByMacro(token);
      if (headed) return headed;
    }
    return this.splitTernary(this.takeExpression(), token.line, false);
  }

  /** `list_for_each_entry(…) statement`, `scoped_guard(…) { … }`: a macro call with a statement behind it and no `;` between. */
  private parseHeadedByMacro(token: Token): Statement[] | undefined {
    const end = this.closingParen(this.at + 1);
    const after = this.tokens[end + 1];
    if (!after) return undefined;
    const isLoop = loopName.test(token.text);
    const startsStatement = after.text === '{' || (isLoop && (after.kind === 'name' || after.text === ';'));
    if (!startsStatement) return undefined;
    const head = readExpression(this.tokens.slice(this.at, end + 1));
    this.at = end + 1;
    const body = this.parseStatement();
    if (/guard/.test(token.text)) return [{ kind: 'block', line: token.line, guard: head, body }];
    return [{ kind: 'loop', line: token.line, init: head, condition: [], body, testsFirst: true }];
  }

  /** `x = c ? a : b` runs one of two calls: two statements under one condition say so. */
  private splitTernary(tokens: readonly Token[], line: number, isReturn: boolean): Statement[] {
    const make = (part: readonly Token[]): Statement => {
      const expression = readExpression(part, isReturn);
      return { kind: isReturn ? 'return' : 'expression', line: part[0]?.line ?? line, expression };
    };
    const question = indexAtDepthZero(tokens, '?', 0);
    const colon = question < 0 ? -1 : matchingColon(tokens, question);
    if (colon < 0) return [make(tokens)];
    let start = 0;
    for (let index = indexAtDepthZero(tokens, '=', 0); index >= 0 && index < question; ) {
      start = index + 1;
      index = indexAtDepthZero(tokens, '=', start);
    }
    const target = tokens.slice(0, start);
    const condition = tokens.slice(start, question);
    const yes = tokens.slice(question + 1, colon);
    return [
      {
        kind: 'if',
        line,
        condition,
        consequent: [make([...target, ...(yes.length > 0 ? yes : condition)])],
        alternative: [make([...target, ...tokens.slice(colon + 1)])],
      },
    ];
  }

  private parseBraces(): Statement[] {
    this.at += 1;
    const body = this.parseList();
    const token = this.peek();
    if (token?.text === '}') this.at += 1;
    return body;
  }

  private takeParens(): Token[] {
    if (!this.isNext('(')) return [];
    const start = this.at + 1;
    const end = this.closingParen(this.at);
    this.at = end + 1;
    return this.tokens.slice(start, end);
  }

  /** The index of the parenthesis that closes the one at `open`, or the end of the text. */
  private closingParen(open: number): number {
    let depth = 0;
    for (let index = open; index < this.tokens.length; index += 1) {
      const text = this.tokens[index]?.text;
      if (text === '(') depth += 1;
      else if (text === ')') {
        depth -= 1;
        if (depth === 0) return index;
      }
    }
    return this.tokens.length;
  }

  /** The tokens up to the `;` that ends the statement; `{` inside (an initialiser, a statement expression) belongs to it. */
  private takeExpression(): Token[] {
    const start = this.at;
    let depth = 0;
    for (; this.at < this.tokens.length; this.at += 1) {
      const text = this.peek()?.text;
      if (text === '(' || text === '[' || text === '{') depth += 1;
      else if (text === ')' && depth === 0 && this.isNext('{', 1)) {
        // The end of a head that begins before the hunk: what follows is its block.
        this.at += 1;
        return this.withoutDirectives(start, this.at);
      } else if (text === ')' || text === ']') depth = Math.max(0, depth - 1);
      else if (text === '}') {
        if (depth === 0) break;
        depth -= 1;
      } else if (text === ';' && depth === 0) {
        this.at += 1;
        return this.withoutDirectives(start, this.at - 1);
      }
    }
    return this.withoutDirectives(start, this.at);
  }

  private withoutDirectives(start: number, end: number): Token[] {
    return this.tokens.slice(start, end).filter(token => token.kind !== 'directive');
  }

  private skipPast(text: string): void {
    while (this.peek() && !this.isNext(text) && !this.isNext('}')) this.at += 1;
    if (this.isNext(text)) this.at += 1;
  }

  private skipDeepBlock(): Statement[] {
    this.isTooDeep = true;
    let depth = 0;
    for (; this.at < this.tokens.length; this.at += 1) {
      if (this.isNext('{')) depth += 1;
      else if (this.isNext('}')) {
        if (depth === 0) return [];
        depth -= 1;
      } else if (this.isNext(';') && depth === 0) {
        this.at += 1;
        return [];
      }
    }
    return [];
  }
}

function indexAtDepthZero(tokens: readonly Token[], text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < tokens.length; index += 1) {
    const token = tokens[index]?.text;
    if (token === '(' || token === '[' || token === '{') depth += 1;
    else if (token === ')' || token === ']' || token === '}') depth -= 1;
    else if (token === text && depth === 0) return index;
  }
  return -1;
}

function matchingColon(tokens: readonly Token[], question: number): number {
  let pending = 1;
  let depth = 0;
  for (let index = question + 1; index < tokens.length; index += 1) {
    const token = tokens[index]?.text;
    if (token === '(' || token === '[' || token === '{') depth += 1;
    else if (token === ')' || token === ']' || token === '}') depth -= 1;
    else if (depth === 0 && token === '?') pending += 1;
    else if (depth === 0 && token === ':') {
      pending -= 1;
      if (pending === 0) return index;
    }
  }
  return -1;
}
