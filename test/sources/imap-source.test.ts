import { afterEach, expect, test } from '@jest/globals';
import { limits } from '../../src/domain/limits.js';
import { ImapSource } from '../../src/sources/imap/imap-source.js';
import type { SourceEvent } from '../../src/sources/mail-source.js';
import { parseServerLocation } from '../../src/sources/server/server-location.js';
import { makeMail, readEvents, TestMemory, textsOf } from '../contracts/mail-source.js';
import { ImapServer } from '../support/imap-server.js';

const toClose: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of toClose.splice(0).reverse()) await each.close();
});

async function serve(...names: readonly string[]): Promise<ImapServer> {
  const server = new ImapServer();
  for (const name of names) server.add(makeMail(name));
  await server.start();
  toClose.push(server);
  return server;
}

function open(server: ImapServer, more: { readonly pollMs?: number; readonly idleMs?: number } = {}): ImapSource {
  const times = { answerMs: 60_000, pollMs: 60_000, idleMs: 60_000, ...more };
  const source = new ImapSource(parseServerLocation(server.url), undefined, times);
  toClose.push(source);
  return source;
}

function tell(events: readonly SourceEvent[]): readonly string[] {
  return events.map(event => `${event.kind} ${'place' in event ? event.place : event.scope}`);
}

test('a mailbox is only looked at: nothing is marked as read', async () => {
  const server = await serve('a', 'b');
  await readEvents(open(server), new TestMemory());
  expect(server.commands.filter(command => / (?:SELECT|STORE|EXPUNGE|COPY|MOVE)\b/.test(command))).toEqual([]);
  const fetches = server.commands.filter(command => command.includes('BODY'));
  expect(fetches).toEqual([expect.stringContaining('UID FETCH 1:2 (UID BODY.PEEK[])')]);
});

test('places are the UIDVALIDITY and the UID, origins URLs as RFC 5092 writes them', async () => {
  const server = await serve('a');
  const [event] = await readEvents(open(server), new TestMemory());
  expect(event).toMatchObject({
    place: '7/1',
    item: { origin: `${server.url};UIDVALIDITY=7/;UID=1` },
    cursor: '{"uidValidity":"7","uid":1}',
  });
});

test('a large mailbox is asked for in parts, each with a bound', async () => {
  const server = await serve();
  for (let count = 1; count <= 1_200; count += 1) server.add(makeMail(`mail-${count}`));
  const events = await readEvents(open(server), new TestMemory());
  expect(tell(events)).toEqual(Array.from({ length: 1_200 }, (_, index) => `mail 7/${index + 1}`));
  const parts = server.commands.flatMap(command =>
    /BODY/.test(command) ? (/UID FETCH (\S+)/.exec(command)?.[1] ?? []) : [],
  );
  expect(parts).toEqual(['1:500', '501:1000', '1001:1200']);
});

test('gaps of millions between UIDs take few questions, and what lies behind them is read', async () => {
  const server = await serve('a');
  for (let uid = 3_000_000_001; uid <= 3_000_000_700; uid += 1) server.add(makeMail(`mail-${uid}`), uid);
  const events = await readEvents(open(server), new TestMemory());
  expect(events).toHaveLength(701);
  expect(new Set(tell(events)).size).toBe(701);
  expect(server.commands.length).toBeLessThan(60);
});

test('a mail that is deleted while it is read is passed over, and no cursor jumps ahead of it unseen', async () => {
  const server = await serve('a', 'b', 'c');
  server.fault = command => {
    if (command.includes('BODY')) server.mails.delete(2);
    return false;
  };
  const events = await readEvents(open(server), new TestMemory());
  expect(tell(events)).toEqual(['mail 7/1', 'mail 7/3']);
  expect(events.map(event => event.cursor !== undefined)).toEqual([true, false]);
});

test('a server may send mails in another order; a cursor never leaves one out', async () => {
  const server = await serve('a', 'b');
  const inOrder = (uid: number, text: string) => `* ${uid} FETCH (UID ${uid} BODY[] {${text.length}}\r\n${text})\r\n`;
  server.fault = (command, socket) => {
    if (!command.includes('BODY')) return false;
    socket.write(
      `${inOrder(2, 'b')}* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n${inOrder(1, 'a')}${command.split(' ')[0]} OK\r\n`,
    );
    return true;
  };
  const events = await readEvents(open(server), new TestMemory());
  expect(textsOf(events)).toEqual(['b', 'a']);
  expect(events.map(event => event.cursor)).toEqual([undefined, undefined]);
});

test('of a mail far above the limit only so much is asked for as shows that', async () => {
  const server = await serve('a', 'large', 'c');
  server.claimedSizes.set(2, 2 * limits.mailBytesMax + 3);
  const events = await readEvents(open(server), new TestMemory());
  expect(tell(events)).toEqual(['mail 7/1', 'mail 7/2', 'mail 7/3']);
  const asked = server.commands.filter(command => command.includes('BODY'));
  expect(asked.map(command => /BODY.*$/.exec(command)?.[0])).toEqual([
    'BODY.PEEK[])',
    `BODY.PEEK[]<0.${2 * limits.mailBytesMax + 2}>)`,
    'BODY.PEEK[])',
  ]);
});

test('under a new UIDVALIDITY all is told anew, and what did not come is gone', async () => {
  const server = await serve('a', 'b', 'c');
  const memory = new TestMemory();
  const source = open(server);
  await readEvents(source, memory);
  server.mails.delete(2);
  server.renumber();
  const events = await readEvents(source, memory);
  expect(tell(events)).toEqual(['rewritten ', 'mail 8/1001', 'mail 8/1002', 'settled ']);
  expect(events.map(event => event.cursor)).toEqual([
    undefined,
    undefined,
    undefined,
    '{"uidValidity":"8","uid":1002}',
  ]);
  expect(await readEvents(source, memory)).toEqual([]);
});

test('a telling anew that ended early begins again, with what it took still there', async () => {
  const server = await serve('a', 'b', 'c');
  const memory = new TestMemory();
  const source = open(server);
  await readEvents(source, memory);
  server.renumber();
  for await (const event of source.read(memory.cursor, memory)) {
    memory.take(event);
    if (event.kind === 'mail') break;
  }
  expect(tell(await readEvents(source, memory))).toEqual([
    'rewritten ',
    'still-there 8/1001',
    'mail 8/1002',
    'mail 8/1003',
    'settled ',
  ]);
});

test('a mailbox that was made anew and is empty has lost all', async () => {
  const server = await serve('a');
  const memory = new TestMemory();
  const source = open(server);
  await readEvents(source, memory);
  server.mails.clear();
  server.uidValidity = 9;
  expect(tell(await readEvents(source, memory))).toEqual(['rewritten ', 'settled ']);
  expect(memory.cursor).toBe('{"uidValidity":"9","uid":0}');
});

test('waiting ends when the server tells of a mail', async () => {
  const server = await serve('a');
  const source = open(server);
  const memory = new TestMemory();
  await readEvents(source, memory);
  server.fault = command => {
    // Only once the client listens does the mail come.
    if (command.endsWith(' IDLE')) setImmediate(() => server.add(makeMail('b')));
    return false;
  };
  await source.wait(new AbortController().signal);
  expect(server.idleCount).toBe(1);
  expect(textsOf(await readEvents(source, memory))).toHaveLength(1);
});

test('waiting ends after a while all the same, and the server is asked anew to tell', async () => {
  const server = await serve('a');
  const source = open(server, { idleMs: 10 });
  const memory = new TestMemory();
  for (let turn = 1; turn <= 3; turn += 1) {
    await readEvents(source, memory);
    await source.wait(new AbortController().signal);
    expect(server.commands.filter(command => command.endsWith(' IDLE')).length).toBeLessThanOrEqual(turn);
  }
  await readEvents(source, memory);
  expect(server.idleCount).toBe(0);
});

test('a mail that comes while others are read is not waited for', async () => {
  const server = await serve('a');
  const source = open(server);
  const memory = new TestMemory();
  server.fault = (command, socket) => {
    if (command.includes('BODY')) {
      server.add(makeMail('b'));
      socket.write('* 2 EXISTS\r\n');
    }
    return false;
  };
  await readEvents(source, memory);
  await source.wait(new AbortController().signal);
  expect(server.idleCount).toBe(0);
  expect(textsOf(await readEvents(source, memory))).toHaveLength(1);
});

test('a server without IDLE, or that refuses it, is looked at after a while', async () => {
  for (const capabilities of ['IMAP4rev1', 'IMAP4rev1 IDLE']) {
    const server = await serve('a');
    server.capabilities = capabilities;
    server.fault = (command, socket) => {
      if (command.endsWith(' IDLE')) socket.write(`${command.split(' ')[0]} NO not now\r\n`);
      return command.endsWith(' IDLE');
    };
    const source = open(server, { pollMs: 10 });
    const memory = new TestMemory();
    await readEvents(source, memory);
    await source.wait(new AbortController().signal);
    server.add(makeMail('b'));
    expect(textsOf(await readEvents(source, memory))).toHaveLength(1);
  }
});

test('a server that ends every IDLE at once is not asked again and again', async () => {
  const server = await serve('a');
  server.fault = (command, socket) => {
    if (command.endsWith(' IDLE')) socket.write(`+ idling\r\n${command.split(' ')[0]} OK enough\r\n`);
    return command.endsWith(' IDLE');
  };
  const source = open(server, { pollMs: 10 });
  await readEvents(source, new TestMemory());
  await source.wait(new AbortController().signal);
  expect(server.commands.filter(command => command.endsWith(' IDLE')).length).toBeLessThan(5);
});

test('a server that goes away while it is waited for is come back to', async () => {
  const server = await serve('a');
  const source = open(server, { pollMs: 10 });
  const memory = new TestMemory();
  await readEvents(source, memory);
  server.fault = (command, socket) => {
    if (command.endsWith(' IDLE')) socket.destroy();
    return command.endsWith(' IDLE');
  };
  await source.wait(new AbortController().signal);
  server.add(makeMail('b'));
  expect(textsOf(await readEvents(source, memory))).toHaveLength(1);
});

test('trouble of whoever reads is told as it is', async () => {
  const server = await serve('a');
  const broken = { knownOf: () => Promise.reject(new Error('the disk is full')) };
  const reading = (async () => {
    for await (const _ of open(server).read(undefined, broken)) expect(_).toBeUndefined();
  })();
  await expect(reading).rejects.toThrow(/^the disk is full$/);
});
