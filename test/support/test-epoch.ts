import { initBare, runGit } from './git.js';

/** What one commit of a public-inbox holds: a mail that came (m), one that is deleted (d), or anything else. */
export interface EpochCommit {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** A public-inbox epoch that grows, deletes and is rewritten as public-inbox does it. */
export class TestEpoch {
  readonly directory: string;
  #commits: readonly EpochCommit[] = [];

  constructor(directory: string) {
    this.directory = directory;
    initBare(directory);
  }

  git(args: readonly string[], input: string | Uint8Array = ''): string {
    return runGit(this.directory, args, input);
  }

  /** Mails come, oldest first. */
  add(...mails: readonly Uint8Array[]): void {
    this.commit(mails.map(bytes => ({ file: 'm', bytes })));
  }

  /** Takes a mail back: a commit that holds it as the file d. */
  remove(mail: Uint8Array): void {
    this.commit([{ file: 'd', bytes: mail }]);
  }

  commit(commits: readonly EpochCommit[]): void {
    this.#write(commits, this.#commits.length, this.#commits.length > 0 ? 'from refs/heads/master^0' : undefined);
    this.#commits = [...this.#commits, ...commits];
  }

  /** Writes history anew without a mail, or with other bytes in its place, as public-inbox-purge and -edit do. */
  replace(mail: Uint8Array, other?: Uint8Array): void {
    this.#commits = this.#commits.flatMap(commit => {
      if (Buffer.compare(commit.bytes, mail) !== 0) return [commit];
      return other === undefined ? [] : [{ ...commit, bytes: other }];
    });
    this.git(['update-ref', '-d', 'refs/heads/master']);
    this.#write(this.#commits, 0, undefined);
  }

  /** The file of the loose object that a mail is kept in; git packs where a hundred objects come at once. */
  objectOf(mail: Uint8Array): string {
    const id = this.git(['hash-object', '--stdin'], mail).trim();
    return `${this.directory}/objects/${id.slice(0, 2)}/${id.slice(2)}`;
  }

  #write(commits: readonly EpochCommit[], before: number, from: string | undefined): void {
    const parts = commits.flatMap(({ file, bytes }, index) => {
      const time = 1_700_000_000 + before + index;
      const head = ['commit refs/heads/master', `committer A <a@example.com> ${time} +0000`, 'data 1\nx'];
      if (index === 0 && from !== undefined) head.push(from);
      head.push('deleteall', `M 100644 inline ${file}`, `data ${bytes.length}`, '');
      return [Buffer.from(head.join('\n')), bytes, Buffer.from('\n')];
    });
    this.git(['fast-import', '--quiet'], Buffer.concat(parts));
  }
}
