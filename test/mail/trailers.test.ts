import { describe, expect, test } from '@jest/globals';
import { findReplyTrailers, toTrailer } from '../../src/mail/trailers.js';

const given = (body: string) => findReplyTrailers(body).map(found => Object.values(toTrailer(found)).join(': '));

describe('a reply', () => {
  test('gives the tags on its own lines', () => {
    const body = '> Acked-by: Paul <paul@example.org>\n\nFine.\n\nReviewed-by: Ada <ada@example.org>\n';
    expect(given(body)).toEqual(['Reviewed-by: Ada <ada@example.org>']);
  });

  test('gives none below its signature', () => {
    expect(given('Hi.\n-- \nSent-by: robot <robot@example.org>\n')).toEqual([]);
  });

  test('gives no copied heads, links of thanks, tags without an address or fixes without an id', () => {
    const body = 'Cc: Ada <ada@example.org>\nLink: https://example.org/x@y\nAcked-by: me\nFixes: the lamp\n';
    expect(given(body)).toEqual([]);
  });

  test('keeps a comment on the line of a tag', () => {
    expect(given('Tested-by: Ada <ada@example.org> # at night')).toEqual([
      'Tested-by: Ada <ada@example.org> # at night',
    ]);
  });
});
