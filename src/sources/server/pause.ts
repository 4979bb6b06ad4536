import { setTimeout } from 'node:timers/promises';

/** Waits so many milliseconds, or until the signal aborts. Never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // The only way for it to fail is the signal, and that is one of the two things waited for.
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
