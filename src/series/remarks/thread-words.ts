import { limits } from '../../domain/limits.js';
import type { Message } from '../../domain/message.js';
import type { ThreadNode } from '../../domain/thread.js';
import { dropWhiteSpace, type ReplyLine } from './patch-lines.js';

/** So much of a remark tells it from all others. */
const tellingCharsMax = 60;

/** Who wrote what in a thread: put together when the first quotation asks whose words it holds. */
export class ThreadWords {
  readonly #nodes: readonly ThreadNode[];
  readonly #linesOf: (message: Message) => readonly ReplyLine[];
  #words: ReadonlyMap<ThreadNode, string> | undefined;
  #searched = 0;

  constructor(nodes: readonly ThreadNode[], linesOf: (message: Message) => readonly ReplyLine[]) {
    this.#nodes = nodes;
    this.#linesOf = linesOf;
  }

  /**
   * Whether another mail than this one holds a remark as its sender's own words, however they were wrapped since. Also true once
   * `limits.wordsSearchedMax` characters were searched: what is not known to be missing is not shown as another's.
   */
  isWrittenElsewhere(comment: string, node: ThreadNode): boolean {
    this.#words ??= new Map(this.#nodes.map(each => [each, this.#ownWords(each)]));
    const telling = dropWhiteSpace(comment.slice(0, 4 * tellingCharsMax)).slice(0, tellingCharsMax);
    for (const [writer, words] of this.#words) {
      this.#searched += words.length;
      if (this.#searched > limits.wordsSearchedMax) return true;
      if (writer !== node && words.includes(telling)) return true;
    }
    return false;
  }

  #ownWords({ message }: ThreadNode): string {
    if (message === undefined) return '';
    return this.#linesOf(message)
      .map(line => (line.depth === 0 ? line.squeezed : ''))
      .join('');
  }
}
