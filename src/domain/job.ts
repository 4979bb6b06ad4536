/** What the worker does. Each job brings one thing up to date with what GitHub and the store say when it runs, not with what a webhook said. */
export const jobKinds = [
  'installation', // the repositories of an installation
  'repository', // its configuration, open pull requests and refs, compared with what is known
  'pull', // subject: the number of a pull request
  'push', // subject: a ref, `refs/heads/master`, or a commit (40 hex digits) that is to be checked once more
  'family', // subject: the id of a family of mails, for this repository
  'command', // subject: `issue 12 345` or `pull 12 345`: kind of comment, number of the issue or pull request, id of the comment
] as const;
export type JobKind = (typeof jobKinds)[number];

export interface JobOrder {
  readonly kind: JobKind;
  /** Undefined where the job is of an installation. */
  readonly repositoryId?: number | undefined;
  readonly subject: string;
  /** To be done although nothing changed: somebody asked for it. */
  readonly isForced?: boolean | undefined;
}

/** The key of a job: ordered twice it is done once, and once more when it was running already. */
export function keyOfJob({ kind, repositoryId, subject }: JobOrder): string {
  return `${kind}:${repositoryId ?? ''}:${subject}`;
}

/** A job as it is kept. */
export interface Job extends JobOrder {
  readonly key: string;
  readonly isForced: boolean;
  /** How often it was ordered, until it was taken. */
  readonly orders: number;
  /** Which try this is, from 1 on; one that ended with the process counts too. */
  readonly attempts: number;
  /** Why the last try came to nothing, for people. */
  readonly trouble?: string | undefined;
}
