import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readRepositoryFile, repository, typeScriptFiles } from './support/repository.js';

/** Per folder of src/: the folders that it may import besides domain, and the packages that it alone owns. */
const house: Record<string, { readonly folders: readonly string[]; readonly packages?: readonly string[] }> = {
  domain: { folders: [] },
  mail: { folders: [], packages: ['mailparser'] },
  diff: { folders: [], packages: ['parse-diff'] },
  series: { folders: ['mail', 'diff'] },
  tree: { folders: ['diff'] },
  c: { folders: [] },
  kernel: { folders: [] },
  rules: { folders: ['c', 'kernel', 'diff'] },
  review: { folders: ['rules', 'diff', 'series', 'tree'] },
  triage: { folders: ['mail', 'diff', 'series'] },
  render: { folders: [], packages: ['picocolors'] },
  sources: { folders: [], packages: ['imapflow'] },
  reporters: { folders: ['render', 'diff', 'tree'] },
  store: { folders: [], packages: ['better-sqlite3', 'kysely', 'pg'] },
  app: {
    folders: ['mail', 'diff', 'series', 'tree', 'rules', 'review', 'triage', 'render', 'sources', 'reporters', 'store'],
    packages: ['valibot', 'yaml'],
  },
  entry: { folders: ['app'], packages: ['commander', 'probot'] },
};

/** Per folder whose rooms have a direction: the other rooms that each may import; the empty name is the folder itself. */
const rooms: Record<string, Record<string, readonly string[]>> = {
  // The engine: a path at a time, then what a file knows, then what got lost, then what would mend it.
  rules: { walk: [], code: ['walk'], loss: ['', 'walk', 'code'], remedy: ['', 'walk', 'code', 'loss'] },
  render: { '': [], github: [''] },
  sources: { server: [''], imap: ['', 'server'], nntp: ['', 'server'], inbox: [''], files: [''] },
  store: { github: [''] },
  app: { settings: [''], setup: [], ingest: [''], github: ['', 'ingest', 'settings'] },
  entry: { serve: [''], commands: ['', 'serve'] },
};

/** Between Message and Delivery nothing touches a clock, a disk or a network: these parts of Node cannot. */
const pureBuiltins = ['assert/strict', 'buffer', 'crypto', 'stream', 'string_decoder', 'util', 'zlib'];
const worldlyFolders: Record<string, readonly string[]> = {
  tree: ['child_process', 'events', 'fs', 'fs/promises', 'path', 'readline'],
  sources: [
    'child_process',
    'fs',
    'fs/promises',
    'net',
    'path',
    'readline',
    'stream/promises',
    'timers/promises',
    'tls',
    'zlib',
  ],
  store: ['fs', 'module', 'path'],
  app: ['events', 'fs', 'fs/promises', 'os', 'path', 'timers/promises', 'url', 'v8', 'worker_threads', 'zlib'],
  entry: ['events', 'fs', 'fs/promises', 'http', 'path', 'timers/promises'],
};

const files = typeScriptFiles('src').map(path => ({ path, folder: folderOf(path), text: readRepositoryFile(path) }));
const imports = files.flatMap(file => importsOf(file.text).map(target => ({ ...file, target })));

test('every folder of src/ has its row in the table, and every row its folder', () => {
  const folders = readdirSync(join(repository, 'src'), { withFileTypes: true }).filter(entry => entry.isDirectory());
  expect(folders.map(folder => folder.name).sort()).toEqual(Object.keys(house).sort());
});

test('a folder imports only domain and what the table allows', () => {
  const strays = imports
    .filter(({ target }) => target.startsWith('.'))
    .map(({ path, folder, target }) => ({ path, folder, to: folderOf(join(dirname(path), target)) }))
    .filter(({ folder, to }) => to !== folder && to !== 'domain' && !house[folder]?.folders.includes(to))
    .map(({ path, to }) => `${path} imports ${to}`);
  expect(strays).toEqual([]);
});

test('the table leads in no circle', () => {
  const settled = new Set<string>();
  for (let before = -1; before !== settled.size; ) {
    before = settled.size;
    for (const [folder, { folders }] of Object.entries(house)) {
      if (folders.every(each => settled.has(each))) settled.add(folder);
    }
  }
  expect([...settled].sort()).toEqual(Object.keys(house).sort());
});

test('a package is imported by the folder that owns it and by no other', () => {
  const strays = imports
    .filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'))
    .filter(({ folder, target }) => !house[folder]?.packages?.includes(packageOf(target)))
    .map(({ path, target }) => `${path} imports ${target}`);
  expect(strays).toEqual([]);
});

test('only tree, sources, app and entry reach the disk, other processes or a clock', () => {
  const strays = imports
    .filter(({ target }) => target.startsWith('node:'))
    .map(({ path, folder, target }) => ({ path, folder, builtin: target.slice('node:'.length) }))
    .filter(({ folder, builtin }) => ![...pureBuiltins, ...(worldlyFolders[folder] ?? [])].includes(builtin))
    .map(({ path, builtin }) => `${path} imports node:${builtin}`);
  expect(strays).toEqual([]);

  const clocks = files
    .filter(({ folder }) => worldlyFolders[folder] === undefined)
    .filter(({ text }) =>
      /\b(?:Date\.now\(|new Date\(\)|performance\.|process\.|setTimeout\()/.test(withoutComments(text)),
    );
  expect(clocks.map(({ path }) => path)).toEqual([]);
});

test('domain imports nothing but itself', () => {
  const strays = imports.filter(({ folder, target }) => folder === 'domain' && !target.startsWith('./'));
  expect(strays.map(({ path, target }) => `${path} imports ${target}`)).toEqual([]);
});

test('a room imports only what the table of its folder allows', () => {
  const strays = imports
    .map(({ path, folder, target }) => ({ path, folder, to: join(dirname(path), target) }))
    .filter(({ folder, to }) => to.startsWith(`src/${folder}/`))
    .filter(({ path, folder, to }) => rooms[folder]?.[roomOf(path)] !== undefined && roomOf(to) !== roomOf(path))
    .filter(({ path, folder, to }) => !rooms[folder]?.[roomOf(path)]?.includes(roomOf(to)))
    .map(({ path, to }) => `${path} imports ${to}`);
  expect(strays).toEqual([]);
});

test('rules never import rules: what two of them need has a file of its own', () => {
  const isRule = (path: string) => /^src\/rules\/(?:kmap|pagefault)\//.test(path);
  const strays = imports
    .filter(({ path, target }) => isRule(path) && isRule(join(dirname(path), target)))
    .map(({ path, target }) => `${path} imports ${target}`);
  expect(strays).toEqual([]);
});

test('files are named in kebab-case and none grows past 300 lines', () => {
  expect(files.map(({ path }) => basename(path)).filter(name => !/^[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(name))).toEqual(
    [],
  );
  expect(files.filter(({ text }) => lineCountOf(text) > 300).map(({ path }) => path)).toEqual([]);
});

test('no default exports, and no console: the words of a run go through the terminal', () => {
  expect(files.filter(({ text }) => /^export default\b/m.test(text)).map(({ path }) => path)).toEqual([]);
  expect(files.filter(({ text }) => /\bconsole\.\w+\(/.test(withoutComments(text))).map(({ path }) => path)).toEqual(
    [],
  );
});

test('an import inside src/ names the printed file', () => {
  const strays = imports.filter(({ target }) => target.startsWith('.') && !target.endsWith('.js'));
  expect(strays.map(({ path, target }) => `${path} imports ${target}`)).toEqual([]);
});

/** `src/mail/read-message.ts` lies in `mail`. */
function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** `src/rules/walk/state.ts` lies in `walk`, `src/rules/rule.ts` in none. */
function roomOf(path: string): string {
  const [, , room, file] = path.split('/');
  return file === undefined ? '' : (room ?? '');
}

function lineCountOf(text: string): number {
  return text.trimEnd().split('\n').length;
}

function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

function importsOf(text: string): readonly string[] {
  const code = withoutComments(text);
  const declared = code.matchAll(/^(?:import|export)\b[^;'"]*?from\s+['"]([^'"]+)['"]/gm);
  const bare = code.matchAll(/(?:^import\s+|\bimport\(\s*)['"]([^'"]+)['"]/gm);
  return [...declared, ...bare].map(([, target = '']) => target);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}
