import { OperationalError } from '../../domain/operational-error.js';

/** What a source wrote down as JSON. Throws an OperationalError where it is not what this source writes. */
export function parseCursor<T extends object>(text: string, id: string, isCursor: (value: object) => value is T): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && isCursor(value)) return value;
  throw new OperationalError('the place to go on from cannot be read', id, 'read it with the Faultline that wrote it');
}
