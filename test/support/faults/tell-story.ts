import { isDeepStrictEqual } from 'node:util';
import type { StateDump } from '../github/dump-state.js';
import { makeRandom } from '../random.js';
import { describeChanges } from './describe-changes.js';
import { atRequest, type FaultCase, isRead, type StoryCounts } from './fault-cases.js';
import { KillableApp } from './killable-app.js';
import { Scene, startServer } from './scene.js';
import { type Chapter, chapters } from './story.js';

/** What stands on GitHub behind undisturbed runs. */
export interface Truths {
  /** The App was idle behind each chapter. */
  readonly plain: StateDump;
  /** It heard of some chapters together. */
  readonly together: StateDump;
  readonly counts: StoryCounts;
}

/** What several chapters have changed is read as it is by then. */
const together: readonly (readonly Chapter[])[] = [
  chapters.slice(0, 1),
  chapters.slice(1, 3),
  ...chapters.slice(3).map(chapter => [chapter]),
];

type Deliveries = Parameters<Parameters<Scene['fake']['webhooks']['release']>[0] & object>[0];

/** Tells the story without any disturbance. Throws where already that is not as it should be. */
export async function findTruths(): Promise<Truths> {
  const scene = await Scene.open((...where) => new KillableApp(...where).start());
  try {
    await tellPlainly(scene);
    const { requests } = scene.fake;
    const commits = await (scene.app as KillableApp).countCommits();
    const reads = requests.filter(isRead).length;
    const plain = endOf(scene);
    return { plain, together: await findTogether(), counts: { reads, writes: requests.length - reads, commits } };
  } finally {
    await scene.close();
  }
}

async function findTogether(): Promise<StateDump> {
  const scene = await Scene.open(startServer);
  try {
    await tellTogether(scene, held => held);
    return endOf(scene);
  } finally {
    await scene.close();
  }
}

/** How a disturbed run ended. */
export interface Outcome {
  /** What stands there other than in truth; undefined where all is as it should be. */
  readonly harm: string | undefined;
  /** False where the run came to its end before: no two have quite as many steps. */
  readonly isDisturbed: boolean;
}

/** Tells it so disturbed. Throws where GitHub was asked for what it does not know. */
export async function disturb(disturbance: FaultCase, truths: Truths): Promise<Outcome> {
  const { state, isDisturbed } = await tellDisturbed(disturbance);
  return { harm: findHarm(state, disturbance, truths), isDisturbed };
}

function findHarm(state: StateDump, disturbance: FaultCase, truths: Truths): string | undefined {
  const doubled = findDoubled(state);
  if (doubled.length > 0) return `stands twice: ${doubled.join(', ')}`;
  // What is heard in another order may be said in one step more: then an older check is hidden by a newer one of the same commit.
  const isMixed = disturbance.kind === 'webhooks' && disturbance.way === 'mixed';
  const [wanted, seen] = isMixed ? [truths.together, state].map(withoutHidden) : [truths.plain, state];
  return isDeepStrictEqual(seen, wanted) ? undefined : describeChanges(wanted, seen);
}

function withoutHidden(state: StateDump) {
  return state.map(({ allCheckRuns: _, ...each }) => each);
}

/** Checks that stand twice as they are; of all else the comparison tells that. */
function findDoubled(state: StateDump): readonly string[] {
  const ids = state.flatMap(each => each.allCheckRuns.map(({ externalId }) => externalId));
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

async function tellDisturbed(
  disturbance: FaultCase,
): Promise<{ readonly state: StateDump; readonly isDisturbed: boolean }> {
  let isDisturbed = disturbance.kind === 'webhooks';
  const scene = await openDisturbed(disturbance, () => {
    isDisturbed = true;
  });
  try {
    if (disturbance.kind === 'webhooks') await tellByWebhooks(scene, disturbance);
    else await tellPlainly(scene);
    if (disturbance.kind === 'commit') isDisturbed = (scene.app as KillableApp).starts > 1;
    return { state: endOf(scene), isDisturbed };
  } finally {
    await scene.close();
  }
}

function openDisturbed(disturbance: FaultCase, isDone: () => void): Promise<Scene> {
  switch (disturbance.kind) {
    case 'webhooks':
      return Scene.open(startServer);
    case 'commit':
      return Scene.open((...where) => new KillableApp(...where).start(disturbance.index + 1));
    case 'read':
    case 'write': {
      const isWrite = disturbance.kind === 'write';
      const fault = disturbance.kind === 'write' ? disturbance.fault : '502 before';
      const phase = fault.endsWith('after') ? 'after' : 'before';
      const hook = atRequest({ index: disturbance.index, phase, counts: each => isRead(each) !== isWrite }, () => {
        isDone();
        return answersOf[fault];
      });
      return Scene.open(startServer, fake => fake.onRequest(hook));
    }
    case 'kill': {
      let app: KillableApp | undefined;
      const hook = atRequest(disturbance, async () => {
        isDone();
        await app?.kill();
        return disturbance.phase === 'before' ? 'cut' : undefined;
      });
      return Scene.open(
        (...where) => {
          app = new KillableApp(...where);
          return app.start();
        },
        fake => fake.onRequest(hook),
      );
    }
  }
}

const cut = 'cut' as const;
const badGateway = { status: 502, body: { message: 'Server Error' } };
const answersOf = {
  '502 after': badGateway,
  '502 before': badGateway,
  'cut after': cut,
  'cut before': cut,
  'secondary limit': {
    status: 403,
    body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' },
    headers: { 'retry-after': '1' },
  },
};

async function tellPlainly(scene: Scene): Promise<void> {
  await scene.app.idle();
  for (const chapter of chapters) {
    await chapter.tell(scene);
    await scene.app.idle();
  }
}

/** Nothing is heard before all of a group is told. `arrange`: what comes of it, and in which order. */
async function tellTogether(scene: Scene, arrange: (held: Deliveries) => Deliveries): Promise<void> {
  const { fake } = scene;
  await scene.app.idle();
  for (const group of together) {
    fake.webhookMode = 'hold';
    for (const chapter of group) await chapter.tell(scene);
    for (let isMore = true; isMore; ) {
      await fake.webhooks.release(held => {
        isMore = held.length > 0;
        return arrange(held);
      });
      await scene.app.idle();
    }
  }
}

async function tellByWebhooks(
  scene: Scene,
  { way, seed }: Extract<FaultCase, { readonly kind: 'webhooks' }>,
): Promise<void> {
  const { fake } = scene;
  switch (way) {
    case 'doubled':
      fake.webhookMode = 'double';
      return tellPlainly(scene);
    case 'mixed': {
      const draw = makeRandom(seed);
      return tellTogether(scene, held => mix(held, draw));
    }
    case 'dropped':
      return tellToNobody(scene, 'drop');
    case 'lost':
      return tellToNobody(scene, 'hold');
    case 'redelivered':
      await scene.app.idle();
      for (const chapter of chapters) {
        await chapter.tell(scene);
        await scene.app.idle();
        for (const { id, isRedelivery } of [...fake.deliveries]) if (!isRedelivery) fake.webhooks.redeliver(id);
        await scene.app.idle();
      }
  }
}

/** drop: GitHub knows of the webhooks that did not arrive. hold: it does not, as behind three days. What only a webhook tells is heard then. */
async function tellToNobody(scene: Scene, mode: 'drop' | 'hold'): Promise<void> {
  await scene.app.idle();
  for (const chapter of chapters) {
    const isHeard = mode === 'hold' && chapter.isHeardOnly === true;
    scene.fake.webhookMode = isHeard ? 'send' : mode;
    await chapter.tell(scene);
    if (!isHeard) await scene.restart();
    await scene.app.idle();
  }
}

/** In any order, and some of them twice. */
function mix(held: Deliveries, draw: (limit: number) => number): Deliveries {
  const all = held.flatMap(each => (draw(3) === 0 ? [each, each] : [each]));
  const keyed = all.map(each => ({ each, key: draw(1_000_000) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ each }) => each);
}

function endOf({ fake }: Scene): StateDump {
  if (fake.violations.length > 0) throw new Error(`not as GitHub describes it: ${fake.violations.join('\n')}`);
  return fake.state();
}
