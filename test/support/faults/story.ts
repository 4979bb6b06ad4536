import { larder, makePatchMail } from '../story.js';
import type { Scene } from './scene.js';

export { larder };

/** The same code in other places, so that each is found by itself. */
export const pantry = otherRoom('pantry');
export const cellar = otherRoom('cellar');

/** What people do while the App does nothing, or all that was done before. */
export interface Chapter {
  readonly title: string;
  /** Nothing but its webhook tells of it. */
  readonly isHeardOnly?: boolean;
  tell(scene: Scene): Promise<void>;
}

const versions = ['20261128.1-1-tove@example.com', '20261128.2-1-tove@example.com'] as const;
const message = `${larder.title}\n\nSigned-off-by: Tove Lindqvist <tove@example.com>`;

/** One of each kind of what the App posts, and each of it changed. */
export const chapters: readonly Chapter[] = [
  {
    title: 'two pull requests, one of them sound',
    tell: async ({ repository }) => {
      const files = { [pantry.path]: pantry.converted, [cellar.path]: cellar.converted };
      await repository.commitFiles('rooms', files, 'mm: use kmap_local_page() in two rooms');
      await repository.commitFiles('sound', { [pantry.path]: pantry.repaired }, 'mm: pantry: use kmap_local_page()');
      await repository.openPullRequest({ head: 'rooms', title: 'mm: use kmap_local_page() in two rooms' });
      await repository.openPullRequest({ head: 'sound', title: 'mm: pantry: use kmap_local_page()' });
    },
  },
  {
    title: 'a finding is dismissed',
    isHeardOnly: true,
    tell: async ({ repository }) => {
      const comment = repository.reviewComments(1).find(({ path }) => path === cellar.path);
      const [, id = ''] = /\/faultline dismiss ([0-9a-f]+)/.exec(comment?.body ?? '') ?? [];
      repository.addComment(1, `/faultline dismiss ${id} nobody faults in a cellar`);
    },
  },
  {
    title: 'the other one is mended',
    tell: async ({ repository }) => {
      await repository.commitFiles('rooms', { [pantry.path]: pantry.repaired }, 'mm: pantry: fault in nothing');
    },
  },
  {
    title: 'a series comes by mail',
    tell: async ({ app, repository }) => {
      const sha = await repository.commitFiles('v1', { [larder.path]: larder.converted }, message);
      app.deliver(makePatchMail(repository.directory, sha, { id: versions[0], version: 1 }));
    },
  },
  {
    title: 'its second version is sound',
    tell: async ({ app, repository }) => {
      const sha = await repository.commitFiles('v2', { [larder.path]: larder.repaired }, message);
      const [inReplyTo, id] = versions;
      app.deliver(makePatchMail(repository.directory, sha, { id, version: 2, inReplyTo }));
    },
  },
  {
    title: 'which lands',
    tell: async ({ repository }) => {
      // Nothing but the change itself tells what it is.
      await repository.commitFiles('master', { [larder.path]: larder.repaired }, message);
    },
  },
];

function otherRoom(name: string) {
  const rename = (text: string): string => text.replaceAll('larder', name);
  const { path, before, converted, repaired } = larder;
  return {
    path: rename(path),
    before: rename(before),
    converted: rename(converted),
    repaired: rename(repaired),
  };
}
