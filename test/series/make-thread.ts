import type { Message } from '../../src/domain/message.js';
import type { Series } from '../../src/domain/series.js';
import { assembleSeries } from '../../src/series/assemble-series.js';
import { assembleThreads } from '../../src/series/assemble-threads.js';

const start = Date.UTC(2025, 2, 4, 8, 0, 0);

/** A message of a test thread: its id is `<name>@x`, its time `minute` minutes after the first. */
export function post(
  name: string,
  subject: string,
  fields: Partial<Message> & { minute?: number; to?: never } = {},
): Message {
  const { minute = 0, inReplyTo, ...rest } = fields;
  const parent = inReplyTo === undefined ? undefined : `${inReplyTo}@x`;
  return {
    id: `${name}@x`,
    origin: 'test',
    digest: name,
    form: 'mail',
    inReplyTo: parent,
    references: parent === undefined ? [] : [parent],
    from: { name: 'Nora Lind', email: 'nora@example.org' },
    recipients: { to: [], cc: [] },
    subject,
    sentAt: start + minute * 60_000,
    listIds: [],
    body: '',
    attachments: [],
    isAutoSubmitted: false,
    problems: [],
    ...rest,
  };
}

/** A patch to one file. */
export function patch(
  name: string,
  subject: string,
  fields: Partial<Message> & { minute?: number; to?: never } = {},
): Message {
  const body = `Why.\n---\n\ndiff --git a/${name}.c b/${name}.c\n--- a/${name}.c\n+++ b/${name}.c\n@@ -1 +1 @@\n-old\n+new\n`;
  return post(name, subject, { body, ...fields });
}

/** An answer of somebody else. */
export function reply(name: string, inReplyTo: string, body: string, minute = 100): Message {
  const from = { name: 'Ada Holm', email: 'ada@example.org' };
  return post(name, 'Re: something', { inReplyTo, body, from, minute });
}

export function seriesOf(messages: readonly Message[]): Series[] {
  return assembleSeries(assembleThreads(messages).threads);
}

/** A series in one line: `v2 cover: 1=a 2=b (missing 3)`. */
export function outline(series: Series): string {
  const patches = series.patches.map(({ number, messageId }) => `${number}=${messageId.replace('@x', '')}`).join(' ');
  const cover = series.cover === undefined ? '' : ` ${series.cover.messageId.replace('@x', '')}:`;
  const missing = series.missing.length === 0 ? '' : ` (missing ${series.missing.join(' ')})`;
  return `v${series.version}${cover} ${patches}${missing}`;
}

export function outlines(messages: readonly Message[]): string[] {
  return seriesOf(messages).map(outline);
}
