import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { handledEvents, unaskedEvents } from '../src/app/github/read-webhook.js';
import { readRepositoryFile } from './support/repository.js';

interface Manifest {
  readonly default_events: readonly string[];
  readonly default_permissions: Readonly<Record<string, string>>;
}

const text = readRepositoryFile('app.yml');
const manifest = parse(text) as Manifest;

test('the manifest asks for the events that are handled and for no others', () => {
  expect([...manifest.default_events].sort()).toEqual([...handledEvents].sort());
});

test('the manifest lists no event that GitHub sends unasked, as it would be refused', () => {
  expect(manifest.default_events.filter(event => unaskedEvents.includes(event))).toEqual([]);
});

test('the manifest asks for the least permissions', () => {
  expect(manifest.default_permissions).toEqual({
    checks: 'write',
    contents: 'read',
    issues: 'write',
    pull_requests: 'write',
    metadata: 'read',
  });
});

test('each permission and each event says above it what it is for', () => {
  const lines = text.split('\n');
  const entries = [
    ...Object.keys(manifest.default_permissions).map(name => `  ${name}:`),
    ...handledEvents.map(name => `  - ${name}`),
  ];
  const bare = entries.filter(entry => {
    const index = lines.findIndex(line => line === entry || line.startsWith(`${entry} `));
    return !/^ {2}# \S/.test(lines[index - 1] ?? '');
  });
  expect(bare).toEqual([]);
});

test('the manifest names no App of anybody else', () => {
  expect(text).not.toContain('github.com/apps/');
});
