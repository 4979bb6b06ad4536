import { limits } from '../domain/limits.js';
import type { CodeText } from '../domain/source.js';
import { closingIndex, depthChange } from './brackets.js';
import type { Call } from './expression.js';
import type { CFunction } from './function-head.js';
import { type Token, tokenize } from './tokenize.js';

/** A statement as it stands on its lines, for whoever wants to put lines before or behind it. */
export interface LaidStatement {
  /** `unclear`: a macro call without a `;`, that may be the head of what follows. */
  readonly kind: 'plain' | 'declaration' | 'jump' | 'label' | 'compound' | 'directive' | 'unclear';
  /** Its first word: `if`, `return`, a name. */
  readonly word: string;
  /** Indices of its first and its last token; the last is out of range where a hunk has cut off the closing brace. */
  readonly first: number;
  readonly last: number;
  /** What an `if`, a loop, a switch or a block holds. */
  readonly bodies: readonly LaidBody[];
}

/** The statements of a block, or the one statement of an `if` or a loop without braces. */
export interface LaidBody {
  readonly isBraced: boolean;
  readonly statements: readonly LaidStatement[];
}

/** A function, or the part of it in sight, as a tree of statements over its tokens, directives among them. */
export interface Layout {
  readonly tokens: readonly Token[];
  readonly body: LaidBody;
}

/** Where a statement stands: in which list, and whose list that is. */
export interface LaidPlace {
  readonly body: LaidBody;
  readonly index: number;
  /** The statement whose body it is; undefined at the top. */
  readonly owner?: LaidStatement | undefined;
}

/**
 * Lays out a function of a file, or of a hunk (`isCutOut`). Undefined where its form is not certain: nested too deeply, or conditional
 * compilation that cuts through statements.
 */
export function layOut(code: CodeText, fn: CFunction, isCutOut: boolean): Layout | undefined {
  const lines = code.lines.slice(fn.startLine - code.firstLine, fn.endLine + 1 - code.firstLine);
  const tokens = tokenize({ lines, firstLine: fn.startLine }, isCutOut);
  if (!hasBalancedArms(tokens)) return undefined;
  const reader = new LayoutReader(tokens, code);
  const body = fn.isWhole ? reader.readFunction() : reader.readAll();
  return reader.isUncertain ? undefined : { tokens, body };
}

/** The index of a call's name; -1 where it is not in sight. */
export function findCallToken({ tokens }: Layout, call: Call): number {
  const name = call.name.replace(/^(?:->|\.)/, '');
  return tokens.findIndex(
    ({ text, line }, index) => line === call.line && text === name && tokens[index + 1]?.text === '(',
  );
}

/** The statements around a token, the outermost first; empty where it stands in none. */
export function findPlaces(layout: Layout, token: number): LaidPlace[] {
  const places: LaidPlace[] = [];
  let owner: LaidStatement | undefined;
  let bodies: readonly LaidBody[] = [layout.body];
  for (;;) {
    const found = bodies
      .map(body => ({ body, index: body.statements.findIndex(each => each.first <= token && token <= each.last) }))
      .find(({ index }) => index >= 0);
    if (!found) return places;
    places.push({ ...found, owner });
    owner = found.body.statements[found.index];
    bodies = owner?.bodies ?? [];
  }
}

/** Between two directives as many braces open as close: the code has one form, whatever is compiled. */
function hasBalancedArms(tokens: readonly Token[]): boolean {
  if (!tokens.some(token => token.kind === 'directive')) return true;
  let depth = 0;
  const depths: number[] = [];
  for (const token of tokens) {
    if (token.kind !== 'directive') depth += depthChange(token);
    else if (/^#\s*if/.test(token.text)) depths.push(depth);
    else if (/^#\s*el/.test(token.text) && depths.at(-1) !== depth) return false;
    else if (/^#\s*endif/.test(token.text) && depths.pop() !== depth) return false;
  }
  return depths.length === 0;
}

const jumps = new Set(['return', 'goto', 'break', 'continue']);
const heads = new Set(['if', 'for', 'while', 'switch']);
const typeWords =
  /^(?:const|static|struct|union|enum|unsigned|signed|int|char|long|short|void|bool|size_t|ssize_t|loff_t|pgoff_t|[us](?:8|16|32|64)|__\w+|\w+_t)$/;

class LayoutReader {
  isUncertain = false;
  #at = 0;
  #depth = 0;
  readonly #tokens: readonly Token[];
  readonly #lines: readonly string[];
  readonly #firstLine: number;

  constructor(tokens: readonly Token[], { lines, firstLine }: CodeText) {
    this.#tokens = tokens;
    this.#lines = lines;
    this.#firstLine = firstLine;
  }

  readFunction(): LaidBody {
    let depth = 0;
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      const token = this.#tokens[this.#at];
      if (depth === 0 && token?.text === '{') break;
      depth += depthChange(token);
    }
    return this.#readBody();
  }

  /** A part of a function: a `}` whose `{` is not in sight ends what stands before it. */
  readAll(): LaidBody {
    let statements: LaidStatement[] = [];
    for (;;) {
      statements.push(...this.#readList());
      if (this.#at >= this.#tokens.length) return { isBraced: true, statements };
      const last = this.#at;
      this.#at += 1;
      const body: LaidBody = { isBraced: true, statements };
      const bodies = this.#text() === 'else' ? [body, this.#readElse()] : [body];
      statements = [{ kind: 'compound', word: '', first: 0, last: Math.max(last, this.#at - 1), bodies }];
    }
  }

  #text(ahead = 0): string {
    const token = this.#tokens[this.#at + ahead];
    return token === undefined || token.kind === 'string' ? '' : token.text;
  }

  #readList(): LaidStatement[] {
    const statements: LaidStatement[] = [];
    while (this.#at < this.#tokens.length && this.#text() !== '}' && !this.isUncertain) {
      const before = this.#at;
      statements.push(this.#readStatement());
      if (this.#at === before) this.isUncertain = true;
    }
    return statements;
  }

  /** The body of an `if`, a loop or a function: braces, or one statement. */
  #readBody(): LaidBody {
    if (this.#text() !== '{') {
      if (this.#tokens[this.#at]?.kind === 'directive') this.isUncertain = true;
      const isThere = this.#at < this.#tokens.length && !this.isUncertain;
      return { isBraced: false, statements: isThere ? [this.#readStatement()] : [] };
    }
    this.#at += 1;
    const statements = this.#readList();
    this.#at += 1;
    return { isBraced: true, statements };
  }

  #readElse(): LaidBody {
    this.#at += 1;
    return this.#readBody();
  }

  #readStatement(): LaidStatement {
    this.#depth += 1;
    if (this.#depth > limits.blockDepthMax) this.isUncertain = true;
    const first = this.#at;
    const { kind, bodies } = this.isUncertain ? { kind: 'plain' as const, bodies: [] } : this.#readRest(first);
    this.#depth -= 1;
    return { kind, word: this.#tokens[first]?.text ?? '', first, last: Math.max(first, this.#at - 1), bodies };
  }

  #readRest(first: number): Pick<LaidStatement, 'kind' | 'bodies'> {
    const text = this.#text();
    if (this.#tokens[first]?.kind === 'directive') {
      this.#at += 1;
      return { kind: 'directive', bodies: [] };
    }
    if (text === '{') return { kind: 'compound', bodies: [this.#readBody()] };
    if (heads.has(text)) {
      this.#at += 1;
      this.#skipParens();
      const bodies = [this.#readBody()];
      if (text === 'if' && this.#text() === 'else') bodies.push(this.#readElse());
      return { kind: 'compound', bodies };
    }
    if (text === 'do') {
      this.#at += 1;
      const body = this.#readBody();
      this.#skipPast(';');
      return { kind: 'compound', bodies: [body] };
    }
    // Its `if` stands before the code in sight.
    if (text === 'else') return { kind: 'compound', bodies: [this.#readElse()] };
    if (text === 'case' || text === 'default') {
      this.#skipPast(':');
      return { kind: 'label', bodies: [] };
    }
    if (this.#text(1) === ':' && this.#tokens[first]?.kind === 'name') {
      this.#at += 2;
      return { kind: 'label', bodies: [] };
    }
    return this.#readPlain(first);
  }

  #readPlain(first: number): Pick<LaidStatement, 'kind' | 'bodies'> {
    let isUnclear = false;
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      const text = this.#text();
      if (text === ';') {
        this.#at += 1;
        break;
      }
      if (text === '}') break;
      // The head of a loop macro, a guard, a function: its block follows.
      if (text === '{' && this.#tokens[this.#at - 1]?.text === ')')
        return { kind: 'compound', bodies: [this.#readBody()] };
      const isMacro = text === '(' && this.#at === first + 1;
      if (text === '(' || text === '[' || text === '{') this.#at = closingIndex(this.#tokens, this.#at);
      const next = this.#tokens[this.#at + 1];
      if (!isMacro || next?.kind !== 'name' || next.line === this.#tokens[this.#at]?.line) continue;
      if (this.#indentOf(next) !== this.#indentOf(this.#tokens[first])) isUnclear = true;
      else if (!isUnclear) {
        this.#at += 1;
        break;
      }
    }
    if (isUnclear) return { kind: 'unclear', bodies: [] };
    if (jumps.has(this.#tokens[first]?.text ?? '')) return { kind: 'jump', bodies: [] };
    return { kind: this.#isDeclaration(first) ? 'declaration' : 'plain', bodies: [] };
  }

  #isDeclaration(first: number): boolean {
    const [one, two, three] = this.#tokens.slice(first, first + 3);
    if (one?.kind !== 'name' || /^(?:asm|__asm__)$/.test(one.text)) return false;
    // A call of `__copy_to_user()` begins like a type of that form.
    if (two?.text === '(') return false;
    if (typeWords.test(one.text) && two?.text !== '=' && two?.text !== '->') return true;
    return two?.kind === 'name' || (two?.text === '*' && (three?.kind === 'name' || three?.text === '*'));
  }

  #indentOf(token: Token | undefined): string {
    return /^\s*/.exec(this.#lines[(token?.line ?? 0) - this.#firstLine] ?? '')?.[0] ?? '';
  }

  #skipParens(): void {
    if (this.#text() !== '(') this.isUncertain = true;
    else this.#at = closingIndex(this.#tokens, this.#at) + 1;
  }

  #skipPast(text: string): void {
    while (this.#at < this.#tokens.length && this.#text() !== text && this.#text() !== '}') this.#at += 1;
    if (this.#text() === text) this.#at += 1;
  }
}
