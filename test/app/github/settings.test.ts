import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { showStatus } from '../../../src/app/show-store.js';
import { listDeliveries } from '../../../src/store/github/deliveries.js';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { writeShelves } from '../../support/shelves.js';
import { closeSituation, openSituation, type Situation } from '../../support/situation.js';

let situation: Situation;
let served: FakeRepository;

const message = 'mm: use kmap_local_page()\n\nSigned-off-by: Ada Example <ada@example.com>';
const files = { 'mm/shelf.c': writeShelves({ top: 'atomic' }) };
const file = '.github/faultline.yml';

beforeAll(async () => {
  situation = await openSituation('repositories: {example/served: {post: [review]}}\n', { files });
  served = await situation.fake.addRepository({ owner: 'example', name: 'served', files });
  await idle();
}, 20_000);
afterEach(() => expect(situation.fake.violations).toEqual([]));
afterAll(() => closeSituation(situation));

const idle = () => situation.server.idle();

async function propose(repository: FakeRepository, branch: string): Promise<number> {
  await repository.commitFiles(branch, { 'mm/shelf.c': writeShelves({ top: 'converted' }) }, message);
  const number = await repository.openPullRequest({ head: branch, title: 'mm: use kmap_local_page()' });
  await idle();
  return number;
}

async function withheldOf({ id }: FakeRepository): Promise<readonly (string | undefined)[]> {
  const all = [];
  for await (const { delivery } of listDeliveries(situation.server.store.db, { repositoryId: id, state: 'withheld' }))
    all.push(`${delivery.content.kind}: ${delivery.withheld}`);
  return all.sort();
}

async function statusWords(): Promise<string> {
  const printed: string[] = [];
  const view = { format: 'terminal', screen: { color: false, width: 80 } } as const;
  const words = { print: (text: string) => printed.push(text), report: () => undefined };
  await showStatus(`${situation.folder}/store`, view, words);
  return printed.join('');
}

const commentsOf = (repository: FakeRepository, number: number) => repository.reviewComments(number);

test('nothing is configured: nothing is posted, and it is told what would have been', async () => {
  const { repository, fake } = situation;
  const number = await propose(repository, 'first');
  expect(fake.posts()).toEqual([]);
  expect(await withheldOf(repository)).toEqual([
    'check-run: nothing is configured for this repository',
    'review-comment: nothing is configured for this repository',
    'review: nothing is configured for this repository',
  ]);
  expect(await statusWords()).toContain('example/linux  not configured: nothing is posted\n');

  // A file that does not say where to post means checks only; what is open is looked at by it.
  await repository.commitFiles('master', { [file]: 'lists: []\n' }, 'Faultline');
  await idle();
  expect(repository.checkRuns).toMatchObject([{ name: 'faultline', title: '1 error' }]);
  expect(commentsOf(repository, number)).toEqual([]);
  expect(await withheldOf(repository)).toEqual([
    'review-comment: the configuration does not ask for it (post: review)',
    'review: the configuration does not ask for it (post: review)',
  ]);
  expect(await statusWords()).toContain(`example/linux  configured by ${file}\n`);

  await repository.commitFiles('master', { [file]: 'post: [check, review]\n' }, 'Faultline: reviews, too');
  await idle();
  expect(commentsOf(repository, number)).toHaveLength(1);
  expect(repository.checkRuns).toHaveLength(1);
}, 20_000);

test('a mistake is told on the commit that brought it, and nothing else is posted until it is mended', async () => {
  const { repository, fake } = situation;
  const culprit = await repository.commitFiles('master', { [file]: 'post: [check]\nthreshold: loud\n' }, 'louder');
  await repository.commitFiles('master', { README: 'behind it\n' }, 'something else');
  await idle();
  const [told, ...others] = repository.checkRuns.filter(each => each.name === 'faultline/configuration');
  expect(others).toEqual([]);
  expect(told).toMatchObject({ headSha: culprit, conclusion: 'neutral', title: `1 mistake in ${file}` });
  expect(told?.annotations).toMatchObject([{ path: file, start_line: 2, annotation_level: 'warning' }]);
  const status = await statusWords();
  expect(status).toContain(`example/linux  nothing is posted: a mistake in ${file}\n`);
  expect(status).toContain(`  trouble ${file}:2: threshold: found loud, expected`);

  const posts = fake.posts().length;
  const number = await propose(repository, 'second');
  expect(fake.posts()).toHaveLength(posts);
  expect(await withheldOf(repository)).toContain(
    'check-run: there is a mistake in the configuration of this repository',
  );

  await repository.commitFiles('master', { [file]: 'post: [check]\nthreshold: error\n' }, 'quieter');
  await idle();
  const head = repository.issue(number).pull?.headSha;
  expect(repository.checkRuns.filter(each => each.headSha === head)).toMatchObject([{ title: '1 error' }]);
  expect(await statusWords()).toContain(`example/linux  configured by ${file}\n`);
}, 20_000);

test("the server's word goes before the owner's, and that before the mirror's own", async () => {
  const { repository, fake } = situation;
  const shelf = await fake.addRepository({ owner: 'example', name: '.github', files: { README: 'of all\n' } });
  await idle();
  await shelf.commitFiles('master', { 'faultline.yml': 'post: []\n' }, 'nowhere');
  await served.commitFiles('master', { [file]: 'post: [check]\n' }, 'not looked at');
  await idle();
  const own = await propose(repository, 'third');
  const other = await propose(served, 'third');
  const head = repository.issue(own).pull?.headSha;
  expect(repository.checkRuns.filter(each => each.headSha === head)).toEqual([]);
  expect(await statusWords()).toContain('example/linux  configured by faultline.yml in example/.github\n');
  expect(commentsOf(served, other)).toHaveLength(1);
  expect(served.checkRuns).toEqual([]);
  expect(await statusWords()).toContain("example/served  configured by the server's configuration\n");

  await shelf.commitFiles('master', { 'faultline.yml': undefined }, 'as each likes');
  await idle();
  expect(repository.checkRuns.filter(each => each.headSha === head)).toMatchObject([{ title: '1 error' }]);
}, 20_000);
