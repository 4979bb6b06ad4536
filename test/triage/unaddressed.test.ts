import { describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/domain/message.js';
import { patch, post } from '../series/make-thread.js';
import { answer, triage } from './make-family.js';

function version(name: string, number: number, minute: number, added: string, start = 1): Message {
  const diff = `diff --git a/jar.c b/jar.c\n--- a/jar.c\n+++ b/jar.c\n@@ -${start},2 +${start},3 @@\n first();\n+${added}\n last();\n`;
  const prefix = number === 1 ? '[PATCH]' : `[PATCH v${number}]`;
  return post(name, `${prefix} jar: keep the lid on`, { minute, body: `Why.\n---\n${diff}` });
}

const first = version('v1', 1, 0, 'lid_on(jar);');
const same = version('v2', 2, 1_000, 'lid_on( jar );', 40);
const quoted = '> +lid_on(jar);\n';
const remark = answer('r', 'reviewer', 'v1', `${quoted}\nThis leaks a reference on error.\n`);

function open(...messages: readonly Message[]): readonly string[] {
  return triage(messages).flatMap(({ seriesId, unaddressed }) =>
    unaddressed.map(
      each =>
        `${seriesId} ${each.speaker.name} on ${each.path}:${each.line} of ${each.patchMessageId}: ${each.remark.comment}`,
    ),
  );
}

describe('a remark on the version before', () => {
  test('is open where the hunk stands there again, wherever it moved', () => {
    expect(open(first, remark, same)).toEqual(['v2@x Ada Holm on jar.c:41 of v2@x: This leaks a reference on error.']);
  });

  test('was followed where the hunk changed, or its file or its patch is gone', () => {
    expect(open(first, remark, version('v2', 2, 1_000, 'lid_on_or_fail(jar);'))).toEqual([]);
    expect(open(first, remark, patch('v2', '[PATCH v2] jar: keep the lid on', { minute: 1_000 }))).toEqual([]);
  });

  test('was answered by the author, to the block or to the mail as a whole', () => {
    const toBlock = answer('a', 'author', 'r', '> This leaks a reference on error.\n\nIt cannot fail.\n', 200);
    expect(open(first, remark, same, toBlock)).toEqual([]);
    expect(open(first, remark, same, answer('a', 'author', 'r', 'It cannot fail.\n', 200))).toEqual([]);
  });

  test('was answered where the author answers who answered it', () => {
    const other = answer('o', 'maintainer', 'r', '> This leaks a reference on error.\n\nDoes it?\n', 200);
    expect(open(first, remark, same, other)).toHaveLength(1);
    expect(open(first, remark, same, other, answer('a', 'author', 'o', 'It does not.\n', 300))).toEqual([]);
  });

  test('is open where the author answered only the other remark of that mail', () => {
    const body = `> first();\n\nThis order is odd to me.\n\n${quoted}\nThis leaks a reference on error.\n`;
    const both = answer('r', 'reviewer', 'v1', body);
    const toFirst = answer(
      'a',
      'author',
      'r',
      '> > first();\n> \n> This order is odd to me.\n\nIt has always been so.\n',
      200,
    );
    expect(open(first, both, same, toFirst)).toEqual([
      'v2@x Ada Holm on jar.c:41 of v2@x: This leaks a reference on error.',
    ]);
  });

  test('of the author himself, of a robot, or of nothing but praise asks for nothing', () => {
    const body = `${quoted}\nThis leaks a reference on error.\n`;
    expect(open(first, answer('r', 'author', 'v1', body), same)).toEqual([]);
    expect(open(first, answer('r', 'robot', 'v1', body), same)).toEqual([]);
    expect(open(first, answer('r', 'reviewer', 'v1', `${quoted}\nThe above code looks fine.\n`), same)).toEqual([]);
  });

  test('is no matter of the version after the next', () => {
    expect(open(first, remark, same, version('v3', 3, 2_000, 'lid_on(jar);'))).toHaveLength(1);
  });
});
