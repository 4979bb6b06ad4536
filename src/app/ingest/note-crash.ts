import type { Problem } from '../../domain/problem.js';
import type { FamilyOrder } from './order-family.js';

/**
 * What is noted of a family that could not be read, put together or judged. It is a fault of Faultline itself, or of the disk; but whoever
 * watches lists for years cannot stand still at one thread of a stranger.
 */
export function noteCrash({ mails }: FamilyOrder, error: unknown): Problem {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const detail = `This thread is left out, which is a fault of Faultline itself; please report it (${words}).`;
  return { code: 'thread-crashed', where: mails[0]?.origin ?? 'a thread out of sight', detail };
}
