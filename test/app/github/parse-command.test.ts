import { expect, test } from '@jest/globals';
import { parseCommand } from '../../../src/app/github/parse-command.js';

test.each([
  ['/faultline recheck', { kind: 'recheck' }],
  ['Thanks!\r\n/faultline help', { kind: 'help' }],
  ['/faultline   explain  kmap/unmap-order please', { kind: 'explain', ruleId: 'kmap/unmap-order' }],
  [
    '/faultline dismiss 3DDB675F the caller  never faults\nmore',
    { kind: 'dismiss', finding: '3ddb675f', reason: 'the caller never faults' },
  ],
  ['/faultline reopen 3ddb675f01', { kind: 'reopen', finding: '3ddb675f01' }],
])('%j is a command', (body, command) => {
  expect(parseCommand(body)).toEqual({ command });
});

test.each([
  ['/faultline', { kind: 'unknown-command', asked: '' }],
  ['/faultline rechekc', { kind: 'unknown-command', asked: 'rechekc', nearest: 'recheck' }],
  ['/faultline explain', { kind: 'no-rule-named' }],
  ['/faultline dismiss', { kind: 'no-finding-named' }],
  ['/faultline dismiss 3ddb675f', { kind: 'no-reason' }],
  ['/faultline dismiss nonsense because', { kind: 'unknown-finding', asked: 'nonsense' }],
  ['/faultline reopen 3ddb', { kind: 'unknown-finding', asked: '3ddb' }],
])('%j is a mistake', (body, mistake) => {
  expect(parseCommand(body)).toMatchObject({ mistake });
});

test.each([
  'see /faultline recheck',
  '> /faultline recheck',
  '/faultlines',
  ' /faultline recheck',
  '',
  '```\n/faultline recheck\n```',
  '   ~~~~ sh\n/faultline recheck\n~~~\n/faultline recheck',
  '````\n```\n/faultline recheck\n````',
  '```\n/faultline recheck\n``` not an end\n/faultline recheck',
  '<!-- try\n/faultline recheck\n-->',
])('%j is no command', body => {
  expect(parseCommand(body)).toBeUndefined();
});

test.each([
  'So:\n```\nx = 1;\n```  \n/faultline recheck',
  '~~~\n/faultline help\n~~~~\n/faultline recheck',
  '``` `one line` ```\n/faultline recheck',
  '<!-- of the template -->\n/faultline recheck',
  '<!--\n/faultline help\n--> done\n/faultline recheck',
  '    ```\n/faultline recheck',
])('%j is a command behind what is none', body => {
  expect(parseCommand(body)).toEqual({ command: { kind: 'recheck' } });
});
