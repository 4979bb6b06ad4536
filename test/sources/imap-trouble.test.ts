import { afterEach, expect, test } from '@jest/globals';
import { OperationalError } from '../../src/domain/operational-error.js';
import type { MailSource } from '../../src/sources/mail-source.js';
import { openServerSource } from '../../src/sources/open-server-source.js';
import { describeNetworkFailure } from '../../src/sources/server/network-failure.js';
import { makeMail, readEvents, readToTrouble, TestMemory, textsOf } from '../contracts/mail-source.js';
import { ImapServer } from '../support/imap-server.js';
import type { Fault } from '../support/loopback-server.js';

const toClose: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of toClose.splice(0).reverse()) await each.close();
});

async function serve(): Promise<ImapServer> {
  const server = new ImapServer();
  server.add(makeMail('a'));
  await server.start();
  toClose.push(server);
  return server;
}

function open(location: string, password?: string, answerMs = 60_000): MailSource {
  const times = { answerMs, pollMs: 10, idleMs: 10 };
  const source = openServerSource(location, { FAULTLINE_IMAP_PASSWORD: password }, times);
  toClose.push(source);
  return source;
}

/** The one line that is said of a source that cannot be read. */
async function lineOf(source: MailSource, memory = new TestMemory()): Promise<string> {
  const { trouble } = await readToTrouble(source, memory);
  if (!(trouble instanceof OperationalError)) throw trouble;
  expect(trouble.message).toMatch(/^[^\n]+, imaps?:\/\/[^\n]+: [^\n]+$/);
  return trouble.message;
}

const silent: Fault = () => true;

test('a wrong password is said without the password, also where the server repeats it', async () => {
  const server = await serve();
  server.password = 'right';
  const location = server.url.replace('//', '//ada@');
  const { trouble } = await readToTrouble(open(location, 'wr0ng'), new TestMemory());
  expect(trouble).toBeInstanceOf(OperationalError);
  expect(String(trouble)).toContain('refused this user or password');
  expect(String(trouble)).toContain('set FAULTLINE_IMAP_PASSWORD');
  expect(JSON.stringify([String(trouble), trouble instanceof Error ? trouble.cause : ''])).not.toContain('wr0ng');
  expect(await readEvents(open(location, 'right'), new TestMemory())).toHaveLength(1);
});

test('a user without a password is told which variable holds it', async () => {
  const server = await serve();
  expect(await lineOf(open(server.url.replace('//', '//ada@')))).toContain('set FAULTLINE_IMAP_PASSWORD');
  expect(await lineOf(open(server.url.replace('//', '//ada@'), ''))).toContain('set FAULTLINE_IMAP_PASSWORD');
});

test('no password is sent in the clear to another machine', async () => {
  const server = await serve();
  // This address reaches the same server and is none of loopback.
  const line = await lineOf(open(server.url.replace('//127.0.0.1', '//ada@0.0.0.0'), 'secret'));
  expect(line).toContain('no encryption');
  expect(line).toContain('imaps://');
  expect(server.commands.join('\n')).not.toContain('secret');
});

test('a mailbox that is not there is named', async () => {
  const server = await serve();
  const line = await lineOf(open(server.url.replace('INBOX', 'OUTBOX')));
  expect(line).toContain('no such mailbox');
  expect(line).toContain('/OUTBOX');
});

test('a mailbox without a UIDVALIDITY cannot be read on, so it is not read', async () => {
  const server = await serve();
  server.fault = (command, socket) => {
    if (!command.includes('EXAMINE')) return false;
    socket.write(`* 1 EXISTS\r\n${command.split(' ')[0]} OK done\r\n`);
    return true;
  };
  expect(await lineOf(open(server.url))).toContain('no lasting numbers');
});

test('a server that is not there is told from one that does not answer', async () => {
  const server = await serve();
  await server.close();
  expect(await lineOf(open(server.url))).toContain('nothing answers at this port');
});

test('a server that says nothing is given up, wherever it stops', async () => {
  for (const last of ['connect', 'LOGIN', 'EXAMINE', 'RFC822.SIZE', 'BODY.PEEK']) {
    const server = await serve();
    const source = open(server.url, undefined, 200);
    server.fault = (command, socket) => {
      if (!command.includes(last)) return false;
      server.fault = silent;
      return server.fault(command, socket);
    };
    expect(await lineOf(source)).toMatch(/the server (?:does not answer|ended the connection)/);
    server.fault = undefined;
    expect(await readEvents(source, new TestMemory())).toHaveLength(1);
  }
});

test('what is no mail server is told so', async () => {
  for (const nonsense of [
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    '\x00\x01\x02\xff\r\n',
    '* BYE go away\r\n',
    '{{{{\r\n',
  ]) {
    const server = await serve();
    server.fault = (_, socket) => {
      socket.end(nonsense);
      return true;
    };
    await lineOf(open(server.url, undefined, 500));
  }
});

test('nonsense in the middle of an answer ends the reading, and the next one goes on from the cursor', async () => {
  for (const nonsense of [
    '* 1 FETCH (((((UID\r\n',
    '* 1 FETCH (UID 99999999999999999999 BODY[] "x")\r\n',
    '\x00\r\n',
  ]) {
    const server = await serve();
    const source = open(server.url, undefined, 500);
    const memory = new TestMemory();
    await readEvents(source, memory);
    server.add(makeMail('b'));
    server.fault = (command, socket) => {
      if (!command.includes('RFC822.SIZE')) return false;
      socket.end(nonsense);
      return true;
    };
    await lineOf(source, memory);
    server.fault = undefined;
    expect(textsOf(await readEvents(source, memory))).toHaveLength(1);
  }
});

test('a mail of a size that no mail has is not waited for', async () => {
  const server = await serve();
  server.fault = (command, socket) => {
    if (!command.includes('BODY')) return false;
    socket.write('* 1 FETCH (UID 1 BODY[] {99999999999}\r\n');
    return true;
  };
  expect(await lineOf(open(server.url))).toContain('more than any mail may need');
});

test('rows without an end are not collected for ever', async () => {
  const server = await serve();
  server.fault = (command, socket) => {
    if (!command.includes('RFC822.SIZE')) return false;
    const rows = '* 1 FETCH (UID 1 FLAGS ())\r\n'.repeat(1_000);
    const pour = () => {
      while (socket.writable && socket.write(rows));
      if (socket.writable) socket.once('drain', pour);
    };
    pour();
    return true;
  };
  expect(await lineOf(open(server.url))).toContain('more than any mail may need');
});

test('a line without an end is not collected for ever', async () => {
  const server = await serve();
  server.fault = (command, socket) => {
    if (!command.includes('EXAMINE')) return false;
    socket.write(`* OK ${'x'.repeat(1_000_000)}`);
    return true;
  };
  expect(await lineOf(open(server.url))).toContain('more than any mail may need');
});

test('a port that does not speak TLS is told so', async () => {
  const server = await serve();
  expect(await lineOf(open(server.url.replace('imap:', 'imaps:'), undefined, 2_000))).toContain('does not speak TLS');
});

test('a certificate that is not to be trusted is told from other trouble', () => {
  for (const code of ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID']) {
    expect(describeNetworkFailure(Object.assign(new Error('no'), { code })).what).toContain('certificate');
  }
  expect(describeNetworkFailure(new Error('odd')).what).toContain('(odd)');
});

test('a cursor of another source is refused', async () => {
  const server = await serve();
  for (const cursor of ['{"uid":1}', '{"uidValidity":"7","uid":"1"}', '[]', 'null', 'x']) {
    const memory = new TestMemory();
    memory.cursor = cursor;
    expect(await lineOf(open(server.url), memory)).toContain('the place to go on from cannot be read');
  }
});
