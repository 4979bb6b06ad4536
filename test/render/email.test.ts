import { describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/domain/message.js';
import { readMessage } from '../../src/mail/read-message.js';
import { renderEmail } from '../../src/render/email.js';
import { makeReplyMails, type ReplyMail } from '../../src/render/reply-mail.js';
import { placeRemarks } from '../../src/series/remarks/place-remarks.js';
import { finding, location, mailbox, patch, review, run, series } from './make.js';
import { flagship } from './runs/flagship.js';
import { hostile } from './runs/hostile.js';
import { quiet } from './runs/quiet.js';
import type { Scenario } from './runs/scenario.js';
import { contextOf, scenarios } from './runs/scenarios.js';
import { siblings } from './runs/siblings.js';

function mailsOf({ run: made, messages }: Scenario): readonly ReplyMail[] {
  return makeReplyMails(made, contextOf(messages));
}

/** The mail as a reader of mail gets it, by way of our own reader. */
function parse({ headers, body }: ReplyMail): Promise<Message> {
  const head = ['From: Faultline <bot@faultline.example>', ...headers.map(([name, value]) => `${name}: ${value}`)];
  return readMessage({ bytes: new TextEncoder().encode(`${head.join('\n')}\n\n${body}`), origin: 'reply' });
}

async function onlyMail(scenario: Scenario): Promise<Message> {
  const mails = mailsOf(scenario);
  expect(mails).toHaveLength(1);
  const [mail] = await Promise.all(mails.map(parse));
  if (mail === undefined) {
    throw new Error('no mail');
  }
  return mail;
}

describe('an answer by mail', () => {
  test('goes to the author, and to all others who had the patch, each once', async () => {
    const mail = await onlyMail(flagship());
    expect(mail.recipients.to).toEqual([mailbox('Wen Marlow <wen@marlow.example>')]);
    expect(mail.recipients.cc).toEqual([
      mailbox('tarnfs list <tarnfs@lists.example>'),
      mailbox('Bo Quill <bo@quill.example>'),
      mailbox('Łukasz Żuraw <lukasz@zuraw.example>'),
    ]);
  });

  test('stands in the thread below the patch', async () => {
    const mail = await onlyMail(flagship());
    expect(mail.subject).toBe('Re: [PATCH v2 2/3] tarnfs: use kmap_local_page() in tarn_fill_page()');
    expect(mail.inReplyTo).toBe('20250304101240.7-3-wen@marlow.example');
    expect(mail.references).toEqual(['20250304101240.7-1-wen@marlow.example', '20250304101240.7-3-wen@marlow.example']);
  });

  test('is one mail for all findings of a patch, without those of a rule on trial', async () => {
    const { body } = await onlyMail(siblings());
    expect(body).toContain('66aa11bb');
    expect(body).toContain('77aa11bb');
    expect(body).not.toMatch(/kmap\/unmap-order|kmap\/missing-unmap/);
  });

  test('says of each line of the proof whether it stands there before or after the patch', async () => {
    const { body } = await onlyMail(flagship());
    expect(body).toContain('\n  line 212 before the patch: page faults were off');
    expect(body).toContain('\n    kaddr = kmap_atomic(page);\n  line 213 after the patch: ');
  });

  test('promises nothing that no program does', async () => {
    const { body } = await onlyMail(flagship());
    const [, footer = ''] = body.split('\n-- \n');
    expect(footer.replaceAll('\n', ' ')).toContain('a reply to the list with the reason is welcome');
    expect(footer).not.toMatch(/answer|"/);
  });

  test('has the same Message-ID for the same findings, and another for others', () => {
    const idOf = (scenario: Scenario) => mailsOf(scenario)[0]?.headers.find(([name]) => name === 'Message-ID')?.[1];
    expect(idOf(flagship())).toBe(idOf(flagship()));
    expect(idOf(flagship())).not.toBe(idOf(siblings()));
  });

  test('is not written where there is nothing to say', () => {
    const { run: made, messages } = quiet();
    expect(renderEmail(made, contextOf(messages))).toBe('');
  });

  test('names no id that was made up here as the mail it answers', () => {
    const author = mailbox('Wen Marlow <wen@marlow.example>');
    const id = 'quoted.0123456789abcdef@faultline.invalid';
    const lost = finding({
      messageId: id,
      what: 'Lost.',
      location: location('a.c', 'new', 7, 'x', 'f'),
      fingerprint: 'ab',
    });
    const one = series({ id, title: 'a', author, patches: [patch({ messageId: id, number: 1, title: 'a', author })] });
    const [mail] = makeReplyMails(run([review({ series: one, findings: [lost] })], 1), contextOf([]));
    expect(mail?.headers.map(([name]) => name)).not.toContain('In-Reply-To');
    expect(mail?.headers.map(([name]) => name)).not.toContain('References');
    expect(mail?.body).toContain('a.c:7 in f():');
  });

  test('lets no text of a stranger begin a header or end the head', async () => {
    const [mail] = mailsOf(hostile());
    expect(mail?.headers.map(([name]) => name)).toEqual([
      'To',
      'Cc',
      'Subject',
      'Message-ID',
      'In-Reply-To',
      'References',
      'MIME-Version',
      'Content-Type',
      'Content-Transfer-Encoding',
    ]);
    for (const [name, value] of mail?.headers ?? []) {
      expect(`${name}: ${value}`).toMatch(/^[\x20-\x7e]+(?:\n [\x21-\x7e][\x20-\x7e]*)*$/);
    }
    const { to, cc } = (await onlyMail(hostile())).recipients;
    expect(to.concat(cc).map(each => each.email)).not.toContain('everybody@lists.example');
  });

  test.each(scenarios)('of the run "$name" is plain text whose prose is at most 72 columns wide', ({ make }) => {
    for (const { body } of mailsOf(make())) {
      expect(body).toMatch(/^[^\p{Cf}\p{Zl}\p{Zp}]*$/u);
      const prose = body.split('\n').filter(line => !/^(>| {4})/.test(line));
      expect(prose.filter(line => line.length > 72)).toEqual([]);
    }
  });

  test.each([
    ['flagship', flagship],
    ['siblings', siblings],
  ])('of the run "%s" has its comments where our own reading of replies finds the lines', async (_name, make) => {
    const scenario = make();
    const [one] = scenario.run.reviews;
    const reply = await onlyMail(scenario);
    const target = scenario.messages.find(each => each.id === reply.inReplyTo);
    const thread = {
      rootId: target?.id ?? '',
      nodes: [
        { id: target?.id ?? '', message: target, depth: 0 },
        { id: reply.id, message: reply, parentId: target?.id, depth: 1 },
      ],
    };
    const placed = placeRemarks(thread, one?.series.patches ?? []).filter(each => each.kind === 'remark');
    const posted = one?.findings
      .filter(each => each.stage === 'on')
      .map(({ location: at }) => ({ path: at.path, line: at.line }));
    expect(placed.map(({ path, line }) => ({ path, line }))).toEqual(posted);
  });
});
