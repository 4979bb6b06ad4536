import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { AppServer } from '../../support/app-server.js';
import type { FakeRepository } from '../../support/github/fake-repository.js';
import { writeShelves } from '../../support/shelves.js';
import { closeSituation, openSituation, type Situation, settingsOf } from '../../support/situation.js';

let situation: Situation;
let repository: FakeRepository;

const message = 'mm: use kmap_local_page()\n\nSigned-off-by: Ada Example <ada@example.com>';
const settings = settingsOf('post: [check, review]');

beforeAll(async () => {
  situation = await openSituation(settings, { files: { 'mm/shelf.c': writeShelves({ top: 'atomic' }) } });
  ({ repository } = situation);
  repository.setCollaborator('mina-example', 'write');
}, 20_000);
afterEach(() => expect(situation.fake.violations).toEqual([]));
afterAll(() => closeSituation(situation));

async function propose(branch: string): Promise<number> {
  await repository.commitFiles(branch, { 'mm/shelf.c': writeShelves({ top: 'converted' }) }, message);
  return repository.openPullRequest({ head: branch, title: 'mm: use kmap_local_page()' });
}

/** Something happens while the server is down, of which GitHub tells nobody; then it is there again. */
async function whileDown<Result>(act: () => Promise<Result>): Promise<Result> {
  const { fake, folder } = situation;
  await situation.server.stop();
  fake.webhookMode = 'drop';
  fake.webhookUrl = 'http://127.0.0.1:9/';
  const result = await act();
  fake.webhookMode = 'send';
  situation = { ...situation, server: await AppServer.start(fake, folder, settings) };
  await situation.server.idle();
  return result;
}

/** The newest one, which is shown. */
function checkOf(number: number) {
  const head = repository.issue(number).pull?.headSha;
  return repository.checkRuns.filter(each => each.headSha === head).at(-1);
}

function expectTold(number: number): void {
  expect(checkOf(number)).toMatchObject({ title: '1 error' });
  expect(repository.reviewComments(number)).toHaveLength(1);
}

test('webhooks that came while nobody listened are found among the deliveries', async () => {
  const before = await propose('before');
  await situation.server.idle();
  const finding = /faultline dismiss ([0-9a-f]{8})/.exec(repository.reviewComments(before)[0]?.body ?? '')?.[1];
  const [number, comment] = await whileDown(async () => [
    await propose('meanwhile'),
    // Of a comment nothing but its webhook tells.
    repository.addComment(before, `/faultline dismiss ${finding} seen`, 'mina-example'),
  ]);
  const asked = repository.issue(before).comments.find(({ id }) => id === comment);
  expect(asked?.reactions).toMatchObject([{ content: '+1' }]);
  expect(checkOf(number)).toMatchObject({ title: 'nothing found' });
  repository.addComment(before, `/faultline reopen ${finding}`, 'mina-example');
  await situation.server.idle();
  expectTold(before);
  const told = situation.fake.posts().length;
  await whileDown(async () => undefined);
  expect(situation.fake.posts()).toHaveLength(told);
}, 30_000);

test('what no webhook ever told is found by comparing', async () => {
  const pushed = await propose('pushed');
  const closed = await propose('closed');
  await situation.server.idle();
  const opened = await whileDown(async () => {
    await repository.commitFiles('pushed', { README: 'a push of more than 25 MB\n' }, 'all of it');
    await repository.closeIssue(closed);
    const number = await propose('opened');
    (situation.fake.deliveries as unknown[]).length = 0;
    return number;
  });
  expectTold(opened);
  expectTold(pushed);
  await repository.commitFiles('closed', { README: 'closed\n' }, 'behind its end');
  await situation.server.idle();
  expect(repository.checkRuns.filter(each => each.headSha === repository.tip('closed'))).toEqual([]);
}, 30_000);
