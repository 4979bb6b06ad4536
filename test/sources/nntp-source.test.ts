import { afterEach, expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import { OperationalError } from '../../src/domain/operational-error.js';
import type { SourceEvent } from '../../src/sources/mail-source.js';
import { NntpSource } from '../../src/sources/nntp/nntp-source.js';
import { parseServerLocation } from '../../src/sources/server/server-location.js';
import { isProblem } from '../../src/sources/source-item.js';
import { makeMail, readEvents, readToTrouble, TestMemory, textsOf } from '../contracts/mail-source.js';
import { NntpServer } from '../support/nntp-server.js';

const toClose: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of toClose.splice(0).reverse()) await each.close();
});

async function serve(...names: readonly string[]): Promise<NntpServer> {
  const server = new NntpServer();
  for (const name of names) server.add(makeMail(name));
  await server.start();
  toClose.push(server);
  return server;
}

function open(location: string, answerMs = 60_000): NntpSource {
  return new NntpSource(parseServerLocation(location), { answerMs, pollMs: 10, idleMs: 10 });
}

function tell(events: readonly SourceEvent[]): readonly string[] {
  return events.map(event => `${event.kind} ${'place' in event ? event.place : event.scope}`);
}

/** The one line that is said of a source that cannot be read. */
async function lineOf(source: NntpSource, memory = new TestMemory()): Promise<string> {
  const { trouble } = await readToTrouble(source, memory);
  if (!(trouble instanceof OperationalError)) throw trouble;
  expect(trouble.message).toMatch(/^[^\n]+, nntps?:\/\/[^\n]+: [^\n]+$/);
  return trouble.message;
}

/** Has one command answered in other words. */
function say(server: NntpServer, name: string, words: string): void {
  server.fault = (command, socket) => {
    if (!command.startsWith(name)) return false;
    socket.write(words);
    return true;
  };
}

test('lines that begin with dots come as they were sent', async () => {
  const server = await serve();
  const mails = [makeMail('dots', '.\n..\n...x\n a .\n.'), makeMail('one', '.\n\n.\n'), makeMail('cr', 'a\r.b\n')];
  for (const mail of mails) server.add(mail);
  const texts = textsOf(await readEvents(open(server.url), new TestMemory()));
  // The last line of an article has an end, whether or not the mail had one.
  expect(texts).toEqual(mails.map(mail => mail.toString().replace(/\n?$/, '\n')));
});

test('an article is the same however its bytes are cut on the way', async () => {
  const server = await serve();
  const article = '220 1 <a@example.org>\r\nSubject: a\r\n\r\n..\r\ntext\r\n.\r\n';
  server.add(makeMail('a'));
  for (const size of [1, 2, 3, 5]) {
    server.fault = (command, socket) => {
      if (!command.startsWith('ARTICLE')) return false;
      for (let at = 0; at < article.length; at += size) {
        setImmediate(() => socket.write(article.slice(at, at + size)));
      }
      return true;
    };
    const texts = textsOf(await readEvents(open(server.url), new TestMemory()));
    expect(texts).toEqual(['Subject: a\n\n.\ntext\n']);
  }
});

test('a large group is asked for in parts, a few articles ahead', async () => {
  const server = await serve();
  for (let count = 1; count <= 1_200; count += 1) server.add(makeMail(`mail-${count}`));
  const events = await readEvents(open(server.url), new TestMemory());
  expect(tell(events)).toEqual(Array.from({ length: 1_200 }, (_, index) => `mail 1/${index + 1}`));
  expect(server.commands.filter(command => command.startsWith('HDR'))).toEqual([
    'HDR Message-ID 1-500',
    'HDR Message-ID 501-1000',
    'HDR Message-ID 1001-1200',
  ]);
});

test('gaps of millions between numbers take few questions', async () => {
  const server = await serve('a');
  for (let number = 90_000_001; number <= 90_000_700; number += 1) server.add(makeMail(`mail-${number}`), number);
  const events = await readEvents(open(server.url), new TestMemory());
  expect(new Set(tell(events)).size).toBe(701);
  expect(server.commands.filter(command => !command.startsWith('ARTICLE')).length).toBeLessThan(40);
});

test('an article that is cancelled meanwhile is passed over, one that cannot be handed out is a Problem', async () => {
  const server = await serve('a', 'b', 'c');
  server.lost.add(3);
  server.fault = command => {
    if (command === 'ARTICLE 2') server.articles.delete(2);
    return false;
  };
  const events = await readEvents(open(server.url), new TestMemory());
  expect(tell(events)).toEqual(['mail 1/1', 'mail 1/3']);
  const [, problem] = events.flatMap(event => (event.kind === 'mail' ? [event.item] : []));
  expect(problem !== undefined && isProblem(problem) ? problem.detail : '').toContain('403 the disk is broken here');
});

test('a group that ends below what was read is numbered anew', async () => {
  const server = await serve('a', 'b', 'c');
  const memory = new TestMemory();
  await readEvents(open(server.url), memory);
  server.clear();
  server.add(makeMail('b'));
  expect(tell(await readEvents(open(server.url), memory))).toEqual(['rewritten ', 'mail 2/1', 'settled ']);
  server.add(makeMail('d'));
  expect(tell(await readEvents(open(server.url), memory))).toEqual(['mail 2/2']);
});

test('a group whose last article is another than it was is numbered anew', async () => {
  const server = await serve('a', 'b');
  const memory = new TestMemory();
  await readEvents(open(server.url), memory);
  server.clear();
  for (const name of ['c', 'd', 'e']) server.add(makeMail(name));
  for await (const event of open(server.url).read(memory.cursor, memory)) {
    memory.take(event);
    if (event.kind === 'mail') break;
  }
  expect(tell(await readEvents(open(server.url), memory))).toEqual([
    'rewritten ',
    'still-there 2/1',
    'mail 2/2',
    'mail 2/3',
    'settled ',
  ]);
});

test('a group whose articles all expired is the same group', async () => {
  const server = await serve('a', 'b');
  const memory = new TestMemory();
  await readEvents(open(server.url), memory);
  server.articles.clear();
  say(server, 'GROUP', '211 0 0 0 org.example.list\r\n');
  expect(await readEvents(open(server.url), memory)).toEqual([]);
  server.fault = undefined;
  server.add(makeMail('c'));
  expect(tell(await readEvents(open(server.url), memory))).toEqual(['mail 1/3']);
});

test('what a server refuses is said in words, with what to do', async () => {
  const server = await serve('a');
  const refusals = [
    ['GROUP', '411 no such group', 'no such group'],
    ['GROUP', '480 who are you', 'logging in is not supported'],
    ['GROUP', '483 encrypt', 'give nntps://'],
    ['MODE', '502 not for you', 'serves no readers'],
    ['HDR', '500 what?', 'refused (500 what?)'],
    ['HDR', '400 going down', 'about to go down'],
    ['ARTICLE', '480 who are you', 'logging in is not supported'],
    ['connect', '400 too many', 'about to go down'],
  ] as const;
  for (const [name, words, said] of refusals) {
    say(server, name, `${words}\r\n`);
    expect(await lineOf(open(server.url))).toContain(said);
  }
});

test('a server that feeds no other ones does not know MODE READER, and is read', async () => {
  const server = await serve('a');
  say(server, 'MODE', '500 what?\r\n');
  expect(await readEvents(open(server.url), new TestMemory())).toHaveLength(1);
});

test('what is no news server is told so', async () => {
  const server = await serve('a');
  const nonsense = [
    ['connect', '* OK IMAP4rev1\r\n'],
    ['connect', 'x'.repeat(100_000)],
    ['GROUP', '211 many few all of them\r\n'],
    ['HDR', '225 follow\r\n7 <x@example.org>\r\n.\r\n'],
    ['HDR', '225 follow\r\n1 <x@example.org>\r\n1 <x@example.org>\r\n.\r\n'],
    ['HDR', '225 follow\r\nARRAY(0x1)\r\n.\r\n'],
    ['ARTICLE', '220 7 <x@example.org>\r\n\r\n.\r\n'],
  ] as const;
  for (const [name, words] of nonsense) {
    say(server, name, words);
    expect(await lineOf(open(server.url))).toContain('does not answer as NNTP does');
  }
});

test('a server that is not there, goes away or says nothing is read on later', async () => {
  const server = await serve('a', 'b');
  const memory = new TestMemory();
  for (const last of ['connect', 'GROUP', 'HDR', 'ARTICLE']) {
    say(server, last, '');
    expect(await lineOf(open(server.url, 200))).toContain('the server does not answer');
  }
  server.fault = (command, socket) => {
    if (command === 'ARTICLE 2') socket.destroy();
    return command === 'ARTICLE 2';
  };
  expect(await lineOf(open(server.url), memory)).toContain('the server ended the connection');
  await server.close();
  expect(await lineOf(open(server.url), memory)).toContain('nothing answers at this port');
  server.fault = undefined;
  await server.start();
  const taken = memory.cursor === undefined ? 0 : 1;
  expect(await readEvents(open(server.url), memory)).toHaveLength(2 - taken);
});

test('an article above the limit is cut one byte behind it, and the next one is read', async () => {
  const server = await serve('large', 'small');
  const lines = Buffer.alloc(1_000_000, `${'x'.repeat(998)}\r\n`);
  server.fault = (command, socket) => {
    if (command !== 'ARTICLE 1') return false;
    socket.write('220 1 <large@example.org>\r\n');
    for (let written = 0; written <= limits.mailBytesMax; written += lines.length) socket.write(lines);
    socket.write('.\r\n');
    return true;
  };
  const sizes: number[] = [];
  for await (const event of open(server.url).read(undefined, new TestMemory())) {
    if (event.kind === 'mail' && !isProblem(event.item)) sizes.push(event.item.bytes.length);
  }
  expect(sizes).toEqual([limits.mailBytesMax + 1, makeMail('small').length]);
});

test('an article without an end is not read for ever', async () => {
  const server = await serve('a');
  const chunk = Buffer.alloc(1_000_000, 'x');
  server.fault = (command, socket) => {
    if (!command.startsWith('ARTICLE')) return false;
    socket.write('220 1 <a@example.org>\r\n');
    const pour = () => {
      while (socket.writable && socket.write(chunk));
      if (socket.writable) socket.once('drain', pour);
    };
    pour();
    return true;
  };
  expect(await lineOf(open(server.url))).toContain('does not answer as NNTP does');
});

test('a port that does not speak TLS is told so', async () => {
  const server = await serve('a');
  expect(await lineOf(open(server.url.replace('nntp:', 'nntps:'), 2_000))).toContain('does not speak TLS');
});
