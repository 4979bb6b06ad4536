import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { initBare } from '../support/git.js';
import type { PropertyCase } from './property-case.js';

/** How a diff is printed: the words for `git diff`, and what becomes of the text behind `@@`. */
export interface DiffForm {
  readonly name: string;
  readonly words: readonly string[];
  readonly hasHeadings?: boolean | undefined;
}

/** A case in a git repository. */
export interface StoredCase<Case extends PropertyCase = PropertyCase> {
  readonly it: Case;
  /** Among the cases of its set. */
  readonly index: number;
  /** The commit before the change. */
  readonly baseCommit: string;
}

/** A bare repository that holds cases before and after their change: what diffs are made of, and the mirror to judge them with. */
export class ScratchRepository {
  readonly directory: string;

  constructor(parent: string) {
    this.directory = join(parent, 'scratch.git');
    initBare(this.directory);
  }

  /** Stores cases under a name of their own. */
  store<Case extends PropertyCase>(set: string, cases: readonly Case[]): readonly StoredCase<Case>[] {
    const stream: string[] = [];
    const data = (text: string): string => `data ${text.length}\n${text}\n`;
    const commit = (ref: string, files: Iterable<readonly [string, string]>): void => {
      stream.push(`commit ${ref}\ncommitter A <a@example.com> 1700000000 +0000\n${data('x')}`);
      for (const [path, text] of files) stream.push(`M 100644 inline ${path}\n${data(text)}`);
    };
    for (const [index, each] of cases.entries()) commit(`refs/bases/${set}/${index}`, each.before);
    commit(
      `refs/old/${set}`,
      cases.map((each, index) => [`${index}/${each.path}`, each.before.get(each.path) ?? '']),
    );
    commit(
      `refs/new/${set}`,
      cases.map((each, index) => [`${index}/${each.path}`, each.after]),
    );
    this.#git(['fast-import', '--quiet', '--force'], Buffer.from(stream.join(''), 'latin1'));
    const refs = this.#git(['for-each-ref', '--format=%(objectname) %(refname)', `refs/bases/${set}/`]).split('\n');
    const commits = new Map(refs.map(line => [line.slice(line.lastIndexOf('/') + 1), line.split(' ')[0] ?? '']));
    return cases.map((it, index) => ({ it, index, baseCommit: commits.get(`${index}`) ?? '' }));
  }

  /** The diffs of cases of a set, by their indexes. */
  diff(set: string, form: DiffForm, cases: readonly StoredCase[]): readonly string[] {
    if (cases.length === 0) return [];
    const words = ['diff', '--no-color', '--no-renames', '--abbrev=12', ...form.words];
    const folders = cases.map(({ index }) => `${index}/`);
    const output = this.#git([...words, `refs/old/${set}`, `refs/new/${set}`, '--', ...folders]);
    const diffs: string[] = [];
    for (const part of output.split(/^(?=diff --git )/m)) {
      const index = Number(/^diff --git a\/(\d+)\//.exec(part)?.[1]);
      const start = part.indexOf('\n@@ ') + 1;
      const header = part.slice(0, start).replaceAll(` a/${index}/`, ' a/').replaceAll(` b/${index}/`, ' b/');
      const hunks = part.slice(start);
      diffs[index] = header + (form.hasHeadings === false ? hunks.replace(/^(@@ .*? @@).*$/gm, '$1') : hunks);
    }
    return diffs;
  }

  #git(words: readonly string[], input: Buffer | string = ''): string {
    return execFileSync('git', ['-C', this.directory, ...words], {
      input,
      encoding: 'latin1',
      maxBuffer: 1_000_000_000,
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    });
  }
}
