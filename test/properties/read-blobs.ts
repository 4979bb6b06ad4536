import { execFileSync } from 'node:child_process';

/** The texts of blobs, one byte a character, by their full ids. */
export function readBlobs(git: string, ids: readonly string[]): ReadonlyMap<string, string> {
  const output = execFileSync('git', ['-C', git, 'cat-file', '--batch'], {
    input: ids.join('\n'),
    encoding: 'latin1',
    maxBuffer: 1_000_000_000,
  });
  const blobs = new Map<string, string>();
  for (let offset = 0; offset < output.length; ) {
    const end = output.indexOf('\n', offset);
    const [id = '', , size = '0'] = output.slice(offset, end).split(' ');
    blobs.set(id, output.slice(end + 1, end + 1 + Number(size)));
    offset = end + 1 + Number(size) + 1;
  }
  return blobs;
}
