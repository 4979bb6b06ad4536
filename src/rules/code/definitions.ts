import { calledWords } from '../../c/called-words.js';
import { findFunctions } from '../../c/find-functions.js';
import { findMacros, readMacro } from '../../c/find-macros.js';
import { findMemberTargets } from '../../c/find-member-targets.js';
import type { CFunction } from '../../c/function-head.js';
import { groupBy } from '../../domain/group-by.js';
import { remember } from '../../domain/remember.js';
import type { CodeText } from '../../domain/source.js';
import { mapCalls, unmapCalls } from '../../kernel/mappings.js';
import { faultDisablers, faultEnablers } from '../../kernel/page-faults.js';

const switches = new Set([...Object.keys(mapCalls), ...Object.keys(unmapCalls), ...faultDisablers, ...faultEnablers]);

/** What the calls of a file may mean; of one text it is found once, where nothing of other files is at hand. */
export function findDefinitions(code: CodeText, outside: ReadonlyMap<string, readonly CFunction[]>): Definitions {
  return outside.size === 0 ? findOwnDefinitions(code) : new Definitions(code, findFunctions(code), outside);
}

const findOwnDefinitions = remember((code: CodeText) => new Definitions(code, findFunctions(code), new Map()));

/**
 * What the calls of one file may mean: its functions, its macros, and the functions that it puts into members of structures; else what
 * other files define by that name.
 */
export class Definitions {
  readonly macros: readonly CFunction[];
  readonly #code: CodeText;
  readonly #functions: readonly CFunction[];
  readonly #byName: ReadonlyMap<string | undefined, readonly CFunction[]>;
  readonly #outside: ReadonlyMap<string, readonly CFunction[]>;
  #mentions: ReadonlyMap<string, ReadonlySet<CFunction>> | undefined;
  #holders: ReadonlyMap<string, readonly { readonly member: string }[]> | undefined;
  #members: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  #switching: ReadonlySet<CFunction> | undefined;

  constructor(code: CodeText, functions: readonly CFunction[], outside: ReadonlyMap<string, readonly CFunction[]>) {
    this.#code = code;
    this.#outside = outside;
    this.macros = findMacros(code).map(readMacro);
    this.#functions = functions;
    this.#byName = groupBy([...functions, ...this.macros], fn => fn.name);
  }

  /** What a call may run: several are alternatives. A call through a member (`->map`) takes as many arguments as the function has parameters. */
  find(name: string, argumentCount: number): readonly CFunction[] {
    if (/^\w/.test(name)) return this.#named(name);
    const targets = this.#membersOfFile().get(name.replace(/^(?:->|\.)/, '')) ?? [];
    return [...targets].flatMap(target => this.#named(target)).filter(fn => fn.params.length === argumentCount);
  }

  #named(name: string): readonly CFunction[] {
    return this.#byName.get(name) ?? this.#outside.get(name) ?? [];
  }

  /** Whether a function or macro may make or end mappings, or turn page faults off or on, by what it mentions. */
  maySwitch(fn: CFunction): boolean {
    this.#switching ??= this.#mentioning([
      ...switches,
      ...[...this.#outside.keys()].flatMap(name => [name, ...this.#membersHolding(name)]),
    ]);
    return this.#switching.has(fn);
  }

  /** The functions and macros that call one of these names, directly or through a member, or one that does, and so on. */
  callersOf(names: readonly string[]): ReadonlySet<CFunction> {
    return this.#mentioning(names.flatMap(name => [name, ...this.#membersHolding(name)]));
  }

  /** The functions and macros in whose text one of these is called, or one of which that is true, and so on. */
  #mentioning(words: Iterable<string>): ReadonlySet<CFunction> {
    this.#mentions ??= this.#indexMentions();
    const found = new Set<CFunction>();
    const pending = [...words];
    for (let word = pending.pop(); word !== undefined; word = pending.pop()) {
      for (const fn of this.#mentions.get(word) ?? []) {
        if (found.has(fn)) continue;
        found.add(fn);
        if (fn.name !== undefined) pending.push(fn.name, ...this.#membersHolding(fn.name));
      }
    }
    return found;
  }

  /** The functions and macros by each word that tells of a call: all are found in one pass over the file. */
  #indexMentions(): ReadonlyMap<string, ReadonlySet<CFunction>> {
    const mentions = new Map<string, Set<CFunction>>();
    const note = (word: string, fn: CFunction): void => {
      const isTelling =
        switches.has(word) || this.#byName.has(word) || this.#outside.has(word) || this.#membersOfFile().has(word);
      if (!isTelling || word === fn.name) return;
      const users = mentions.get(word) ?? new Set();
      mentions.set(word, users.add(fn));
    };
    for (const fn of this.#functions) {
      for (const word of calledWords(this.#textOf(fn))) note(word, fn);
    }
    for (const macro of this.macros) {
      for (const { kind, text } of macro.body) if (kind === 'name') note(text, macro);
    }
    return mentions;
  }

  #membersHolding(name: string): readonly string[] {
    this.#holders ??= groupBy(
      [...this.#membersOfFile()].flatMap(([member, targets]) => [...targets].map(target => ({ member, target }))),
      ({ target }) => target,
    );
    return this.#holders.get(name)?.map(({ member }) => member) ?? [];
  }

  #membersOfFile(): ReadonlyMap<string, ReadonlySet<string>> {
    this.#members ??= findMemberTargets(this.#code);
    return this.#members;
  }

  #textOf({ startLine, endLine }: CFunction): string {
    const { lines, firstLine } = this.#code;
    return lines.slice(startLine - firstLine, endLine - firstLine + 1).join('\n');
  }
}
