import { expect, test } from '@jest/globals';
import { parseMirrorSettings, parseServerSettings } from '../../../src/app/settings/parse-settings.js';
import type { MirrorSettings } from '../../../src/domain/mirror-settings.js';
import { readRepositoryFile } from '../../support/repository.js';

/** A file that says nothing: its repository is configured, and gets checks only. */
const checksOnly: MirrorSettings = {
  lists: [],
  paths: [],
  bases: new Map(),
  rules: new Map(),
  post: { check: true, review: false, issue: false },
  threshold: 'warning',
  failsOnError: false,
  postsPerHourMax: 60,
  issuesPerDayMax: 5,
  mirrorsRemarks: false,
};

test('a server says everything that can be said, in paths from the folder of its file', () => {
  const { settings, mistakes } = parseServerSettings(
    readRepositoryFile('fixtures/settings/server.yml'),
    'faultline.yml',
    '/etc/faultline',
  );
  expect(mistakes).toEqual([]);
  expect(settings).toEqual({
    sources: [
      'https://lore.kernel.org/linux-mm',
      'imaps://reader@mail.example.org/lists.bcachefs',
      '/etc/faultline/archives/netdev',
    ],
    store: '/etc/faultline/store',
    quietMinutes: 90,
    mirrors: new Map([
      ['orchard/linux', '/srv/git/linux.git'],
      ['orchard/mm', '/etc/faultline/mm.git'],
    ]),
    repositories: new Map([
      [
        'orchard/mm',
        {
          lists: ['linux-mm.kvack.org'],
          paths: ['mm/', 'include/linux/{mm,highmem}*.h'],
          bases: new Map([
            ['mm-unstable', 'mm-unstable'],
            ['5.10', 'linux-5.10.y'],
            ['default', 'mm-everything'],
          ]),
          rules: new Map([
            ['kmap/deprecated', 'off'],
            ['kmap/past-page-end', 'on'],
          ]),
          post: { check: true, review: true, issue: true },
          threshold: 'note',
          failsOnError: true,
          postsPerHourMax: 30,
          issuesPerDayMax: 2,
          mirrorsRemarks: true,
        },
      ],
      [
        'orchard/linux',
        {
          ...checksOnly,
          lists: ['linux-mm.kvack.org'],
          post: { check: true, review: true, issue: false },
          postsPerHourMax: 30,
        },
      ],
    ]),
  });
});

test('a repository says what is its own', () => {
  expect(mirrorOf(readRepositoryFile('fixtures/settings/repository.yml'))).toEqual({
    ...checksOnly,
    lists: ['linux-mm.kvack.org'],
    bases: new Map([['default', 'mm-unstable']]),
    post: { check: true, review: true, issue: false },
  });
});

test.each([
  ['an empty file', ''],
  ['a file of comments', '# nothing yet\n'],
  ['an empty mapping', '{}\n'],
])('%s means checks only', (_, text) => {
  expect(mirrorOf(text)).toEqual(checksOnly);
});

test('an empty `post` means that nothing is posted', () => {
  expect(mirrorOf('post: []\n').post).toEqual({ check: false, review: false, issue: false });
});

test('`off` and `on` are words also in a file that declares an older yaml', () => {
  const { rules } = mirrorOf('%YAML 1.1\n---\nrules: { kmap/deprecated: off, kmap/escapes: on }\n');
  expect([...rules.values()]).toEqual(['off', 'on']);
});

test('a byte order mark and line ends of Windows change nothing', () => {
  expect(mirrorOf('\uFEFFthreshold: error\r\nremarks: true\r\n')).toEqual({
    ...checksOnly,
    threshold: 'error',
    mirrorsRemarks: true,
  });
});

test('lists are kept in small letters, as they are compared', () => {
  expect(mirrorOf('lists: [Linux-MM.kvack.org]\n').lists).toEqual(['linux-mm.kvack.org']);
});

test('what one place says can be repeated at another', () => {
  const text = 'repositories:\n  orchard/linux: &mine\n    post: [review]\n  orchard/mm: *mine\n';
  const { settings } = parseServerSettings(text, 'faultline.yml', '/');
  expect(settings?.repositories.get('orchard/mm')).toEqual(settings?.repositories.get('orchard/linux'));
});

test('defaults configure no repository by themselves', () => {
  const { settings } = parseServerSettings('defaults: { post: [check] }\n', 'faultline.yml', '/');
  expect(settings?.repositories.size).toBe(0);
});

test('the address of a database is no path', () => {
  const { settings } = parseServerSettings('store: postgres://db.example.org/faultline\n', 'faultline.yml', '/etc');
  expect(settings?.store).toBe('postgres://db.example.org/faultline');
});

function mirrorOf(text: string): MirrorSettings {
  const { settings, mistakes } = parseMirrorSettings(text, '.github/faultline.yml');
  expect(mistakes).toEqual([]);
  if (settings === undefined) throw new Error('no settings');
  return settings;
}
