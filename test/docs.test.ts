import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseCommand } from '../src/app/github/parse-command.js';
import { renderRun } from '../src/app/render-run.js';
import { reviewMails } from '../src/app/review-mails.js';
import { makeProgram } from '../src/entry/main.js';
import { environmentNames } from '../src/entry/serve/read-environment.js';
import { Terminal } from '../src/entry/terminal.js';
import { renderHelp } from '../src/render/github/answers.js';
import { rules } from '../src/rules/registry.js';
import { drawTerminal } from './support/draw-terminal.js';
import { expectGolden } from './support/golden.js';
import { readRepositoryFile, repository } from './support/repository.js';

const readme = readRepositoryFile('README.md');
const contributing = readRepositoryFile('CONTRIBUTING.md');
const program = makeProgram(new Terminal());

/** Variables of the environment that every command reads, not the server alone. */
const commonVariables = ['DATABASE_URL', 'FAULTLINE_IMAP_PASSWORD'];

/** Options of other programs that the documents mention. */
const foreignOptions = ['--write'];

test('every command that the documents name exists, and every command is in the README', () => {
  const known = program.commands.map(command => command.name());
  const named = `${readme}${contributing}`.matchAll(/(?<![/\w])faultline (?:-- )?([a-z]+)\b/g);
  expect([...named].map(([, name]) => name).filter(name => !known.includes(name ?? ''))).toEqual([]);
  expect(known.filter(name => !readme.includes(`\`faultline ${name}`))).toEqual([]);
});

test('every option that the documents name exists', () => {
  const known = program.commands.flatMap(command => command.options.map(option => option.long));
  const named = [...`${readme}${contributing}`.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option);
  expect(named.filter(option => ![...known, ...foreignOptions, '--help'].includes(option))).toEqual([]);
});

test('every variable that a server reads is in the README and in the help, and no other', () => {
  const names = [...environmentNames, ...commonVariables].sort();
  const [, table = ''] = /^\| variable .*\n([\s\S]*?)\n\n/m.exec(readme) ?? [];
  const rows = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([A-Z_]+)`/g)]);
  expect(rows.map(([, name]) => name).sort()).toEqual(names);
  const printed: string[] = [];
  const serve = program.commands.find(command => command.name() === 'serve');
  serve?.configureOutput({ writeOut: text => printed.push(text) }).outputHelp();
  const help = printed.join('');
  expect(names.filter(name => !help.includes(name))).toEqual([]);
});

test('every command for comments that the README names is understood, and every one that `/faultline help` lists is in it', () => {
  const named = [...readme.matchAll(/\/faultline ([a-z]+)/g)].map(([, name = '']) => name);
  const unknown = named.filter(name => {
    const parsed = parseCommand(`/faultline ${name}`);
    return parsed === undefined || ('mistake' in parsed && parsed.mistake.kind === 'unknown-command');
  });
  expect(unknown).toEqual([]);
  const listed = [...renderHelp().matchAll(/`\/faultline ([^`]+)`/g)].map(([, command]) => command);
  expect(listed.filter(command => !readme.includes(`| \`/faultline ${command}\` |`))).toEqual([]);
  expect(listed).not.toEqual([]);
});

test('what GitHub is asked for is in the README as in app.yml', () => {
  const asked = [...readRepositoryFile('app.yml').matchAll(/^ {2}([a-z_]+): (read|write)$/gm)];
  const [, write = '', read = ''] = /asks for (.*) \(write\), (.*) \(read\)/.exec(readme) ?? [];
  const told = (words: string, access: string) =>
    words.split(/, | and /).map(name => `${name.replace(' ', '_')} ${access}`);
  expect([...told(write, 'write'), ...told(read, 'read')].sort()).toEqual(
    asked.map(([, name, access]) => `${name} ${access}`).sort(),
  );
});

test('every place in the README to which it leads is there', () => {
  const headings = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, words = '']) =>
    words.toLowerCase().replaceAll(' ', '-'),
  );
  const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, place = '']) => place);
  expect(links.filter(place => !headings.includes(place))).toEqual([]);
});

test('the picture of the house shows the folders there are, and rooms only where there are some', () => {
  const [picture = ''] = /^src\/\n[\s\S]*?^```/m.exec(contributing) ?? [];
  const drawn: string[] = [];
  const rooms: string[] = [];
  for (const [, indent = '', name = ''] of picture.matchAll(/^( {2}| {4})([a-z][a-z/]*)\/(?: |$)/gm)) {
    if (indent.length === 2) drawn.push(name);
    else rooms.push(name.includes('/') ? `test/${name}` : `src/${drawn.at(-1)}/${name}`);
  }
  const folders = readdirSync(join(repository, 'src'), { withFileTypes: true }).filter(entry => entry.isDirectory());
  expect(drawn.toSorted()).toEqual(folders.map(folder => folder.name).sort());
  expect(rooms.filter(room => !existsSync(join(repository, room)))).toEqual([]);
  const taught = ['render', 'reporters', 'sources', 'store', 'app', 'entry'].flatMap(folder =>
    readdirSync(join(repository, 'src', folder), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => `src/${folder}/${entry.name}`),
  );
  expect(taught.filter(room => !rooms.includes(room))).toEqual([]);
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

test('the picture in the README is what `faultline review` prints for the first of the sample threads', async () => {
  const paths = [join(repository, 'fixtures/threads/larder-kmap')];
  const reviewed = await reviewMails({ paths }, () => undefined);
  const printed = renderRun(reviewed, 'terminal', { color: true, width: 100 });
  const beforeCounts = printed.slice(0, printed.trimEnd().lastIndexOf('\n'));
  expectGolden('../docs/terminal.svg', drawTerminal(`$ faultline review fixtures/threads/*\n\n${beforeCounts}`));
});
