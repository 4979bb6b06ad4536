import { describe, expect, test } from '@jest/globals';
import { botReasonOf, isBotMail, knownBots } from '../../src/triage/bots.js';
import { post } from '../series/make-thread.js';

describe('who is a program', () => {
  test.each([
    ['kernel test robot', 'lkp@intel.com'],
    ['kernel test robot', 'somebody.of.its.team@intel.com'],
    ['kbuild test robot', 'lkp@intel.com'],
    ['syzbot', 'syzbot+0123456789abcdef0123@syzkaller.appspotmail.com'],
    ['syzbot ci', 'syzbot+ci0123456789abcd@syzkaller.appspotmail.com'],
    ['', 'patchwork-bot+netdevbpf@kernel.org'],
    ['', 'pr-tracker-bot@kernel.org'],
    ['tip-bot2 for Nora Lind', 'tip-bot2@linutronix.de'],
    ['', 'bugzilla-daemon@kernel.org'],
    ['', 'sashiko-bot@kernel.org'],
    ['', 'bot+bpf-ci@kernel.org'],
    ['kernelci.org bot', 'bot@kernelci.org'],
    ['', 'no-reply@patchew.org'],
    ['0-day Robot', 'robot@bytheb.org'],
    ['Larder build bot', 'builds@example.org'],
    ['', 'larder-bot@example.org'],
    ['', 'noreply@example.org'],
  ])('%s <%s>', (name, email) => {
    expect(botReasonOf({ name, email })).toMatch(/\w/);
  });

  test.each([
    ['Nora Lind', 'nora@example.org'],
    ['James Botham', 'James.Botham@example.org'],
    ['Bottomley', 'botto@example.org'],
    ['Abbott', 'abbot@example.org'],
    ['Talbot', 'j.talbot@example.org'],
    ['Nora Lind', 'lists@bots.example.org'],
    ['Nora Lind', 'lkp@example.org'],
    ['Nora Test', 'test@example.org'],
  ])('%s <%s> is a person', (name, email) => {
    expect(botReasonOf({ name, email })).toBeUndefined();
  });

  test('a mail that was sent by itself, or says so, is none of a person', () => {
    expect(isBotMail({ ...post('a', 'a'), isAutoSubmitted: true })).toBe(true);
    expect(isBotMail(post('a', 'a', { body: 'Hi,\n\n[This is an automated email]\n\nThe bot has tested.\n' }))).toBe(
      true,
    );
    expect(isBotMail(post('a', 'a', { body: 'I made an automated email client.\n' }))).toBe(false);
  });

  test('every known program says why it is one', () => {
    for (const { name, email, displayName, words, reason } of knownBots) {
      expect([name, reason].every(text => text !== '')).toBe(true);
      expect([email, displayName, words].some(pattern => pattern !== undefined)).toBe(true);
    }
  });
});
