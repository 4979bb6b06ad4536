import { stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** Resolves after this time or when the signal aborts. Never rejects. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch {
    // It was aborted: that is an answer too.
  }
}

/** What changes when one of these files and directories does; what is not there counts as well. */
export async function fingerprintOf(paths: readonly string[]): Promise<string> {
  const marks: string[] = [];
  for (const path of paths) {
    // What cannot be looked at is told when it is read.
    const stats = await stat(path, { bigint: true }).catch(() => undefined);
    marks.push(stats === undefined ? '-' : `${stats.ino}:${stats.size}:${stats.mtimeNs}`);
  }
  return marks.join(' ');
}

/** Looks every so often, and resolves when it sees something else than `seen`, or when the signal aborts. */
export async function waitForChange(
  look: () => Promise<string>,
  seen: string | undefined,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && (await look()) === seen) await pause(intervalMs, signal);
}
