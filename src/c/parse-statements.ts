import { limits } from '../domain/limits.js';
import { closingIndex, splitAtDepthZero } from './brackets.js';
import { readExpression } from './expression.js';
import { armEnd, armNext, armStart } from './resolve-conditionals.js';
import { splitTernary } from './split-ternary.js';
import { enclosing, type Statement } from './statement.js';
import { TokenCursor } from './token-cursor.js';
import type { Token } from './tokenize.js';

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
const guardName = /^scoped_\w*guard$/;

class StatementParser extends TokenCursor {
  isTooDeep = false;
  #depth = 0;

  parseAll(): Statement[] {
    let statements: Statement[] = [];
    for (;;) {
      statements.push(...this.#parseList());
      const token = this.peek();
      if (!token) return statements;
      this.at += 1;
      if (token.text !== '}') continue;
      // The block's head stands before the hunk.
      const condition: Token[] = [{ kind: 'name', text: enclosing, line: token.line }];
      statements = [
        { kind: 'if', line: token.line, condition, consequent: statements, alternative: this.#parseElse() },
      ];
    }
  }

  /** Statements up to a `}`, the end of an arm, or the end of the text; the terminator is not consumed. */
  #parseList(): Statement[] {
    const statements: Statement[] = [];
    for (let token = this.peek(); token && token.text !== '}' && !this.#isArmBoundary(token); token = this.peek()) {
      const before = this.at;
      statements.push(...this.#parseStatement());
      if (this.at === before) this.at += 1;
    }
    return statements;
  }

  #isArmBoundary(token: Token): boolean {
    return token.kind === 'directive' && !token.text.startsWith(armStart);
  }

  #parseStatement(): Statement[] {
    const token = this.peek();
    if (!token || token.text === '}' || this.#isArmBoundary(token)) return [];
    if (this.#depth >= limits.blockDepthMax) return this.#skipDeepBlock();
    this.#depth += 1;
    const statements = this.#parseAt(token);
    this.#depth -= 1;
    return statements;
  }

  #parseAt(token: Token): Statement[] {
    const { line } = token;
    if (token.kind === 'directive') return this.#parseArms(line);
    switch (token.text) {
      case ';':
        this.at += 1;
        return [];
      case '{':
        return [{ kind: 'block', line, body: this.#parseBraces() }];
      case 'if':
        return this.#parseIf(line);
      case 'else':
        // The if stands before the hunk.
        return [{ kind: 'if', line, condition: [], consequent: [], alternative: this.#parseElse() }];
      case 'for':
        return this.#parseFor(line);
      case 'while': {
        this.at += 1;
        const condition = this.takeParens();
        return [{ kind: 'loop', line, condition, body: this.#parseStatement(), testsFirst: true }];
      }
      case 'do':
        return this.#parseDo(line);
      case 'switch': {
        this.at += 1;
        const subject = readExpression(this.takeParens());
        return [{ kind: 'switch', line, subject, body: this.#parseStatement() }];
      }
      case 'case':
      case 'default':
        return this.#parseCase(token);
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
        return splitTernary(this.takeExpression(), line, true);
      default:
        return this.#parseOther(token);
    }
  }

  #parseIf(line: number): Statement[] {
    // A chain of else-if is read in a loop: generated code has chains longer than any nesting.
    const chain: { line: number; condition: Token[]; consequent: Statement[] }[] = [];
    let otherwise: Statement[] = [];
    for (let headLine = line; ; ) {
      this.at += 1;
      const condition = this.takeParens();
      chain.push({ line: headLine, condition, consequent: this.#parseStatement() });
      if (!this.isNext('else')) break;
      if (chain.length >= limits.elseIfMax) return this.#skipDeepBlock();
      if (!this.isNext('if', 1)) {
        otherwise = this.#parseElse();
        break;
      }
      this.at += 1;
      headLine = this.peek()?.line ?? headLine;
    }
    return chain.reduceRight<Statement[]>((rest, link) => [{ kind: 'if', ...link, alternative: rest }], otherwise);
  }

  #parseElse(): Statement[] {
    if (!this.isNext('else')) return [];
    this.at += 1;
    return this.#parseStatement();
  }

  #parseFor(line: number): Statement[] {
    this.at += 1;
    const parts = splitAtDepthZero(this.takeParens(), ';');
    const [init = [], condition = [], step = []] = parts;
    return [
      {
        kind: 'loop',
        line,
        init: readExpression(init),
        condition,
        step: readExpression(step),
        body: this.#parseStatement(),
        testsFirst: true,
      },
    ];
  }

  #parseDo(line: number): Statement[] {
    this.at += 1;
    const body = this.#parseStatement();
    let condition: Token[] = [];
    if (this.isNext('while')) {
      this.at += 1;
      condition = this.takeParens();
      if (this.isNext(';')) this.at += 1;
    }
    return [{ kind: 'loop', line, condition, body, testsFirst: false }];
  }

  #parseCase(token: Token): Statement[] {
    let ternaries = 0;
    const start = this.at + 1;
    let end = start;
    for (this.at += 1; this.peek(); this.at += 1) {
      end = this.at;
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
    const { line } = token;
    return token.text === 'case'
      ? [{ kind: 'case', line, value: this.tokens.slice(start, end) }]
      : [{ kind: 'default', line }];
  }

  /** The arms of an `#if` group as alternatives. */
  #parseArms(line: number): Statement[] {
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
      const body = this.#parseList();
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

  #parseOther(token: Token): Statement[] {
    if (token.kind === 'name' && this.isNext(':', 1) && !this.isNext(':', 2)) {
      this.at += 2;
      return [{ kind: 'label', line: token.line, name: token.text }];
    }
    if (token.kind === 'name' && this.isNext('(', 1)) {
      const headed = this.#parseHeadedByMacro(token);
      if (headed) return headed;
    }
    const tokens = this.takeExpression();
    if (tokens.at(-1)?.text !== ')' || !this.isNext('{')) return splitTernary(tokens, token.line, false);
    // The end of a head that begins before the hunk. That it was an if shows where an else follows.
    const { line } = token;
    const body = this.#parseBraces();
    const head = splitTernary(tokens, line, false);
    if (!this.isNext('else')) return [...head, { kind: 'block', line, body }];
    return [...head, { kind: 'if', line, condition: [], consequent: body, alternative: this.#parseElse() }];
  }

  /** `list_for_each_entry(…) statement`, `scoped_guard(…) { … }`: a macro call with a statement behind it and no `;` between. */
  #parseHeadedByMacro(token: Token): Statement[] | undefined {
    const end = closingIndex(this.tokens, this.at + 1);
    const after = this.tokens[end + 1];
    if (!after) return undefined;
    const isHead = loopName.test(token.text) || guardName.test(token.text);
    const startsStatement = after.text === '{' || (isHead && (after.kind === 'name' || after.text === ';'));
    if (!startsStatement) return undefined;
    const head = readExpression(this.tokens.slice(this.at, end + 1));
    this.at = end + 1;
    const body = this.#parseStatement();
    if (/guard/.test(token.text)) return [{ kind: 'block', line: token.line, guard: head, body }];
    return [{ kind: 'loop', line: token.line, init: head, condition: [], body, testsFirst: true }];
  }

  #parseBraces(): Statement[] {
    this.at += 1;
    const body = this.#parseList();
    const token = this.peek();
    if (token?.text === '}') this.at += 1;
    return body;
  }

  #skipDeepBlock(): Statement[] {
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
