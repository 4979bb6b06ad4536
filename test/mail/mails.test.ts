import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/domain/message.js';
import { parsePatchText } from '../../src/mail/patch-text.js';
import { readMessage } from '../../src/mail/read-message.js';
import { expectGolden } from '../support/golden.js';

const folder = fileURLToPath(new URL('../../../fixtures/mails/', import.meta.url));
const names = readdirSync(folder).filter(name => /\.(?:eml|txt)$/.test(name));

/** What the goldens show: the message without what depends on its exact bytes, and how it reads as a patch. */
function describeMail(message: Message): string {
  const { digest, origin, problems, recipients, ...rest } = message;
  const { commitMessage, trailers, notes, diff, diffLine, ...patch } = parsePatchText(message);
  const shown = {
    ...rest,
    id: rest.id.replace(digest.slice(0, 16), '<digest>'),
    recipients: { to: recipients.to, cc: recipients.cc },
    problems: problems.map(({ code, detail }) => ({ code, detail })),
    asPatch: { ...patch, commitMessage, trailers, notes, diffLine, diff: diff.split('\n').slice(0, 4).join('\n') },
  };
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

function withCrlf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}

describe('a mail of fixtures/mails', () => {
  test.each(names)('%s is read as its JSON says', async name => {
    const message = await readMessage({ bytes: readFileSync(folder + name), origin: name });
    expectGolden(`mails/${name.replace(/\.\w+$/, '.json')}`, describeMail(message));
  });

  test.each(names)('%s is read the same with CR LF line ends', async name => {
    const bytes = readFileSync(folder + name);
    const message = await readMessage({ bytes: withCrlf(bytes), origin: name });
    expect(describeMail(message)).toBe(describeMail(await readMessage({ bytes, origin: name })));
  });
});
