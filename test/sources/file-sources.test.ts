import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { DirectorySource } from '../../src/sources/files/directory-source.js';
import { FileSource } from '../../src/sources/files/file-source.js';
import { StreamSource } from '../../src/sources/files/stream-source.js';
import { isProblem } from '../../src/sources/source-item.js';
import {
  describeMailSource,
  makeMail,
  placesOf,
  readEvents,
  readToTrouble,
  TestMemory,
  textsOf,
} from '../contracts/mail-source.js';
import { appendQuietly, makeQuiet } from '../support/quiet-files.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const root = makeTemporaryDirectory();
let count = 0;
function newPath(name: string): string {
  count += 1;
  mkdirSync(join(root, String(count)));
  return join(root, String(count), name);
}

const [a, b, c] = ['a', 'b', 'c'].map(name => makeMail(name)) as [Buffer, Buffer, Buffer];
const texts = (...mails: readonly Uint8Array[]) => mails.map(mail => Buffer.from(mail).toString('latin1'));

/** The mails as an mbox with the quoting of mboxrd. */
function mboxOf(mails: readonly Uint8Array[]): Buffer {
  const parts = mails.map(mail => {
    const text = Buffer.from(mail)
      .toString('latin1')
      .replace(/^(>*From )/gm, '>$1');
    return `From mboxrd@z Thu Jan  1 00:00:00 1970\n${text}\n`;
  });
  return Buffer.from(parts.join(''), 'latin1');
}

const notAMail = 'From mboxrd@z Thu Jan  1 00:00:00 1970\nOdd: header\n\ntext\n\n';

for (const kind of ['an mbox', 'a gzipped mbox'] as const) {
  describeMailSource(kind, {
    async make(mails) {
      const path = newPath('list.mbox');
      const pack = (bytes: Uint8Array) => (kind === 'an mbox' ? bytes : gzipSync(bytes));
      appendQuietly(path, pack(mboxOf(mails)));
      return {
        open: async () => new FileSource(path),
        add: async more => void appendQuietly(path, pack(mboxOf(more))),
        addUnreadable: async () => void appendQuietly(path, pack(Buffer.from(notAMail))),
        break: async () => renameSync(path, `${path}.away`),
        mend: async () => renameSync(`${path}.away`, path),
        close: async () => rmSync(path),
      };
    },
  });
}

describeMailSource('a maildir', {
  async make(mails) {
    const path = newPath('maildir');
    mkdirSync(join(path, 'new'), { recursive: true });
    let delivered = 1_715_000_000;
    const add = async (more: readonly Uint8Array[]) => {
      for (const mail of more) {
        delivered += 1;
        writeFileSync(join(path, 'new', `${delivered}.M1.host`), mail);
      }
    };
    await add(mails);
    return {
      open: async () => new DirectorySource(path),
      add,
      addUnreadable: () => add([Buffer.from('no mail at all\n')]),
      break: async () => renameSync(path, `${path}.away`),
      mend: async () => renameSync(`${path}.away`, path),
      close: async () => rmSync(path, { recursive: true }),
    };
  },
});

describeMailSource('a directory of mboxes', {
  async make(mails) {
    const path = newPath('boxes');
    mkdirSync(path);
    let number = 1_000;
    const add = async (more: readonly Uint8Array[]) => {
      number += 1;
      appendQuietly(join(path, `${number}.mbox`), mboxOf(more));
    };
    await add(mails);
    return {
      open: async () => new DirectorySource(path),
      add,
      addUnreadable: async () => void appendQuietly(join(path, `${number}.mbox`), notAMail),
      break: async () => renameSync(path, `${path}.away`),
      mend: async () => renameSync(`${path}.away`, path),
      close: async () => rmSync(path, { recursive: true }),
    };
  },
});

describeMailSource('a stream', {
  // It is read once, so what breaks it off is another stream for each run.
  lacks: ['trouble', 'rereading'],
  async make(mails) {
    let all = mboxOf(mails);
    const append = async (more: Uint8Array) => {
      all = Buffer.concat([all, more]);
    };
    async function* stream(): AsyncGenerator<Buffer> {
      yield all;
    }
    return {
      open: async () => new StreamSource(stream(), 'standard input'),
      add: more => append(mboxOf(more)),
      addUnreadable: () => append(Buffer.from(notAMail)),
      close: async () => {},
    };
  },
});

test('an mbox that somebody is writing to gives its last mail when it is whole', async () => {
  const path = newPath('growing.mbox');
  const whole = mboxOf([a, b]);
  appendFileSync(path, whole.subarray(0, whole.length - 30));
  const source = new FileSource(path);
  const memory = new TestMemory();
  const reading = readEvents(source, memory);
  appendFileSync(path, whole.subarray(whole.length - 30));
  makeQuiet(path);
  expect(textsOf(await reading)).toEqual(texts(a, b));
});

test('a mail that was taken half, since its writer paused for long, is told anew when the rest comes', async () => {
  const path = newPath('paused.mbox');
  const whole = mboxOf([a, b]);
  appendQuietly(path, whole.subarray(0, whole.length - 30));
  const memory = new TestMemory();
  const [kept, half] = placesOf(await readEvents(new FileSource(path), memory));
  appendQuietly(path, whole.subarray(whole.length - 30));
  const events = await readEvents(new FileSource(path), memory);
  expect(events.map(event => event.kind)).toEqual(['rewritten', 'still-there', 'mail', 'settled']);
  expect(events[1]).toMatchObject({ place: kept });
  expect(textsOf(events)).toEqual(texts(b));
  expect((await memory.knownOf([half ?? ''])).size).toBe(0);
  expect(await readEvents(new FileSource(path), memory)).toEqual([]);
});

for (const [what, pack] of [
  ['an mbox', (bytes: Uint8Array) => bytes],
  ['a gzipped mbox', gzipSync],
] as const) {
  test(`${what} that was changed or emptied is told anew, and only then the cursor moves`, async () => {
    const path = newPath('changed.mbox');
    const write = (...mails: readonly Uint8Array[]) => {
      writeFileSync(path, pack(mboxOf(mails)));
      makeQuiet(path);
    };
    const memory = new TestMemory();
    const source = new FileSource(path);
    write(a, b, a);
    const [first, , again] = placesOf(await readEvents(source, memory));
    write(a, a, c);
    const events = await readEvents(source, memory);
    expect(events.map(event => event.kind)).toEqual(['rewritten', 'still-there', 'still-there', 'mail', 'settled']);
    expect(events.slice(1, 3)).toMatchObject([{ place: first }, { place: again }]);
    expect(events.slice(0, -1).every(event => event.cursor === undefined)).toBe(true);
    truncateSync(path);
    makeQuiet(path);
    expect((await readEvents(source, memory)).map(event => event.kind)).toEqual(['rewritten', 'settled']);
    expect(await readEvents(source, memory)).toEqual([]);
    write(b);
    expect(textsOf(await readEvents(source, memory))).toEqual(texts(b));
  });
}

test('mails of an mbox are numbered on behind the cursor', async () => {
  const path = appendQuietly(newPath('numbered.mbox'), mboxOf([a, b]));
  const memory = new TestMemory();
  await readEvents(new FileSource(path), memory);
  appendQuietly(path, mboxOf([c]));
  const [event] = await readEvents(new FileSource(path), memory);
  expect(event).toMatchObject({ item: { origin: `${path}#3` } });
});

test('a gzip that breaks off gives what came before, and goes on when it is whole', async () => {
  const path = newPath('broken.mbox.gz');
  const mails = Array.from({ length: 3_000 }, (_, index) => makeMail(`n${index * 7_919}`));
  const whole = gzipSync(mboxOf(mails));
  writeFileSync(path, whole.subarray(0, whole.length - 100));
  makeQuiet(path);
  const memory = new TestMemory();
  const { events, trouble } = await readToTrouble(new FileSource(path), memory);
  expect(events.length).toBeGreaterThan(1_000);
  expect(String(trouble)).toContain(`broken.mbox.gz: check the file`);
  writeFileSync(path, whole);
  makeQuiet(path);
  const rest = await readEvents(new FileSource(path), memory);
  expect(textsOf([...events, ...rest])).toEqual(texts(...mails));
});

test('a single mail and a saved page are read once, and what is none says so', async () => {
  const page = 'Re: a subject\n\nFrom: Some One\nDate: Fri May 17 2024 - 10:44:09 EST\n\n\ntext\n';
  for (const content of [a, Buffer.from(page)]) {
    const memory = new TestMemory();
    const source = new FileSource(appendQuietly(newPath('a.eml'), content));
    const events = await readEvents(source, memory);
    expect(textsOf(events)).toEqual(texts(content));
    expect(placesOf(events)).toEqual(['a.eml']);
    expect(await readEvents(source, memory)).toEqual([]);
  }
  const prose = new FileSource(appendQuietly(newPath('prose'), 'Dear diary,\n\nnothing.\n'));
  expect(String((await readToTrouble(prose, new TestMemory())).trouble)).toContain('this is not a mail');
});

test('a mail of a maildir keeps its place when it is seen, flagged and moved', async () => {
  const path = newPath('maildir');
  for (const name of ['new', 'cur', 'tmp', '.lists/new', '.lists/cur'])
    mkdirSync(join(path, name), { recursive: true });
  writeFileSync(join(path, 'new/1715000002.M1.host'), b);
  writeFileSync(join(path, 'cur/1715000001.M1.host:2,S'), a);
  writeFileSync(join(path, 'tmp/1715000003.M1.host'), c);
  writeFileSync(join(path, '.lists/new/1715000001.M1.host'), c);
  const source = new DirectorySource(path);
  const memory = new TestMemory();
  const events = await readEvents(source, memory);
  expect(placesOf(events)).toEqual(['.lists/1715000001.M1.host', '1715000001.M1.host', '1715000002.M1.host']);
  expect(textsOf(events)).toEqual(texts(c, a, b));
  renameSync(join(path, 'new/1715000002.M1.host'), join(path, 'cur/1715000002.M1.host:2,RS'));
  renameSync(join(path, 'cur/1715000001.M1.host:2,S'), join(path, 'cur/1715000001.M1.host:2,FS'));
  expect(await readEvents(source, memory)).toEqual([]);
});

test('a directory gives its mails by their paths, those of an mbox with it, and what is no file as a Problem', async () => {
  const path = newPath('directory');
  mkdirSync(join(path, 'deep'), { recursive: true });
  appendQuietly(join(path, '0001-t.patch'), a);
  appendQuietly(join(path, 'deep/list.mbox'), mboxOf([b, b]));
  appendQuietly(join(path, 'empty.mbox'), '');
  appendQuietly(join(path, 'notes.txt'), c);
  appendQuietly(join(path, 'zipped.eml'), gzipSync(c));
  symlinkSync(path, join(path, 'circle.eml'));
  symlinkSync('/dev/zero', join(path, 'endless.eml'));
  const source = new DirectorySource(path);
  const memory = new TestMemory();
  const events = await readEvents(source, memory);
  expect(placesOf(events).map(place => place.replace(/[0-9a-f]{40}/, 'HASH'))).toEqual([
    '0001-t.patch',
    'circle.eml',
    'deep/list.mbox#HASH',
    'deep/list.mbox#HASH.2',
    'endless.eml',
    'zipped.eml',
  ]);
  expect(events.filter(event => event.kind === 'mail' && isProblem(event.item))).toHaveLength(2);
  appendQuietly(join(path, 'empty.mbox'), mboxOf([c]));
  expect(textsOf(await readEvents(source, memory))).toEqual(texts(c));
});

test('a directory that may not be entered does not keep back the others, and is told', async () => {
  const path = newPath('directory');
  mkdirSync(path);
  appendQuietly(join(path, 'a.eml'), a);
  symlinkSync(join(path, 'nowhere'), join(path, 'b.eml'));
  symlinkSync(join(path, 'loop.eml'), join(path, 'loop.eml'));
  const { events, trouble } = await readToTrouble(new DirectorySource(path), new TestMemory());
  expect(textsOf(events)).toEqual(texts(a));
  expect(String(trouble)).toContain('loop.eml: check the file');
});

test('a stream that is no mail, or breaks off, is told', async () => {
  async function* stream(...chunks: readonly (Buffer | Error)[]): AsyncGenerator<Buffer> {
    for (const chunk of chunks) {
      if (chunk instanceof Error) throw chunk;
      yield chunk;
    }
  }
  const prose = new StreamSource(stream(Buffer.from('Dear diary\n')), 'standard input');
  expect(String((await readToTrouble(prose, new TestMemory())).trouble)).toContain('this is not a mail');
  const mbox = mboxOf([a, makeMail('long', 'x\n'.repeat(100_000)), b]);
  const broken = new StreamSource(stream(mbox, new Error('the pipe broke')), 'standard input');
  const { events, trouble } = await readToTrouble(broken, new TestMemory());
  expect(textsOf(events).slice(0, 1)).toEqual(texts(a));
  expect(String(trouble)).toContain('the pipe broke');
  const single = new StreamSource(stream(c), 'standard input');
  expect(textsOf(await readEvents(single, new TestMemory()))).toEqual(texts(c));
});

test('waiting ends when a file grew, a mail was delivered, or an mbox of a directory grew', async () => {
  const mbox = appendQuietly(newPath('list.mbox'), mboxOf([a]));
  const directory = newPath('mails');
  mkdirSync(join(directory, 'new'), { recursive: true });
  const inside = appendQuietly(join(directory, 'list.mbox'), mboxOf([a]));
  for (const [source, change] of [
    [new FileSource(mbox), () => appendQuietly(mbox, mboxOf([b]))],
    [new DirectorySource(directory), () => writeFileSync(join(directory, 'new/1.host'), b)],
    [new DirectorySource(directory), () => appendQuietly(inside, mboxOf([c]))],
  ] as const) {
    const memory = new TestMemory();
    await readEvents(source, memory);
    change();
    await source.wait(new AbortController().signal);
    expect(await readEvents(source, memory)).toHaveLength(1);
  }
});

test('closing ends the waiting for an mbox to be whole', async () => {
  const source = new FileSource(newPath('list.mbox'));
  appendFileSync(source.id.slice('file:'.length), mboxOf([a, b]));
  const reading = readEvents(source, new TestMemory());
  await source.close();
  expect(textsOf(await reading)).toEqual(texts(a));
});
