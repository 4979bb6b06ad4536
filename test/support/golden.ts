import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';

const fixtures = new URL('../../../fixtures/', import.meta.url);

/**
 * Holds a text against the file `fixtures/<path>`, byte for byte. With UPDATE_GOLDENS=1 in the environment the file is
 * rewritten instead: read the difference before it is committed.
 */
export function expectGolden(path: string, text: string): void {
  const file = fileURLToPath(new URL(path, fixtures));
  if (process.env.UPDATE_GOLDENS === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
