import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** A new empty directory that is removed when the test file has run. */
export function makeTemporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'faultline-test-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
