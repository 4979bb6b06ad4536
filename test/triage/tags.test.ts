import { expect, test } from '@jest/globals';
import type { PatchTag } from '../../src/domain/triage.js';
import { patch, post } from '../series/make-thread.js';
import { answer, triage } from './make-family.js';

const ada = 'Reviewed-by: Ada Holm <ada@example.org>';
const signed = 'Signed-off-by: Nora Lind <nora@example.org>';

function withTrailers(name: string, subject: string, minute: number, ...trailers: readonly string[]) {
  const made = patch(name, subject, { minute });
  return { ...made, body: made.body.replace('---\n', `\n${trailers.join('\n')}\n---\n`) };
}

function line({ token, person, version, fromMessageId, isOwn, isBot }: PatchTag): string {
  return `${token} ${person?.name ?? '-'} v${version} ${fromMessageId}${isOwn ? ' own' : ''}${isBot ? ' bot' : ''}`;
}

test('a tag names who gave it, on which version and in which mail, also once it is carried along', () => {
  const first = withTrailers('v1', '[PATCH] larder: keep the lid on', 0, signed);
  const second = withTrailers(
    'v2',
    '[PATCH v2] larder: keep the lid on',
    200,
    signed,
    ada,
    'Fixes: 0123456789ab ("larder: lid")',
  );
  const given = answer('r', 'reviewer', 'v1', `${ada}\n`);
  const acked = answer('s', 'maintainer', 'v2', 'Acked-by: Bo Sand <bo@example.com>\n', 300);
  const tags = triage([first, second, given, acked]).map(({ patches }) => patches.flatMap(each => each.tags.map(line)));
  expect(tags).toEqual([
    ['Signed-off-by Nora Lind v1 v1@x own', 'Reviewed-by Ada Holm v1 r@x'],
    [
      'Signed-off-by Nora Lind v2 v2@x own',
      'Reviewed-by Ada Holm v1 r@x own',
      'Fixes - v2 v2@x own',
      'Acked-by Bo Sand v2 s@x',
    ],
  ]);
});

test('a tag on the cover letter is for every patch, one that was given twice stands once', () => {
  const messages = [
    post('cover', '[PATCH 0/2] larder: tidy up'),
    patch('p1', '[PATCH 1/2] larder: sort jars', { inReplyTo: 'cover', minute: 1 }),
    patch('p2', '[PATCH 2/2] larder: label jars', { inReplyTo: 'cover', minute: 2 }),
    answer('r', 'reviewer', 'cover', `${ada}\n`),
    answer('s', 'reviewer', 'p2', `${ada}\n`, 120),
  ];
  const [series] = triage(messages);
  expect(series?.patches.map(each => each.tags.map(line))).toEqual([
    ['Reviewed-by Ada Holm v1 r@x'],
    ['Reviewed-by Ada Holm v1 r@x'],
  ]);
});

test('a tag of a robot is marked', () => {
  const messages = [
    withTrailers('v1', '[PATCH] larder: keep the lid on', 0, 'Reported-by: kernel test robot <lkp@intel.com>'),
    answer('r', 'robot', 'v1', 'Tested-by: kernel test robot <lkp@intel.com>\n'),
  ];
  const [series] = triage(messages);
  expect(series?.patches[0]?.tags.map(line)).toEqual([
    'Reported-by kernel test robot v1 v1@x own bot',
    'Tested-by kernel test robot v1 r@x bot',
  ]);
});
