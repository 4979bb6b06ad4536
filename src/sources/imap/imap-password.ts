/** The variable of the environment that holds the password; nothing else ever does. */
export const imapPasswordVariable = 'FAULTLINE_IMAP_PASSWORD';

/** The password for mailboxes, from the environment; undefined where there is none. */
export function readImapPassword(environment: NodeJS.ProcessEnv): string | undefined {
  return environment[imapPasswordVariable] || undefined;
}
