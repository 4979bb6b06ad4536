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
  let isAsked = false;
  fake.onRequest(async ({ phase, route }) => {
    if (phase === 'after' || !/\/commits\/\{ref\}$/.test(route) || !(await isNoted())) return undefined;
    // Its patch-id is asked for, in vain until a mail has come, with which all is judged that was not.
    if (!isAsked) server.deliver(makePatchMail(repository.directory, repository.tip('v1'), other));
    isAsked = true;
    if (await isJudged()) fake.onRequest(undefined);
    return { status: 502, body: { message: 'Server Error' } };
  });
  const other = { id: 'another-1@example.com', version: 1 };
  const { db } = server.store;
  const isNoted = async () => {
    const landed = db.selectFrom('landed_commit').select('id').where('id', '=', repository.tip());
    return (await landed.executeTakeFirst()) !== undefined;
  };
  const isJudged = async () => {
    const mail = await db.selectFrom('mail').select('id').where('message_id', '=', other.id).executeTakeFirst();
    const late = await db.selectFrom('family').select('id').where('has_stages', '=', 0).executeTakeFirst();
    return mail !== undefined && late === undefined;
  };
  await chapters.at(-1)?.tell(scene);
  await app.idle();
  expect(isAsked).toBe(true);
  expect(issue?.body).toContain('**Closed.** Applied as');
}, 60_000);
