import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AppServer } from '../../support/app-server.js';
import { Scene } from '../../support/faults/scene.js';
import { chapters } from '../../support/faults/story.js';
import { makePatchMail } from '../../support/story.js';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open(AppServer.start);
  await scene.app.idle();
});
afterAll(() => scene.close());

test('a patch has landed though the list judged that while GitHub did not tell its commit', async () => {
  const { app, fake, repository } = scene;
  const server = app as AppServer;
  const mails = chapters.filter(({ title }) => title.includes('series') || title.includes('version'));
  for (const chapter of mails) {
    await chapter.tell(scene);
    await app.idle();
  }
  const [issue] = repository.issues;
  let isCompared = false;
  fake.onRequest(async ({ phase, route }) => {
    if (phase === 'after' && route.endsWith('/compare/{basehead}')) isCompared = true;
    if (phase === 'after' || !isCompared || !route.startsWith('GET ') || !route.endsWith('/commits/{ref}')) return;
    // Its patch-id is asked for; meanwhile a mail comes, with which all is judged that was not.
    fake.onRequest(undefined);
    const other = { id: 'another-1@example.com', version: 1 };
    server.deliver(makePatchMail(repository.directory, repository.tip('v1'), other));
    const { db } = server.store;
    const isJudged = () => db.selectFrom('family').select('id').where('has_stages', '=', 0).executeTakeFirst();
    while ((await isJudged()) !== undefined) await new Promise(resolve => setTimeout(resolve, 10));
    return { status: 502, body: { message: 'Server Error' } };
  });
  await chapters.at(-1)?.tell(scene);
  await app.idle();
  expect(isCompared).toBe(true);
  expect(issue?.body).toContain('**Closed.** Applied as');
}, 60_000);
