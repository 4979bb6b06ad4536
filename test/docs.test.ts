import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { renderRun } from '../src/app/render-run.js';
import { reviewMails } from '../src/app/review-mails.js';
import { makeProgram } from '../src/entry/main.js';
import { Terminal } from '../src/entry/terminal.js';
import { rules } from '../src/rules/registry.js';
import { drawTerminal } from './support/draw-terminal.js';
import { expectGolden } from './support/golden.js';
import { readRepositoryFile, repository } from './support/repository.js';

const readme = readRepositoryFile('README.md');
const contributing = readRepositoryFile('CONTRIBUTING.md');
const program = makeProgram(new Terminal());

/** Options of other programs that the documents mention. */
const foreignOptions = ['--write'];

test('every command that the documents name exists, and every command is in the README', () => {
  const known = program.commands.map(command => command.name());
  const named = `${readme}${contributing}`.matchAll(/\bfaultline (?:-- )?([a-z]+)\b/g);
  expect([...named].map(([, name]) => name).filter(name => !known.includes(name ?? ''))).toEqual([]);
  expect(known.filter(name => !readme.includes(`\`faultline ${name}`))).toEqual([]);
});

test('every option that the documents name exists', () => {
  const known = program.commands.flatMap(command => command.options.map(option => option.long));
  const named = [...`${readme}${contributing}`.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option);
  expect(named.filter(option => ![...known, ...foreignOptions, '--help'].includes(option))).toEqual([]);
});

test('the picture of the house shows the folders there are', () => {
  const [picture = ''] = /^src\/\n[\s\S]*?^```/m.exec(contributing) ?? [];
  const drawn = [...picture.matchAll(/^ {2}([a-z]+)\/ /gm)].map(([, folder]) => folder);
  const folders = readdirSync(join(repository, 'src'), { withFileTypes: true }).filter(entry => entry.isDirectory());
  expect(drawn.toSorted()).toEqual(folders.map(folder => folder.name).sort());
});

test('every rule that the documents name is in the registry', () => {
  const ids = rules.map(rule => rule.id);
  const named = `${readme}${contributing}${readRepositoryFile('fixtures/README.md')}`.matchAll(
    /`((?:kmap|pagefault)\/[a-z-]+)`/g,
  );
  expect([...named].map(([, id]) => id).filter(id => !ids.includes(id ?? ''))).toEqual([]);
});

test('every folder of fixtures is explained in their README', () => {
  const explained = readRepositoryFile('fixtures/README.md');
  const folders = readdirSync(join(repository, 'fixtures'), { withFileTypes: true }).filter(entry =>
    entry.isDirectory(),
  );
  expect(folders.map(folder => folder.name).filter(name => !explained.includes(`\`${name}/`))).toEqual([]);
});

test('every file that the documents name is there', () => {
  const named = `${readme}${contributing}`.matchAll(/[`(]((?:src|test|fixtures|docs)\/[\w./-]+)[`)]/g);
  expect([...named].map(([, path]) => path ?? '').filter(path => !existsSync(join(repository, path)))).toEqual([]);
});

test('the picture in the README is what `npm start` prints for its first thread', async () => {
  const paths = [join(repository, 'fixtures/threads/larder-kmap')];
  const reviewed = await reviewMails({ paths }, () => undefined);
  const printed = renderRun(reviewed, 'terminal', { color: true, width: 100 });
  const beforeCounts = printed.slice(0, printed.trimEnd().lastIndexOf('\n'));
  expectGolden('../docs/terminal.svg', drawTerminal(`$ npm start\n\n${beforeCounts}`));
});
