import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { blobIdOf } from '../../src/diff/blob-id.js';
import { limits } from '../../src/domain/limits.js';
import { OperationalError } from '../../src/domain/operational-error.js';
import { openMirror } from '../../src/tree/git-mirror.js';
import type { Tree } from '../../src/tree/tree.js';
import { runGit } from '../support/git.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { writeFileBelow } from '../support/write-file-below.js';

const root = makeTemporaryDirectory();

/** Makes a repository with one commit of these files, and returns its directory. */
function makeRepository(
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  ...options: string[]
): string {
  const directory = join(root, name);
  runGit(root, ['init', '-q', ...options, directory]);
  for (const [path, content] of Object.entries(files)) writeFileBelow(directory, path, content);
  commitAll(directory);
  return directory;
}

function commitAll(directory: string): void {
  runGit(directory, ['add', '-A']);
  runGit(directory, ['-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'x']);
}

async function withMirror<T>(directory: string, use: (tree: Tree) => Promise<T>): Promise<T> {
  const tree = await openMirror(directory);
  try {
    return await use(tree);
  } finally {
    await tree.close();
  }
}

const kettle = Buffer.from('int kettle; /* th\xe9 */\r\n\0', 'latin1');
const usual = makeRepository('usual', { 'tea/kettle.c': kettle, 'tea/empty.c': '' });
const kettleId = blobIdOf(kettle);

describe('a mirror', () => {
  test('gives a blob by its abbreviated id, byte for byte', async () => {
    const reading = await withMirror(usual, tree => tree.readBlob(kettleId.slice(0, 7)));
    expect(reading).toEqual({ ok: true, blob: { id: kettleId, bytes: kettle } });
  });

  test('gives a file by revision and path, also an empty one', async () => {
    const readings = await withMirror(usual, tree =>
      Promise.all([tree.readPath('HEAD', 'tea/kettle.c'), tree.readPath('HEAD', 'tea/empty.c')]),
    );
    expect(readings).toEqual([
      { ok: true, blob: { id: kettleId, bytes: kettle } },
      { ok: true, blob: { id: blobIdOf(Buffer.from('')), bytes: Buffer.from('') } },
    ]);
  });

  test('answers what it has not got, and overlapping requests in their order', async () => {
    const readings = await withMirror(usual, tree =>
      Promise.all([
        tree.readBlob('0123456789ab'),
        tree.readPath('HEAD', 'tea/cup.c'),
        tree.readPath('v9.9', 'tea/kettle.c'),
        tree.readPath('HEAD', 'tea'),
        tree.readBlob(kettleId),
      ]),
    );
    const missing = { ok: false, reason: 'is not there' };
    expect(readings).toMatchObject([missing, missing, missing, { ok: false, reason: 'is no file' }, { ok: true }]);
  });

  test('is never asked for more than one thing by one request', async () => {
    const readings = await withMirror(usual, tree =>
      Promise.all([tree.readPath('HEAD', `x\n${kettleId}`), tree.readBlob(`${kettleId}\nHEAD`), tree.readBlob('HEAD')]),
    );
    expect(readings.map(reading => reading.ok)).toEqual([false, false, false]);
  });

  test('reads past a blob that is too large', async () => {
    const large = Buffer.alloc(limits.blobBytesMax + 1, 'a');
    const directory = makeRepository('large', { 'large.h': large, 'small.h': 'int a;\n' });
    const readings = await withMirror(directory, tree =>
      Promise.all([tree.readPath('HEAD', 'large.h'), tree.readPath('HEAD', 'small.h')]),
    );
    expect(readings).toMatchObject([
      { ok: false, reason: `is larger than ${limits.blobBytesMax} bytes` },
      { ok: true },
    ]);
  });

  test('says that an abbreviated id is ambiguous', async () => {
    const { directory, prefix } = makeAmbiguous();
    const reading = await withMirror(directory, tree => tree.readBlob(prefix));
    expect(reading).toEqual({ ok: false, reason: 'is ambiguous' });
  });

  test('may be bare, a working folder, or a worktree of one', async () => {
    const bare = join(root, 'bare.git');
    runGit(root, ['clone', '-q', '--bare', usual, bare]);
    runGit(usual, ['worktree', 'add', '-q', '--detach', join(root, 'worktree')]);
    for (const directory of [bare, join(usual, '.git'), join(root, 'worktree')]) {
      const reading = await withMirror(directory, tree => tree.readBlob(kettleId));
      expect(reading.ok).toBe(true);
    }
  });

  test('names blobs by SHA-256 where the repository does', async () => {
    const directory = makeRepository('sha256', { 'kettle.c': kettle }, '--object-format=sha256');
    await withMirror(directory, async tree => {
      expect(tree.objectFormat).toBe('sha256');
      expect((await tree.readBlob(blobIdOf(kettle, 'sha256').slice(0, 12))).ok).toBe(true);
    });
  });

  test('that is a partial clone fetches nothing, and goes on after a missing blob', async () => {
    runGit(usual, ['config', 'uploadpack.allowFilter', 'true']);
    const directory = join(root, 'partial.git');
    runGit(root, ['clone', '-q', '--bare', '--filter=blob:none', `file://${usual}`, directory]);
    const readings = await withMirror(directory, tree =>
      Promise.all([tree.readBlob(kettleId), tree.readPath('HEAD', 'tea/kettle.c'), tree.readPath('HEAD', 'tea')]),
    );
    expect(readings.map(reading => !reading.ok && reading.reason)).toEqual([
      'is not there',
      'is not there',
      'is no file',
    ]);
  });
});

test('what is no git repository is refused in one line, also a folder inside one', async () => {
  writeFileBelow(usual, 'sub/x', '');
  for (const directory of [join(root, 'nowhere'), root, join(usual, 'sub')]) {
    await expect(openMirror(directory)).rejects.toThrow(OperationalError);
    await expect(openMirror(directory)).rejects.toThrow(`the mirror is not a git repository, ${directory}: name a`);
  }
});

/** Two blobs whose ids begin with the same four digits. */
function makeAmbiguous(): { readonly directory: string; readonly prefix: string } {
  const seen = new Map<string, string>();
  for (let count = 0; ; count += 1) {
    const text = `${count}\n`;
    const prefix = blobIdOf(Buffer.from(text)).slice(0, 4);
    const twin = seen.get(prefix);
    if (twin !== undefined) return { directory: makeRepository('ambiguous', { a: twin, b: text }), prefix };
    seen.set(prefix, text);
  }
}
