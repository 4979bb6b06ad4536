import { mailbox, patch, review, run, series } from '../make.js';
import type { Scenario } from './scenario.js';

/** An evening of a list: most series give nothing to say, some mails were no mails. */
export function quiet(): Scenario {
  const plain = (id: string, title: string, who: string, version = 1) => {
    const author = mailbox(who);
    const patches = [patch({ messageId: id, number: 1, title, author })];
    return series({ id, title, author, version, patches });
  };
  const hole = {
    ...plain('c@x.example', 'lib/loam: count in one place', 'R. Ames <r@ames.example>', 2),
    total: 9,
    state: 'incomplete' as const,
    missing: [2, 3, 4, 5, 7, 9],
  };
  const wide = plain(
    'd@x.example',
    'treewide: spell the name of the maintainer of the loam library right in every comment and document',
    'Li Na <lina@ink.example>',
  );
  const notChecked = Array.from({ length: 12 }, (_, index) => ({
    patch: 1,
    path: `Documentation/loam/page-${index + 1}.rst`,
    reason: 'not C',
  }));
  const unreadable = { ...plain('e@x.example', '', ' <>'), state: 'unreadable' as const, patches: [], total: 2 };
  const problem = {
    code: 'diff-combined',
    where: 'e@x.example',
    detail: 'a combined diff of a merge is no patch',
  } as const;
  return {
    run: run(
      [
        review({ series: plain('a@x.example', 'lib/loam: fix a typo', 'Ada Fenwick <ada@fenwick.example>') }),
        review({ series: plain('b@x.example', '修正: ループの上限', '山田 太郎 <taro@yamada.example>') }),
        review({ series: hole }),
        review({ series: wide, notChecked }),
        review({ series: unreadable, problems: [problem] }),
        review({ series: plain('f@x.example', 'lib/loam: drop a cast', 'Ada Fenwick <ada@fenwick.example>') }),
      ],
      40,
      [
        { code: 'mail-unreadable', where: 'evening.mbox#17', detail: 'no header at all: this is not a mail' },
        { code: 'mail-truncated', where: 'evening.mbox#31', detail: 'only the first 200 of 1000 parts were read' },
      ],
    ),
    messages: [],
  };
}
