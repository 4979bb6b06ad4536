import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Store } from '../src/store/store.js';
import { ServerProcess } from '../test/support/server-process.js';
import { makePrivateKey, webhookSecret } from '../test/support/webhooks.js';
import { percentileOf, print, showMs, verdict } from './figures.js';

/** What is aimed at. */
const p99MsMax = 1_000;
/** A server that keeps something of every webhook grows by that again with the second half. */
const growthMegabytesMax = 30;

const count = 10_000;
const connections = 100;
const bytes = 8_000;
const client = fileURLToPath(new URL('./webhook-process.js', import.meta.url));

interface Sent {
  readonly milliseconds: readonly number[];
  readonly others: readonly (number | string)[];
  readonly seconds: number;
}

/** How fast the server takes signed webhooks that a process of its own sends, whether all of them are stored, and what it holds of them. */
export async function benchWebhooks(directory: string): Promise<void> {
  const place = join(directory, 'webhooks');
  // Nobody answers there: what the jobs of the webhooks cost is another matter.
  const nowhere = { GHE_HOST: '127.0.0.1:9', GHE_PROTOCOL: 'http' };
  const environment = { APP_ID: '7', PRIVATE_KEY: makePrivateKey(), WEBHOOK_SECRET: webhookSecret, ...nowhere };
  const server = await ServerProcess.start(['--store', place], environment);
  const before = megabytesOf(server.pid);
  const halves = [await send(server.url, 'first', count / 2)];
  const between = megabytesOf(server.pid);
  halves.push(await send(server.url, 'second', count / 2));
  const after = megabytesOf(server.pid);
  server.signal('SIGTERM');
  await server.ended();
  const milliseconds = halves.flatMap(half => half.milliseconds);
  const others = halves.flatMap(half => half.others);
  const seconds = halves.reduce((sum, half) => sum + half.seconds, 0);
  const stored = await countStored(place);
  const p99 = percentileOf(milliseconds, 0.99);
  print(
    'webhooks',
    `${count} of ${bytes / 1_000} kB over ${connections} connections, ${(count / seconds).toFixed(0)}/s`,
  );
  print(
    '',
    `${stored} stored, ${others.length} answered otherwise  (all: ${verdict(stored === count && others.length === 0)})`,
  );
  print(
    '',
    `p50 ${showMs(percentileOf(milliseconds, 0.5))}, p99 ${showMs(p99)}  (below 1 s: ${verdict(p99 < p99MsMax)})`,
  );
  if (before === undefined || between === undefined || after === undefined) return;
  const isFlat = after - between <= growthMegabytesMax;
  const words = [before, between, after].map(each => each.toFixed(0));
  print(
    '',
    `memory ${words[0]} MB before, ${words[1]} after half of them, ${words[2]} after all  (flat: ${verdict(isFlat)})`,
  );
}

async function send(url: string, prefix: string, many: number): Promise<Sent> {
  const words = [`${url}/api/github/webhooks`, prefix, many, connections, bytes].map(String);
  const child = spawn(process.execPath, [client, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout)) as Sent;
}

async function countStored(place: string): Promise<number> {
  const store = await Store.open(place);
  const { webhooks } = await store.db
    .selectFrom('webhook')
    .select(store.db.fn.countAll().as('webhooks'))
    .executeTakeFirstOrThrow();
  await store.close();
  return Number(webhooks);
}

/** What a process holds of the memory now; undefined where the kernel does not tell. */
function megabytesOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_000;
  } catch {
    // There is no /proc.
    return undefined;
  }
}
