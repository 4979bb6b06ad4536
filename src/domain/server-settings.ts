import type { MirrorSettings } from './mirror-settings.js';

/** The configuration of the server: what its operator wrote. It holds no secrets; those stand in the environment. */
export interface ServerSettings {
  /** Locations of lists, as `faultline ingest` takes them; paths are absolute. */
  readonly sources: readonly string[];
  /** A directory (absolute) or the address of a PostgreSQL database; undefined where the file does not say. */
  readonly store?: string | undefined;
  /** How long a list is quiet about a series before its missing parts are taken to be lost. */
  readonly quietMinutes: number;
  /** Local git repositories (absolute) with the code, by the full name of the mirror in lower case. */
  readonly mirrors: ReadonlyMap<string, string>;
  /** By the full name of the mirror in lower case: GitHub tells names apart without regard to case. */
  readonly repositories: ReadonlyMap<string, MirrorSettings>;
}
