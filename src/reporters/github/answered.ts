import { GitHubRefusal } from './github-client.js';

/**
 * A value of an answer, and where it stands there: what GitHub says is checked where it is read. Each reading throws a GitHubRefusal of
 * the kind `wrong` where the value is of another form than GitHub documents.
 */
export class Answered {
  readonly value: unknown;
  readonly #place: string;

  /** `place`: for people, `the pull request`. */
  constructor(value: unknown, place: string) {
    this.value = value;
    this.#place = place;
  }

  /** A field of an object; several names lead inwards. */
  at(...names: readonly string[]): Answered {
    return names.reduce<Answered>((inside, name) => inside.#field(name), this);
  }

  /** Undefined where there is nothing, or null. */
  optional(): Answered | undefined {
    return this.value === undefined || this.value === null ? undefined : this;
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.#refuse('text');
  }

  /** A whole number that is held exactly. */
  number(): number {
    return typeof this.value === 'number' && Number.isSafeInteger(this.value) ? this.value : this.#refuse('a number');
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.#refuse('true or false');
  }

  /** Milliseconds since the epoch, of `2026-11-28T05:06:07Z`. */
  time(): number {
    const time = Date.parse(this.text());
    return Number.isNaN(time) ? this.#refuse('a time') : time;
  }

  /** An id of git's: 40 or 64 hex digits. */
  objectId(): string {
    const id = this.text();
    return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) ? id : this.#refuse('an object id');
  }

  items(): readonly Answered[] {
    if (!Array.isArray(this.value)) return this.#refuse('a list');
    return this.value.map((item: unknown, index) => new Answered(item, `${this.#place}[${index}]`));
  }

  #field(name: string): Answered {
    if (typeof this.value !== 'object' || this.value === null) return this.#refuse('an object');
    const field: unknown = Object.hasOwn(this.value, name) ? Reflect.get(this.value, name) : undefined;
    return new Answered(field, `${this.#place}.${name}`);
  }

  #refuse(expected: string): never {
    throw new GitHubRefusal('wrong', `${this.#place} of the answer is not ${expected}`);
  }
}
