import { afterEach, describe, expect, test } from '@jest/globals';
import { OperationalError } from '../../src/domain/operational-error.js';
import type { MailSource, SourceEvent, SourceMemory } from '../../src/sources/mail-source.js';
import { isProblem } from '../../src/sources/source-item.js';

/** One source of mails that a test has made: an archive in a temporary directory, a server on loopback. */
export interface MadeSource {
  /** Opens it as another run does. */
  open(): Promise<MailSource>;
  /** More mails come, behind those that are there. */
  add(mails: readonly Uint8Array[]): Promise<void>;
  /** Something comes that is no mail. */
  addUnreadable?(): Promise<void>;
  /** From now on the source as a whole cannot be read, or not to its end. */
  break?(): Promise<void>;
  /** Undoes `break`. */
  mend?(): Promise<void>;
  /** Ends what was started for it. The sources that were opened are closed by then. */
  close(): Promise<void>;
}

/**
 * What not every kind of source can do: hold something that is no mail, break, hold the same mail twice (public-inbox takes it once),
 * and be read again once it was opened (a stream is gone).
 */
export type Need = 'unreadable' | 'trouble' | 'doubles' | 'rereading';

/** What the suite has to know of a kind of source. */
export interface MailSourceHarness {
  /** What cannot be with this kind, so that its tests are left out. */
  readonly lacks?: readonly Need[];
  /** A source that holds these mails, oldest first; with none of them one that is empty. */
  make(mails: readonly Uint8Array[]): Promise<MadeSource>;
}

/** What the store is to a source: it remembers the places that were taken and the last cursor. */
export class TestMemory implements SourceMemory {
  readonly #places = new Set<string>();
  readonly #told = new Set<string>();
  cursor: string | undefined;

  take(event: SourceEvent): void {
    if (event.kind === 'rewritten') this.#told.clear();
    if (event.kind === 'mail' || event.kind === 'still-there') this.#told.add(event.place);
    if (event.kind === 'mail') this.#places.add(event.place);
    if (event.kind === 'settled') this.#forget(event.scope);
    this.cursor = event.cursor ?? this.cursor;
  }

  /** What did not come since the history of the scope was told anew is gone. */
  #forget(scope: string): void {
    for (const place of this.#places) {
      if (place.startsWith(scope) && !this.#told.has(place)) this.#places.delete(place);
    }
  }

  knownOf(places: readonly string[]): Promise<ReadonlySet<string>> {
    return Promise.resolve(new Set(places.filter(place => this.#places.has(place))));
  }
}

/** All events of one reading, each of them taken as it comes. */
export async function readEvents(source: MailSource, memory: TestMemory): Promise<readonly SourceEvent[]> {
  const events: SourceEvent[] = [];
  for await (const event of source.read(memory.cursor, memory)) {
    memory.take(event);
    events.push(event);
  }
  return events;
}

/** What came of a reading, and what it threw; undefined where it ended well. */
export async function readToTrouble(
  source: MailSource,
  memory: TestMemory,
): Promise<{ readonly events: readonly SourceEvent[]; readonly trouble: unknown }> {
  const events: SourceEvent[] = [];
  try {
    for await (const event of source.read(memory.cursor, memory)) {
      memory.take(event);
      events.push(event);
    }
    return { events, trouble: undefined };
  } catch (trouble) {
    return { events, trouble };
  }
}

/** The mails among events, as text with one character a byte. */
export function textsOf(events: readonly SourceEvent[]): readonly string[] {
  return events.flatMap(event => {
    if (event.kind !== 'mail' || isProblem(event.item)) return [];
    return [Buffer.from(event.item.bytes).toString('latin1')];
  });
}

/** The places of the mails among events, Problems with them. */
export function placesOf(events: readonly SourceEvent[]): readonly string[] {
  return events.flatMap(event => (event.kind === 'mail' ? [event.place] : []));
}

/** A mail of a made-up person. `name` tells it from others; the text behind it is the body. */
export function makeMail(name: string, body = 'text\n'): Buffer {
  const head = `From: Ada <ada@example.org>\nDate: Fri, 17 May 2024 10:44:09 +0000\nMessage-ID: <${name}@example.org>\n`;
  return Buffer.from(`${head}Subject: ${name}\n\n${body}`, 'latin1');
}

/** Mails in which anything that reads them as text, unfolds, trims or decodes would leave its mark. */
const odd = [
  makeMail('plain'),
  makeMail('bytes', `caf\xe9 \x80\xff tab\t, no charset named; a control \x07 and an escape \x1b[1m\n`),
  makeMail('spaces', '\n\n  text that begins and ends in white space  \n\n \n'),
  makeMail('long-line', `${'x'.repeat(200_000)}\n`),
  makeMail('quoted', '> From the start\n--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\n+b\n-- \n2.39\n'),
];

const named = (...names: readonly string[]) => names.map(name => makeMail(name));
const asTexts = (mails: readonly Uint8Array[]) => mails.map(mail => Buffer.from(mail).toString('latin1'));

/** The contract of a mail source (src/sources/mail-source.ts), held against one kind of it. */
export function describeMailSource(name: string, harness: MailSourceHarness): void {
  const testWhere = (need: Need) => (harness.lacks?.includes(need) ? test.skip : test);

  describe(`the contract of a mail source: ${name}`, () => {
    const toClose: { close(): Promise<void> }[] = [];

    afterEach(async () => {
      for (const each of toClose.splice(0).reverse()) await each.close();
    });

    async function make(mails: readonly Uint8Array[]): Promise<MadeSource> {
      const made = await harness.make(mails);
      toClose.push(made);
      return made;
    }

    async function open(made: MadeSource): Promise<MailSource> {
      const source = await made.open();
      toClose.push(source);
      return source;
    }

    test('bytes are handed on untouched, oldest first, each with its origin', async () => {
      const events = await readEvents(await open(await make(odd)), new TestMemory());
      expect(textsOf(events)).toEqual(asTexts(odd));
      for (const event of events) {
        expect(event).toMatchObject({ kind: 'mail', item: { origin: expect.stringMatching(/./) } });
      }
    });

    test('its name and the places are the same in every run, and each mail has a place of its own', async () => {
      const made = await make(named('a', 'b', 'c'));
      const [one, other] = [await open(made), await open(made)];
      expect(one.id).toBe(other.id);
      const places = placesOf(await readEvents(one, new TestMemory()));
      expect(new Set(places).size).toBe(3);
      expect(placesOf(await readEvents(other, new TestMemory()))).toEqual(places);
    });

    test('an empty source gives nothing, and then what comes', async () => {
      const made = await make([]);
      const memory = new TestMemory();
      expect(textsOf(await readEvents(await open(made), memory))).toEqual([]);
      await made.add(named('first'));
      expect(textsOf(await readEvents(await open(made), memory))).toEqual(asTexts(named('first')));
    });

    test('behind the last cursor there is nothing, neither now nor in another run', async () => {
      const made = await make(named('a', 'b'));
      const source = await open(made);
      const memory = new TestMemory();
      expect(await readEvents(source, memory)).toHaveLength(2);
      expect(await readEvents(source, memory)).toEqual([]);
      expect(await readEvents(await open(made), memory)).toEqual([]);
    });

    test('behind every event the rest comes, and only the rest', async () => {
      const mails = named('a', 'b', 'c', 'd');
      const made = await make(mails);
      for (let taken = 0; taken <= mails.length; taken += 1) {
        const memory = new TestMemory();
        const first: SourceEvent[] = [];
        for await (const event of (await open(made)).read(undefined, memory)) {
          if (first.length === taken) break;
          first.push(event);
          memory.take(event);
        }
        const rest = await readEvents(await open(made), memory);
        expect(textsOf([...first, ...rest])).toEqual(asTexts(mails));
      }
    });

    test('a cursor is enough to go on from: places need not be remembered besides', async () => {
      const mails = named('a', 'b', 'c');
      const made = await make(mails);
      const events = await readEvents(await open(made), new TestMemory());
      for (const [index, { cursor }] of events.entries()) {
        if (cursor === undefined) continue;
        const forgetful = new TestMemory();
        forgetful.cursor = cursor;
        expect(textsOf(await readEvents(await open(made), forgetful))).toEqual(asTexts(mails.slice(index + 1)));
      }
    });

    test('what memory knows is not handed on, also without a cursor', async () => {
      const made = await make(named('a', 'b'));
      const memory = new TestMemory();
      await readEvents(await open(made), memory);
      await made.add(named('c'));
      memory.cursor = undefined;
      expect(textsOf(await readEvents(await open(made), memory))).toEqual(asTexts(named('c')));
    });

    testWhere('rereading')('mails that come later are read by the same source and by a later run', async () => {
      const made = await make(named('a'));
      const source = await open(made);
      const memory = new TestMemory();
      await readEvents(source, memory);
      await made.add(named('b', 'c'));
      expect(textsOf(await readEvents(source, memory))).toEqual(asTexts(named('b', 'c')));
      await made.add(named('d'));
      expect(textsOf(await readEvents(await open(made), memory))).toEqual(asTexts(named('d')));
    });

    testWhere('doubles')('the same mail that comes again has another place', async () => {
      const made = await make(named('a', 'b', 'a'));
      const memory = new TestMemory();
      const first = await readEvents(await open(made), memory);
      await made.add(named('b'));
      const events = [...first, ...(await readEvents(await open(made), memory))];
      expect(textsOf(events)).toEqual(asTexts(named('a', 'b', 'a', 'b')));
      expect(new Set(placesOf(events)).size).toBe(4);
    });

    testWhere('unreadable')('what is no mail is a Problem at its place, told once, and the others come', async () => {
      const made = await make(named('a'));
      await made.addUnreadable?.();
      await made.add(named('b'));
      const memory = new TestMemory();
      const events = await readEvents(await open(made), memory);
      expect(textsOf(events)).toEqual(asTexts(named('a', 'b')));
      expect(events.filter(event => event.kind === 'mail' && isProblem(event.item))).toHaveLength(1);
      expect(await readEvents(await open(made), memory)).toEqual([]);
    });

    testWhere('trouble')('a source that breaks says so in one line, and is read on when it is mended', async () => {
      const made = await make(named('a', 'b'));
      const source = await open(made);
      const memory = new TestMemory();
      await readEvents(source, memory);
      await made.add(named('c', 'd'));
      await made.break?.();
      const { events, trouble } = await readToTrouble(source, memory);
      expect(trouble).toBeInstanceOf(OperationalError);
      expect(trouble instanceof Error ? trouble.message : '').toMatch(/^[^\n]+: [^\n]+$/);
      await made.mend?.();
      const rest = await readEvents(source, memory);
      expect(textsOf([...events, ...rest])).toEqual(asTexts(named('c', 'd')));
    });

    testWhere('rereading')('a consumer may stop anywhere, and another reading begins anew', async () => {
      const made = await make(named('a', 'b', 'c'));
      const source = await open(made);
      for await (const _ of source.read(undefined, new TestMemory())) break;
      expect(textsOf(await readEvents(source, new TestMemory()))).toEqual(asTexts(named('a', 'b', 'c')));
    });

    test('waiting ends when it is aborted, before or meanwhile', async () => {
      const source = await open(await make(named('a')));
      await readEvents(source, new TestMemory());
      await expect(source.wait(AbortSignal.abort())).resolves.toBeUndefined();
      const stop = new AbortController();
      const waiting = source.wait(stop.signal);
      stop.abort();
      await expect(waiting).resolves.toBeUndefined();
    });
  });
}
