import { describe, expect, test } from '@jest/globals';
import {
  agreesToChange,
  announcesVersion,
  asksForVersion,
  asksToDrop,
  dropsTaken,
  excusesFromVersion,
  isNak,
} from '../../src/triage/request-words.js';
import { readTaken } from '../../src/triage/taken-words.js';
import { readRepositoryFile } from '../support/repository.js';

const cases = readRepositoryFile('fixtures/triage/sentences.txt')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'))
  .map(line => {
    const bar = line.indexOf(' | ');
    return [line.slice(0, bar), line.slice(bar + 3)] as const;
  });

/** Everything that is read out of a sentence of a reply to a first version. */
function decisionsIn(sentence: string): string {
  const taken = readTaken(sentence);
  const found = [
    taken === undefined ? '' : `taken ${taken.scope}${taken.namesTree ? ' at a named tree' : ''}`,
    dropsTaken(sentence) ? 'dropped' : '',
    isNak(sentence) ? 'nak' : '',
    announcesVersion(sentence, 1) ? 'announced' : '',
    agreesToChange(sentence) ? 'agreed' : '',
    asksToDrop(sentence) ? 'drop' : '',
    asksForVersion(sentence) ? 'ask' : '',
    excusesFromVersion(sentence) ? 'excused' : '',
  ].filter(each => each !== '');
  return found.join(' and ') || 'nothing';
}

describe('what a sentence decides', () => {
  test.each(cases)('%s: %s', (decision, sentence) => {
    expect(decisionsIn(sentence)).toBe(decision);
  });

  test('the number of a version counts from the version that is spoken about', () => {
    expect(announcesVersion("I'll send a v3.", 1)).toBe(false);
    expect(announcesVersion("I'll send a v3.", 2)).toBe(true);
  });

  test('words without end decide nothing, and do not take long', () => {
    const words = ['Applied to ', 'thanks, ', 'please drop ', 'I will ', 'patches 1, ', 'Ok Ada, ', 'a: ', '- '];
    expect(words.map(word => decisionsIn(word.repeat(20_000)))).toEqual(words.map(() => 'nothing'));
  });
});
