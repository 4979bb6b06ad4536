/** Environment variables of a process. */
export type GitEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The whole environment for a git that reads one repository and does nothing else. The repository may be a stranger's: its own
 * settings are the only ones git reads, and none of them makes it ask another host or start a program for an object that is missing.
 * `searchPath` is where git itself is looked for.
 */
export function makeGitEnvironment(gitDirectory: string, searchPath: string | undefined): GitEnvironment {
  return {
    PATH: searchPath,
    LC_ALL: 'C',
    // A directory that is named is opened whoever owns it.
    GIT_DIR: gitDirectory,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_NO_REPLACE_OBJECTS: '1',
    // A partial clone would ask its origin, whose address may be a command, for what it has not got; older gits know only the second.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
  };
}
