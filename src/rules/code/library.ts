import type { CodeText, OtherFile } from '../../domain/source.js';
import { CodeModel } from './code-model.js';
import { Outside, type OutsideFunction } from './outside.js';

/** A question about the rest of the tree: where a function is defined, or which files call it. */
export interface Wish {
  readonly about: 'definition' | 'callers';
  readonly name: string;
}

/** Why an answer cannot be had, in words that follow "not looked at:". */
interface Refused {
  readonly refused: string;
  /** There is no tree that could be searched: none is named that lies below the patch, or it is not there. */
  readonly isTreeMissing?: boolean | undefined;
}

/** The files in which the answer stands; or why it cannot be had. */
export type Answer = { readonly files: readonly OtherFile[] } | Refused;

/** What an answer is kept under. */
export function keyOfWish({ about, name }: Wish): string {
  return `${about} ${name}`;
}

/** A file that the patch need not touch, on one side. */
export interface OtherCode {
  readonly path: string;
  readonly code: CodeModel;
}

/** What a question that was asked could not be answered by. */
export interface Gap extends Wish, Refused {}

/** A function, or a macro of a header, that does something else for its callers after the patch than before. */
export interface ChangedFunction {
  readonly name: string;
  /** The file that defines it. */
  readonly path: string;
  /** The other files that may call it, as far as they are known. */
  readonly callers: readonly string[];
}

type Side = 'old' | 'new';

/**
 * What other files tell, as far as they are at hand. Asking for what is not is noted as a wish, and answered as if there were nothing:
 * whoever runs the rules fulfils the wishes and runs them again. Without answers at all nothing is wished for.
 */
export class Library {
  readonly #answers: ReadonlyMap<string, Answer> | undefined;
  readonly #wishes = new Map<string, Wish>();
  readonly #gaps = new Map<string, Gap>();
  readonly #changed = new Map<string, ChangedFunction>();
  readonly #models = new Map<string, OtherCode>();
  readonly #files = new Map<string, OtherFile>();

  constructor(answers?: ReadonlyMap<string, Answer>) {
    this.#answers = answers;
  }

  /** What was asked and has no answer yet. */
  wishes(): readonly Wish[] {
    return [...this.#wishes.values()];
  }

  /** What was asked and cannot be answered, but for what could only have cleared a finding: that is said with the finding. */
  gaps(): readonly Gap[] {
    return [...this.#gaps.values()];
  }

  /** The functions of which it was said that they do something else now, with those that call them. */
  changed(): readonly ChangedFunction[] {
    return [...this.#changed.values()];
  }

  /** Says that a function of the file `path` does something else for its callers now, and asks who these are. */
  noteChanged(name: string, path: string): void {
    const callers = this.#filesOf(this.callersOf(name, path, 'new')).map(other => other.path);
    this.#changed.set(`${path} ${name}`, { name, path, callers });
  }

  /** Asks what the functions of a name do that other files define. `outsideOf` gives what was asked for. */
  askDefinition(name: string): void {
    this.#filesOf(this.#ask({ about: 'definition', name }, 'new'));
  }

  /** Says that something may be missed for want of an answer. */
  noteGap(gap: Gap): void {
    this.#gaps.set(keyOfWish(gap), gap);
  }

  /** What calls in the file `from` may mean that other files define, by name, of all that was ever asked for. */
  outsideOf(from: string, side: Side): Outside {
    const outside = new Map<string, readonly OutsideFunction[]>();
    for (const [key, answer] of this.#answers ?? []) {
      const [about, name = ''] = key.split(' ');
      if (about !== 'definition' || 'refused' in answer) continue;
      const functions = this.#definitionsOf(name, from, side);
      if (functions.length > 0) outside.set(name, functions);
    }
    return new Outside(outside);
  }

  /**
   * What a call in the file `from` means: more than one function where that depends on the configuration. A static function of another
   * .c file is not meant.
   */
  #definitionsOf(name: string, from: string, side: Side): readonly OutsideFunction[] {
    const files = this.#filesOf(this.#ask({ about: 'definition', name }, side)).filter(other => other.path !== from);
    const meant = files.filter(other => isReachable(other.path, from) && other.code.offers(name, other.path));
    // What lies in the same folder goes before the namesake of another driver.
    const near = meant.filter(other => folderOf(other.path) === folderOf(from));
    return (near.length > 0 ? near : meant).flatMap(({ code }) =>
      code.listCallable().flatMap(fn => (fn.name === name ? [{ fn, code }] : [])),
    );
  }

  /** A file that was at hand for some answer. */
  codeAt(path: string, side: Side): CodeText | undefined {
    return this.#files.get(path)?.[side];
  }

  /**
   * The other files that may call a function of the file `from`; those with a function of that name mean their own. Undefined where it is
   * not known yet, or never will be; where it was asked in vain that is no gap until somebody says so (`noteGap`).
   */
  callersOf(name: string, from: string, side: Side): readonly OtherCode[] | Gap | undefined {
    const found = this.#ask({ about: 'callers', name }, side);
    if (found === undefined || 'refused' in found) return found;
    return found.filter(({ path, code }) => path !== from && isReachable(from, path) && !code.defines(name));
  }

  #filesOf(found: readonly OtherCode[] | Gap | undefined): readonly OtherCode[] {
    if (found === undefined || !('refused' in found)) return found ?? [];
    this.noteGap(found);
    return [];
  }

  #ask(wish: Wish, side: Side): readonly OtherCode[] | Gap | undefined {
    const key = keyOfWish(wish);
    const answer = this.#answers?.get(key);
    if (answer === undefined) {
      if (this.#answers) this.#wishes.set(key, wish);
      return undefined;
    }
    if ('files' in answer) return answer.files.flatMap(file => this.#modelOf(file, side) ?? []);
    return { ...answer, ...wish };
  }

  #modelOf(file: OtherFile, side: Side): OtherCode | undefined {
    const code = file[side];
    const key = `${side} ${file.path}`;
    const known = this.#models.get(key);
    if (known || !code) return known;
    const made = { path: file.path, code: new CodeModel(code, '', true, { path: file.path }) };
    this.#models.set(key, made);
    this.#files.set(file.path, file);
    return made;
  }
}

/** Folders whose code is not linked with the kernel's, though it has functions of the same names. */
const otherProgram = /^(?:tools|scripts|samples|Documentation)\//;

/** Whether code of the file `user` may call what the file `path` defines: it is the same program, and no other architecture. */
function isReachable(path: string, user: string): boolean {
  const program = (file: string): string => otherProgram.exec(file)?.[0] ?? '';
  const [, own] = /^arch\/(\w+)\//.exec(path) ?? [];
  const [, other] = /^arch\/(\w+)\//.exec(user) ?? [];
  return program(path) === program(user) && (own === undefined || other === undefined || own === other);
}

function folderOf(path: string): string {
  return path.replace(/[^/]*$/, '');
}
