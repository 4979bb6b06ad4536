import { expect, test } from '@jest/globals';
import { chooseSettings, findServerEntry } from '../../../src/app/settings/choose-settings.js';
import { unconfiguredSettings } from '../../../src/app/settings/mirror-schema.js';
import { parseMirrorSettings, parseServerSettings } from '../../../src/app/settings/parse-settings.js';
import { ruleIdsOf, ruleStagesOf } from '../../../src/app/settings/rule-stages.js';
import { servesList } from '../../../src/app/settings/serves-list.js';
import { describeOrigin } from '../../../src/render/settings-words.js';
import { rules } from '../../../src/rules/registry.js';

const owner = parseMirrorSettings('post: [check]\n', 'faultline.yml');
const repository = parseMirrorSettings('post: [review]\n', '.github/faultline.yml');
const broken = parseMirrorSettings('post: check\ncolour: blue\n', 'faultline.yml');
const server = parseMirrorSettings('post: [issue]\n', 'faultline.yml').settings;

test('the server comes before the owner, and the owner before the repository', () => {
  const origins = [{ server, owner, repository }, { owner, repository }, { repository }].map(offer => {
    const chosen = chooseSettings(offer);
    return [chosen.origin, Object.entries(chosen.settings.post).filter(([, isWanted]) => isWanted)[0]?.[0]];
  });
  expect(origins).toEqual([
    ['server', 'issue'],
    ['owner', 'check'],
    ['repository', 'review'],
  ]);
});

test('where nothing is configured, nothing is posted and no list is served', () => {
  const chosen = chooseSettings({});
  expect(chosen).toEqual({ settings: unconfiguredSettings, origin: 'none', mistakes: [] });
  expect(chosen.settings.post).toEqual({ check: false, review: false, issue: false });
  expect(chosen.settings.lists).toEqual([]);
});

test('a file with mistakes is not used, and no other in its place', () => {
  const chosen = chooseSettings({ owner: broken, repository });
  expect(chosen).toEqual({ settings: unconfiguredSettings, origin: 'owner', mistakes: broken.mistakes });
  expect(chosen.mistakes).toHaveLength(2);
});

test('it is told where the settings come from', () => {
  const offers = [{ server }, { owner }, { repository }, { owner: broken }, {}];
  expect(offers.map(offer => describeOrigin(chooseSettings(offer), 'orchard'))).toEqual([
    "configured by the server's configuration",
    'configured by faultline.yml in orchard/.github',
    'configured by .github/faultline.yml',
    'nothing is posted: 2 mistakes in faultline.yml in orchard/.github',
    'not configured: nothing is posted',
  ]);
});

test('the server knows its mirrors in capitals or not', () => {
  const text = 'mirrors: { Orchard/Linux: /srv/linux.git }\nrepositories: { orchard/LINUX: { post: [] } }\n';
  const { settings } = parseServerSettings(text, 'faultline.yml', '/');
  if (settings === undefined) throw new Error('no settings');
  const mirror = { owner: 'ORCHARD', name: 'linux' };
  expect(findServerEntry(settings, mirror)?.post.check).toBe(false);
  expect(settings.mirrors.get('orchard/linux')).toBe('/srv/linux.git');
  expect(findServerEntry(settings, { owner: 'orchard', name: 'mm' })).toBeUndefined();
});

test('a mirror serves a list by its name or by the first part of it', () => {
  const lists = ['linux-mm', 'netdev.vger.kernel.org'];
  expect(servesList({ lists }, ['linux-mm.kvack.org'])).toBe(true);
  expect(servesList({ lists }, ['bpf.vger.kernel.org', 'netdev.vger.kernel.org'])).toBe(true);
  expect(servesList({ lists }, ['linux-mmc.vger.kernel.org', 'netdev'])).toBe(false);
  expect(servesList({ lists: [] }, ['linux-mm.kvack.org'])).toBe(false);
});

test('a rule has the stage that the mirror gives it, else its own; one that is off is not run', () => {
  const { settings = unconfiguredSettings } = parseMirrorSettings(
    'rules: { kmap/deprecated: off, kmap/escapes: on, kmap/missing-unmap: trial }\n',
    'faultline.yml',
  );
  const stages = ruleStagesOf(settings);
  expect([...stages.keys()]).toEqual(rules.map(rule => rule.id));
  expect(['kmap/deprecated', 'kmap/escapes', 'kmap/missing-unmap'].map(id => stages.get(id))).toEqual([
    'off',
    'on',
    'trial',
  ]);
  expect(ruleIdsOf(settings)).toEqual(rules.map(rule => rule.id).filter(id => id !== 'kmap/deprecated'));
  expect([...ruleStagesOf(unconfiguredSettings)]).toEqual(rules.map(rule => [rule.id, rule.stage]));
});
