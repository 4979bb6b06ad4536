// Sends signed webhooks to a server, over several connections at a time, each in its turn on its connection. Prints as JSON how many were
// answered 200, what else was answered, and how long each took.
import { Agent, request } from 'node:http';
import { pullOpened, webhookHeaders } from '../test/support/webhooks.js';

const [url = '', prefix = '', count = '0', connections = '0', bytes = '0'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const padding = Number(bytes) - JSON.stringify(pullOpened(1)).length;

function send(index: number): Promise<number> {
  const body = JSON.stringify(pullOpened(index + 1, padding));
  const headers = { ...webhookHeaders('pull_request', `${prefix}-${index}`, body), 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, response => {
      response.on('error', reject).on('end', () => resolve(response.statusCode ?? 0));
      response.resume();
    });
    sent.on('error', reject).end(body);
  });
}

let next = 0;
const milliseconds: number[] = [];
const others: (number | string)[] = [];
const began = performance.now();
await Promise.all(
  Array.from({ length: Number(connections) }, async () => {
    while (next < Number(count)) {
      const index = next;
      next += 1;
      const sentAt = performance.now();
      const status = await send(index).catch((error: Error) => error.message);
      milliseconds.push(performance.now() - sentAt);
      if (status !== 200) others.push(status);
    }
  }),
);
const seconds = (performance.now() - began) / 1_000;
agent.destroy();
process.stdout.write(JSON.stringify({ milliseconds, others, seconds }));
