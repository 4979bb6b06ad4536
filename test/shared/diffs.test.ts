import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { applyDiff } from '../../src/diff/apply-diff.js';
import { type FileDiff, pathOf } from '../../src/domain/diff.js';
import type { Message } from '../../src/domain/message.js';
import type { Patch } from '../../src/domain/patch.js';
import { parseMail } from '../../src/mail/parse-mail.js';
import { makePatch } from '../../src/series/make-patch.js';
import { openMirror } from '../../src/tree/git-mirror.js';
import { makeSourceStack } from '../../src/tree/load-sources.js';
import { repository } from '../support/repository.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const shared = join(repository, '../shared');
const maybe = existsSync(shared) ? test : test.skip;
const timeoutMs = 120_000;
const temporary = makeTemporaryDirectory();

interface GitAnswer {
  readonly path: string;
  readonly apply_parses: boolean;
  /** Added, removed, path; the reference stops after 60 files. */
  readonly numstat: readonly (readonly [string, string, string])[];
}

interface ReadMail {
  readonly message: Message;
  readonly patch: Patch;
}

async function readMail(path: string): Promise<ReadMail> {
  const message = await parseMail({ bytes: readFileSync(join(shared, path)), origin: path });
  return { message, patch: makePatch(message, 1) };
}

/** The mails that git parses, in its order, with what it says of them. */
async function readParsedMails(): Promise<readonly (ReadMail & GitAnswer)[]> {
  const lines = readFileSync(join(shared, 'mails/expected-git.jsonl'), 'utf8').trim().split('\n');
  const answers = lines.map(line => JSON.parse(line) as GitAnswer).filter(answer => answer.apply_parses);
  return Promise.all(answers.map(async answer => ({ ...answer, ...(await readMail(join('mails', answer.path))) })));
}

function numstatOf(file: FileDiff): readonly [string, string, string] {
  if (file.isBinary) return ['-', '-', pathOf(file)];
  const kinds = file.hunks.flatMap(hunk => hunk.lines.map(line => line.kind));
  const [added, removed] = [kinds.filter(kind => kind === 'added'), kinds.filter(kind => kind === 'removed')];
  return [String(added.length), String(removed.length), pathOf(file)];
}

const markers = { context: ' ', removed: '-', added: '+' };

/**
 * Whether the diff stands in the body as it was read. Of a patch that was wrapped, or whose blank lines of context lost their
 * space, git's patch-id is one of the damaged text: it hashes what follows the diff too.
 */
function standsInBody({ message, patch }: ReadMail): boolean {
  const body = message.body.split('\n');
  const lines = patch.files.flatMap(file => file.hunks.flatMap(hunk => hunk.lines));
  return lines.every(line => body[line.mailLine - 1] === markers[line.kind] + line.text);
}

/**
 * By one run of git: a `From` line with an object id names the patch behind it. A second patch of the same mail is printed
 * without a name; such a mail has no one id.
 */
function askPatchIds(bodies: readonly string[]): ReadonlyMap<number, string> {
  const input = bodies.map((body, index) => `From ${(index + 1).toString(16).padStart(40, '0')}\n${body}\n`).join('');
  const output = execFileSync('git', ['patch-id', '--stable'], { input, encoding: 'utf8', maxBuffer: 10_000_000 });
  const ids = new Map<number, string>();
  let last = -1;
  for (const [id = '', place = ''] of output.split('\n').map(line => line.split(' '))) {
    const index = Number.parseInt(place, 16) - 1;
    if (index === -1) ids.delete(last);
    else ids.set(index, id);
    last = index;
  }
  return ids;
}

const parsedMails = existsSync(shared) ? readParsedMails() : Promise.resolve([]);

maybe(
  'files and counts of every mail that git parses are those of git apply --numstat',
  async () => {
    for (const { path, numstat, patch } of await parsedMails) {
      expect([path, patch.files.slice(0, numstat.length).map(numstatOf)]).toEqual([path, numstat]);
    }
  },
  timeoutMs,
);

maybe(
  'the patch-id of every sound patch is that of git patch-id --stable',
  async () => {
    const sound = (await parsedMails).filter(mail => mail.patch.problems.length === 0 && standsInBody(mail));
    const ids = askPatchIds(
      sound.map(({ message }) => message.body.slice(Math.max(message.body.search(/^diff /m), 0))),
    );
    const named = sound.map(({ path, patch }, index) => [path, patch.patchId, ids.get(index)]).filter(([, , id]) => id);
    expect(named.filter(([, ours, gits]) => ours !== gits)).toEqual([]);
    expect(named.length).toBeGreaterThan(2_000);
  },
  timeoutMs,
);

maybe(
  'every patch of the kernel corpus comes to the blob that its index line states, by blob and by path',
  async () => {
    const mirror = join(temporary, 'mirror.git');
    execFileSync('git', ['clone', '-q', '--mirror', join(shared, 'kmap/corpus/mirror.bundle'), mirror]);
    const tree = await openMirror(mirror);
    for (const name of readdirSync(join(shared, 'kmap/corpus/mails'))) {
      const { patch } = await readMail(join('kmap/corpus/mails', name));
      const byPath = { ...patch, files: patch.files.map(file => ({ ...file, oldBlob: undefined })) };
      for (const asked of [patch, byPath]) {
        const { pairs } = await makeSourceStack(tree, { baseCommit: patch.baseCommit }).apply(asked);
        expect([name, pairs.map(pair => pair.postImage)]).toEqual([name, patch.files.map(() => 'equal')]);
      }
    }
    await tree.close();
  },
  timeoutMs,
);

maybe('the flowed patch of git t4256 applies as git am applies it', async () => {
  const folder = join(shared, 'mails/git-t/t/t4256/1');
  const { patch } = await readMail('mails/git-t/t/t4256/1/patch');
  const [file] = patch.files;
  const applied = file && applyDiff(readFileSync(join(folder, 'mailinfo.c.orig'), 'latin1'), file);
  const text = readFileSync(join(folder, 'mailinfo.c'), 'latin1');
  expect(applied).toEqual({ ok: true, text, offset: 0, shift: { old: 0, new: 0 } });
});
