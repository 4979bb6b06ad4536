import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { applyDiff } from '../../src/diff/apply-diff.js';
import { readDiff } from '../../src/diff/read-diff.js';
import type { FileDiff } from '../../src/domain/diff.js';
import type { Mailbox, Message } from '../../src/domain/message.js';
import { parsePatchText } from '../../src/mail/patch-text.js';
import { parseSubject } from '../../src/mail/subject.js';
import { findTrailers } from '../../src/mail/trailers.js';
import { assembleSeries } from '../../src/series/assemble-series.js';
import { assembleThreads } from '../../src/series/assemble-threads.js';
import { messageOf, readLooseMbox, readMessages, readOne, readRawMails } from '../support/mails.js';
import { checkFollowUps, checkReroll, checkSeries, checkThreads } from './series-checks.js';

/** One line of expected.jsonl. */
export interface Fact {
  readonly set: string;
  readonly input: string | null;
  readonly check: string;
  // biome-ignore lint/suspicious/noExplicitAny: each check has a shape of its own, stated in the data's README
  readonly expect: any;
}

type Check = (path: string, expected: Fact['expect'], root: string) => Promise<void> | void;

/** How each kind of fact is held against Faultline. A check that fails throws. */
export const factChecks: Readonly<Record<string, Check>> = {
  count: async (path, { messages }) => expect(await readRawMails(path)).toHaveLength(messages),
  mailinfo: checkMailinfo,
  subject: async (path, { header, subject, clean }) => {
    if (clean !== undefined) return expect(parseSubject(subject).title).toBe(clean);
    const message = header === undefined ? (await readMessages(path))[0] : await messageOf(`Subject: ${header}`);
    expect(message?.subject).toBe(subject);
  },
  clean_subject: (_, { subject, prefixes }) => {
    expect(parseSubject(subject).prefixes).toEqual(prefixes);
    expect(parseSubject(subject).title).toBe(subject.replace(/^(?:Re: |\[[^\]]*\] )+/, '').replace(/\s+/g, ' '));
  },
  series_marker: (_, { prefixes, marker }) => {
    const { number, total } = parseSubject(`[${prefixes.join(' ')}] x`);
    expect([number ?? null, total ?? null]).toEqual(marker);
  },
  version: (_, { subject, prefixes, version }) => {
    expect(parseSubject(`[${prefixes.join(' ')}] ${subject}`).version ?? 1).toBe(version);
  },
  is_reply_subject: (_, { subject, is_reply }) => expect(parseSubject(subject).isReply).toBe(is_reply),
  patch_subject: (_, expected) => {
    const subject = parseSubject(expected.subject);
    expect(subject.title).toBe(expected.title);
    expect([subject.number, subject.total]).toEqual([expected.seq, expected.total]);
    expect(subject.version).toBe(expected.version);
    const tags = subject.prefixes.filter(word => !/^(?:v\d+|\d+\/\d+)$/.test(word));
    expect(tags).toEqual(expected.tags ?? []);
  },
  from: async (path, { from, name, email, address }) => {
    const message = from === undefined ? (await readMessages(path))[0] : await messageOf(`From: ${from}`);
    expect(message?.from.email).toBe(email ?? address);
    if (name !== undefined) expect(message?.from.name).toBe(name);
  },
  message_id: async (_, { header, msgid }) => {
    expect((await messageOf(`Message-ID: ${header}`)).id).toBe(msgid.replace(/[<>]/g, ''));
  },
  references: async (_, { in_reply_to, refs_nearest_first }) => {
    const { references } = await messageOf(`In-Reply-To: ${in_reply_to}`);
    expect([...references].reverse().map(id => `<${id}>`)).toEqual(refs_nearest_first);
  },
  cc: async (path, { cc_index, name, address }) => {
    expect((await readMessages(path))[0]?.recipients.cc[cc_index]).toEqual({ name, email: address });
  },
  body: async (path, { body_stripped, body_contains }) => {
    const message = (await readMessages(path))[0];
    if (body_stripped !== undefined) expect(message?.body.trim().replace(/^-- $/m, '--')).toBe(body_stripped);
    if (body_contains !== undefined) expect(message?.body).toContain(body_contains);
  },
  is_patch: async (path, { is_patch }) => {
    expect(seriesOf(await readMessages(path)).some(series => series.patches.length > 0)).toBe(is_patch);
  },
  message: checkMessage,
  parse: checkParse,
  email: checkEmail,
  extract_diff: (path, { diff }) => {
    const lines = readFileSync(path, 'utf8');
    expect(filesOf(lines)).toEqual(filesOf(diff));
  },
  apply: async (path, { base, result }, root) => {
    const text = parsePatchText(await readOne(path));
    const [file] = readDiff(text.diff, { messageId: 'x', firstMailLine: 1 }).files;
    const applied = file && applyDiff(readFileSync(`${root}/${base}`, 'latin1'), file);
    expect(applied).toMatchObject({ ok: true, text: readFileSync(`${root}/${result}`, 'latin1') });
  },
  'no-crash': async path => {
    const messages = await readMessages(path);
    expect(() => seriesOf(messages)).not.toThrow();
  },
  trailers: async (path, expected: readonly (readonly string[])[]) => {
    const found = findTrailers((await readOne(path)).body);
    expect(found.map(({ token, value, remark }) => [token, value, remark?.trim() ?? null])).toEqual(
      expected.map(([, token, value, remark]) => [token, value, remark?.trim() ?? null]),
    );
  },
  fixes_trailers: (_, { body, fixes }) => {
    const found = findTrailers(body).filter(({ token }) => token === 'Fixes');
    expect(found.map(({ value }) => value)).toEqual(fixes);
  },
  tags: async (path, { msgid, tags, tags_include, payload_contains }) => {
    const messages = await readLooseMbox(path);
    const series = seriesOf(messages);
    const given = series
      .flatMap(one => [...one.trailers, ...one.patches.flatMap(patch => patch.trailers)])
      .map(({ token, value }) => `${token}: ${value}`);
    if (msgid !== undefined) expect(series.map(one => one.id)).toContain(msgid);
    expect(given).toEqual(expect.arrayContaining(tags ?? tags_include ?? []));
    const text = [...messages.map(message => message.body), ...given].join('\n');
    for (const part of payload_contains ?? []) expect(text).toContain(part);
  },
  cover: async (path, { has_cover, subject }) => {
    const [series] = seriesOf(await readMessages(path));
    expect(series?.cover?.title).toBe(has_cover ? subject : undefined);
  },
  series: checkSeries,
  reroll: checkReroll,
  threads: checkThreads,
  am_ready_bytes_equal: (path, { file, series_args, am_args }, root) =>
    checkFollowUps(path, `${root}/${file}`, series_args.sloppytrailers === true, am_args.noaddtrailers === true),
  git_log_after_apply: (path, { file }, root) => checkFollowUps(path, `${root}/${file}`, false, false),
  git_log_after_trailer_update: (path, { file }, root) => checkFollowUps(path, `${root}/${file}`, false, false),
  trailer_mismatches: async (path, { mismatched_trailer_names }) => {
    const taken = seriesOf(await readMessages(path)).flatMap(one => one.trailers.map(({ token }) => token));
    for (const name of mismatched_trailer_names) expect(taken).not.toContain(name);
  },
};

function seriesOf(messages: readonly Message[]) {
  return assembleSeries(assembleThreads(messages).threads);
}

function filesOf(text: string): readonly FileDiff[] {
  const { files } = readDiff(text, { messageId: 'x', firstMailLine: 1 });
  const isHere = (key: string) => key !== 'mailLine' && key !== 'header';
  return JSON.parse(JSON.stringify(files, (key, value) => (isHere(key) ? value : undefined)));
}

async function checkMailinfo(path: string, expected: Fact['expect'], root: string): Promise<void> {
  const read = (name: string) => (name === 'empty' ? '' : readFileSync(`${root}/${name}`, 'utf8'));
  const message = expected.index === undefined ? await readOne(path) : (await readMessages(path))[expected.index - 1];
  if (message === undefined) throw new Error('there is no such mail');
  const text = parsePatchText(message);
  if (expected.info !== undefined) checkInfo(read(expected.info), message, text.title, text.author);
  if (expected.msg !== undefined)
    expect(text.commitMessage).toBe(
      read(expected.msg)
        .replace(/\s+---\n.*$/s, '')
        .trim(),
    );
  if (expected.patch !== undefined) expect(filesOf(text.diff)).toEqual(filesOf(read(expected.patch)));
  if (expected.patch_lines !== undefined) expect(message.body).toContain('\0');
}

function checkInfo(info: string, message: Message, title: string, author: Mailbox): void {
  const stated = new Map(info.split('\n').map(line => [line.split(':')[0] ?? '', line.replace(/^\w+: ?/, '').trim()]));
  expect(title).toBe(stated.get('Subject'));
  const name = stated.get('Author');
  if (name !== undefined) expect(author.name === '' ? author.email : author.name).toBe(name);
  if (name !== undefined) expect(author.email).toBe(stated.get('Email'));
  const isInBody = /^Date: /m.test(message.body);
  const date = stated.get('Date');
  if (date !== undefined && !isInBody) expect(message.sentAt).toBe(Date.parse(date));
}

async function checkMessage(path: string, expected: Fact['expect']): Promise<void> {
  const messages = await readMessages(path);
  const message = messages.find(one => one.id === expected.message_id);
  expect(message?.id).toBe(expected.message_id);
  if (expected.subject !== undefined) expect(message?.subject).toBe(expected.subject);
  if (expected.in_reply_to !== undefined) expect(message?.inReplyTo ?? '').toBe(expected.in_reply_to);
  if (expected.date !== undefined) expect(message?.sentAt).toBe(Date.parse(`${expected.date}Z`));
  if (expected.sender !== undefined) {
    expect(message?.from).toEqual({ name: expected.sender.name, email: expected.sender.address });
    const people = [...(message?.recipients.to ?? []), ...(message?.recipients.cc ?? [])];
    expect(people.map(({ email }) => email)).toEqual(expect.arrayContaining(expected.recipients));
    expect(seriesOf(messages)[0]?.version).toBe(expected.version);
  }
  if (expected.is_patch !== undefined) {
    expect(seriesOf(messages).some(series => series.patches.length > 0)).toBe(expected.is_patch);
  }
}

async function checkParse(path: string, expected: Fact['expect']): Promise<void> {
  const messages = await readMessages(path);
  const message = messages[0];
  if (message === undefined) throw new Error('there is no mail');
  const text = parsePatchText(message);
  if ('diff' in expected) expect(text.diff !== '').toBe(expected.diff === 'present');
  if (expected.patches !== undefined) {
    expect(seriesOf(messages).flatMap(series => series.patches)).toHaveLength(expected.patches);
  }
  if (expected.kind === 'comment') expect(seriesOf(messages)).toEqual([]);
  if (expected.message === 'present') expect(text.commitMessage + message.body).not.toBe('');
  if (expected.diff_startswith !== undefined) expect(text.diff.startsWith(expected.diff_startswith)).toBe(true);
  for (const part of expected.diff_contains ?? []) expect(text.diff).toContain(part);
  for (const [part, count] of Object.entries(expected.count ?? {})) {
    expect(text.diff.split(part)).toHaveLength(Number(count) + 1);
  }
  if (expected.not_contains !== undefined) expect(message.body).not.toContain(expected.not_contains);
  if (expected.message_not_contains !== undefined) {
    expect(text.commitMessage).not.toContain(expected.message_not_contains);
  }
}

async function checkEmail(path: string, expected: Fact['expect']): Promise<void> {
  const message = await readOne(path);
  if (expected.message_id !== undefined) expect(`<${message.id}>`).toBe(expected.message_id);
  if (expected.subject !== undefined) expect(message.subject).toBe(expected.subject);
  expect(withoutExtension(message.from.email)).toBe(expected.author);
  expect(message.from.name).toBe(expected.author_name);
  expect(message.body.trim()).toBe(expected.body.trim());
  expect(message.inReplyTo === undefined ? '' : `<${message.inReplyTo}>`).toBe(expected.in_reply_to);
  const people = [message.from, ...message.recipients.to, ...message.recipients.cc].map(({ email }) =>
    withoutExtension(email),
  );
  expect(people).toEqual(expect.arrayContaining(expected.cc));
  const text = parsePatchText(message);
  if (expected.patch !== undefined) expect(filesOf(text.diff)).toEqual(filesOf(expected.patch));
  if (expected.base_commit_hint !== undefined) expect(text.baseCommit ?? '').toBe(expected.base_commit_hint);
}

/** syzbot hides the id of a bug in its address: `syzbot+1234@host`. */
function withoutExtension(address: string): string {
  return address.replace(/\+[^@]*@/, '@');
}
