import type { GitEnvironment } from '../domain/git-environment.js';
import { limits } from '../domain/limits.js';
import type { WordSearch } from './tree.js';
import { searchWords } from './word-search.js';
import { isWord, type WordUse } from './word-use.js';

type Answer = WordUse | { readonly reason: string };

/** What searches of a repository have found: of each commit each word is looked for once. */
export class WordIndex {
  readonly #environment: GitEnvironment;
  readonly #answers = new Map<string, Promise<Answer>>();

  constructor(environment: GitEnvironment) {
    this.#environment = environment;
  }

  /** `commit`: an id. Words that are not known yet are looked for together. */
  async find(commit: string, words: readonly string[]): Promise<WordSearch> {
    const asked = [...new Set(words)].filter(isWord).slice(0, limits.searchWordsMax);
    const answers = new Map(asked.map(word => [word, this.#answers.get(`${commit} ${word}`)]));
    const unknown = asked.filter(word => !answers.get(word));
    const search = unknown.length > 0 ? searchWords(this.#environment, commit, unknown) : undefined;
    for (const word of unknown) {
      const answer = search?.then(found => (typeof found === 'string' ? { reason: found } : found.of(word)));
      answers.set(word, answer);
      if (answer) this.#remember(`${commit} ${word}`, answer);
    }
    const uses = new Map<string, WordUse>();
    for (const [word, promise] of answers) {
      const answer = await promise;
      if (answer && 'reason' in answer) return { ok: false, reason: answer.reason };
      if (answer) uses.set(word, answer);
    }
    return { ok: true, uses };
  }

  /** The oldest is forgotten. */
  #remember(key: string, answer: Promise<Answer>): void {
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > limits.wordsRememberedMax && oldest !== undefined) this.#answers.delete(oldest);
  }
}
