import { describe, expect, test } from '@jest/globals';
import { parseSubject } from '../../src/mail/subject.js';

describe('a subject', () => {
  test.each([
    ['[PATCH v2 3/5] lamp: dim', 2, 3, 5],
    ['[PATCHv2 3/5] lamp: dim', 2, 3, 5],
    ['[PATCH 3/5 v2] lamp: dim', 2, 3, 5],
    ['[3/5 v2] lamp: dim', 2, 3, 5],
    ['[v2 PATCH 3/5] lamp: dim', 2, 3, 5],
    ['[v2,PATCH 3/5] lamp: dim', 2, 3, 5],
    ['[PATCH 3/5][v2] lamp: dim', 2, 3, 5],
    ['[RFCv2][PATCH 03/05] lamp: dim', 2, 3, 5],
    ['[PATCH V2.1 3/5] lamp: dim', 2, 3, 5],
    ['[PATCHSET v29.0 3/5] lamp: dim', 29, 3, 5],
    ['[PATCH v6.15 v2 3/5] lamp: dim', 2, 3, 5],
    ['[lamp-devel] [patch v2 3 of 5] lamp: dim', 2, 3, 5],
    ['[PATCH 3/n] lamp: dim', undefined, 3, undefined],
    ['[PATCH for v3.2] lamp: dim', undefined, undefined, undefined],
    ['[v3.18-rcX PATCH 3/5] lamp: dim', undefined, 3, 5],
    ['[PATCH 1.5/5] lamp: dim', undefined, undefined, undefined],
    ['[PATCH] lamp: dim (v2)', 2, undefined, undefined],
    ['lamp: dim', undefined, undefined, undefined],
  ])('%s names its version and number', (subject, version, number, total) => {
    expect(parseSubject(subject)).toMatchObject({ version, number, total });
  });

  test('gives its title as git records it', () => {
    expect(parseSubject('Re: [lamp] [PATCH v2]  Re: lamp:\t dim [all] lamps').title).toBe('lamp: dim [all] lamps');
    expect(parseSubject('[PATCH lamp: dim').title).toBe('[PATCH lamp: dim');
  });

  test('is a reply by its mark, also behind a list prefix and in other languages', () => {
    const replies = ['Re: x', 'RE: x', '[lamp] Re: [PATCH] x', 'AW: x', '答复: [PATCH] x', 'Re[2]: x', 'Fwd: x'];
    expect(replies.map(subject => parseSubject(subject).isReply)).toEqual(replies.map(() => true));
    expect(parseSubject('[PATCH] re: enable the lamp').isReply).toBe(false);
    expect(parseSubject('Rewire the lamp').isReply).toBe(false);
  });

  test('says RFC, RESEND and the tree that it is for', () => {
    expect(parseSubject('[RFC PATCH net-next v2 RESEND 1/2] x')).toMatchObject({
      isPatch: true,
      isRfc: true,
      isResend: true,
      treeHint: 'net-next',
    });
    expect(parseSubject('[lamp-devel] [PATCH -next] x').treeHint).toBe('next');
    expect(parseSubject('[PATCH RFC LAMP/Dimmer 1/2] x').treeHint).toBeUndefined();
    expect(parseSubject('[lamp-devel] [PATCH V2 1/2] x').treeHint).toBeUndefined();
    for (const words of [
      'PATCH V2',
      'PATCHv2',
      'PatchV2',
      'patch V2.1',
      'Rfc patch',
      'RFCv2',
      'PATCH Resend v3',
      'patch reSEND',
    ])
      expect([words, parseSubject(`[${words}] x`).treeHint]).toEqual([words, undefined]);
  });
});
