import { expect, test } from '@jest/globals';
import { findMessageIds } from '../../../src/reporters/github/series-links.js';

const id = '20310304.7-1-nora@example.org';

test.each([
  [`Link: https://lore.kernel.org/r/${id}`],
  [`see https://lore.kernel.org/linux-mm/${id}/T/#u.`],
  [`[the thread](https://lore.kernel.org/all/${id}/), with remarks`],
  [`<https://lkml.kernel.org/r/${id}>`],
  ['**https://patch.msgid.link/20310304.7-1-nora%40example.org**'],
  [`https://patchwork.kernel.org/project/larder/patch/${id}/`],
  [`subject: jar\nMessage-ID: <${id}>`],
  [`> Message-Id: ${id}`],
  [`- message-id: <${id}>\n`],
])('a mail is named in %j', text => {
  expect(findMessageIds(text)).toEqual([id]);
});

test('signs of an id that an address encodes are read', () => {
  expect(findMessageIds('https://lore.kernel.org/r/CA%2B7%3Da%2Fb%40example.org')).toEqual(['CA+7=a/b@example.org']);
});

test.each([
  ['nora@example.org sent it'],
  ['https://example.org/bug/7'],
  ['https://patchwork.kernel.org/project/larder/list/?series=12345'],
  ['In the Message-ID: field'],
])('no mail is named in %j', text => {
  expect(findMessageIds(text)).toEqual([]);
});

test('several are told in their order, each once, and no more than may be', () => {
  const links = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `https://lore.kernel.org/r/${from + index}@example.org`).join('\n');
  expect(findMessageIds(`Message-ID: <2@example.org>\n${links(0, 3)}`)).toEqual([
    '2@example.org',
    '0@example.org',
    '1@example.org',
  ]);
  expect(findMessageIds(links(0, 1_000))).toHaveLength(50);
});

test('a hostile text takes no longer than any other', () => {
  for (const part of ['https://', 'message-id:', 'https://a/@', '.'])
    expect(findMessageIds(part.repeat(200_000 / part.length))).toEqual([]);
});
