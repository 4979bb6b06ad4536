import { afterAll, describe, expect, test } from '@jest/globals';
import { OperationalError } from '../../src/domain/operational-error.js';
import type { SourceEvent } from '../../src/sources/mail-source.js';
import { openServerSource } from '../../src/sources/open-server-source.js';
import { makeMail, readEvents, readToTrouble, TestMemory, textsOf } from '../contracts/mail-source.js';
import { type Daemon, hasPublicInbox, PublicInbox } from '../support/public-inbox.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const maybe = hasPublicInbox ? test : test.skip;
const times = { answerMs: 60_000, pollMs: 10, idleMs: 40_000 };

/** A mail as an archive keeps it: with a line that begins with a dot, bytes of no charset, and a line that looks like an envelope. */
const mails = ['a', 'b', 'c'].map(name => makeMail(name, `.\n..x\n> From y\ncaf\u00e9 ${name}\n`).toString('utf8'));

const servers = [
  {
    protocol: 'imap',
    name: 'org.example.list.0',
    asKept: (text: string) => text,
  },
  {
    protocol: 'nntp',
    name: 'org.example.list',
    // What RFC 5536 wants of an article is added by public-inbox-nntpd behind the other fields.
    asKept: (text: string) => text.replace(/^Xref: .*\nNewsgroups: .*\nPath: .*\n/m, ''),
  },
] as const;

describe.each(servers)('public-inbox over $protocol (skipped where public-inbox is not installed)', server => {
  const directory = makeTemporaryDirectory();
  const daemons: Daemon[] = [];

  afterAll(async () => {
    for (const daemon of daemons) await daemon.stop();
  });

  maybe(
    'its mails are those of the archive, and are read on through restarts and as they come',
    async () => {
      const inbox = await PublicInbox.make(directory);
      await inbox.add(mails);
      const first = await inbox.serve(server.protocol);
      daemons.push(first);
      const source = openServerSource(`${server.protocol}://127.0.0.1:${first.port}/${server.name}`, {}, times);
      const memory = new TestMemory();
      const kept = (events: readonly SourceEvent[]) =>
        textsOf(events).map(text => server.asKept(Buffer.from(text, 'latin1').toString('utf8')));
      try {
        expect(kept(await readEvents(source, memory))).toEqual(mails);
        expect(await readEvents(source, memory)).toEqual([]);

        await first.stop();
        const { trouble } = await readToTrouble(source, memory);
        expect(trouble).toBeInstanceOf(OperationalError);
        daemons.push(await inbox.serve(server.protocol, first.port));
        expect(await readEvents(source, memory)).toEqual([]);

        const waiting = source.wait(new AbortController().signal);
        const later = makeMail('later').toString('utf8');
        await inbox.add([later]);
        await waiting;
        expect(kept(await readEvents(source, memory))).toEqual([later]);
      } finally {
        await source.close();
      }
      // Five processes of Perl are started; on a machine that is busy each takes seconds.
    },
    180_000,
  );

  maybe('a name that it does not serve is said', async () => {
    const port = daemons.at(-1)?.port;
    const source = openServerSource(`${server.protocol}://127.0.0.1:${port}/org.example.other`, {}, times);
    const { trouble } = await readToTrouble(source, new TestMemory());
    await source.close();
    expect(String(trouble)).toContain('the server has no such');
  });
});
