import { createRequire } from 'node:module';

/**
 * What runs of kysely. It has nearly three hundred modules, which load in a third of the time by `require`: every command that opens
 * a store waits for them.
 */
export const kysely = createRequire(import.meta.url)('kysely') as typeof import('kysely');
export const { sql } = kysely;
