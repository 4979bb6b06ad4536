// A server as AppServer runs it, in a process that can be killed at any time; ./killable-app.js starts it. It loads all that it needs, and
// then waits for its order, so that one can be kept ready.
import { readEnvironment } from '../../../src/entry/serve/read-environment.js';
import { serveHastily } from '../app-server.js';
import { countCommits } from './count-commits.js';

export interface ServerOrder {
  readonly environment: Readonly<Record<string, string>>;
  readonly config: string;
  /** Behind so many commits of its database the process ends itself. */
  readonly commitsMax: number | undefined;
}

process.once('message', (order: ServerOrder) => {
  const commits = countCommits(count => {
    if (count === order.commitsMax) process.kill(process.pid, 'SIGKILL');
  });
  process.on('message', () => process.send?.({ commits: commits() }));
  void serveHastily(readEnvironment(order.environment), order.config, new AbortController().signal);
});
process.once('disconnect', () => process.exit());
process.send?.('loaded');
