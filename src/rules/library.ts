import type { OtherFile } from '../domain/source.js';
import { CodeModel } from './code-model.js';

/** A question about the rest of the tree: where a function is defined, or which files call it. */
export interface Wish {
  readonly about: 'definition' | 'callers';
  readonly name: string;
}

/** The files in which the answer stands; or why it cannot be had, in words that follow "not looked at:". */
export type Answer = { readonly files: readonly OtherFile[] } | { readonly refused: string };

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
export interface Gap extends Wish {
  readonly refused: string;
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
  readonly #models = new Map<string, OtherCode>();

  constructor(answers?: ReadonlyMap<string, Answer>) {
    this.#answers = answers;
  }

  /** What was asked and has no answer yet. */
  wishes(): readonly Wish[] {
    return [...this.#wishes.values()];
  }

  /** What was asked and cannot be answered. */
  gaps(): readonly Gap[] {
    return [...this.#gaps.values()];
  }

  /**
   * The files that define the function or macro which a call in the file `from` means: more than one where it depends on the
   * configuration. A static function of another .c file is not meant.
   */
  definitionsOf(name: string, from: string, side: Side): readonly OtherCode[] {
    const files = this.#ask({ about: 'definition', name }, side)?.filter(other => other.path !== from);
    const meant = files?.filter(other => isReachable(other.path, from) && other.code.offers(name, other.path)) ?? [];
    // What lies in the same folder goes before the namesake of another driver.
    const near = meant.filter(other => folderOf(other.path) === folderOf(from));
    return near.length > 0 ? near : meant;
  }

  /** The other files that may call a function of the file `from`; those with a function of that name mean their own. Undefined where they are not known. */
  callersOf(name: string, from: string, side: Side): readonly OtherCode[] | undefined {
    const files = this.#ask({ about: 'callers', name }, side);
    return files?.filter(({ path, code }) => path !== from && isReachable(from, path) && !code.defines(name));
  }

  #ask(wish: Wish, side: Side): readonly OtherCode[] | undefined {
    const key = keyOfWish(wish);
    const answer = this.#answers?.get(key);
    if (answer === undefined) {
      if (this.#answers) this.#wishes.set(key, wish);
      return undefined;
    }
    if ('files' in answer) return answer.files.flatMap(file => this.#modelOf(file, side) ?? []);
    this.#gaps.set(key, { ...wish, refused: answer.refused });
    return undefined;
  }

  #modelOf(file: OtherFile, side: Side): OtherCode | undefined {
    const code = file[side];
    const key = `${side} ${file.path}`;
    const known = this.#models.get(key);
    if (known || !code) return known;
    const made = { path: file.path, code: new CodeModel(code, '', true) };
    this.#models.set(key, made);
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
