/** A repository on GitHub on which the App is installed. */
export interface Repository {
  /** GitHub's number of it, which stays when it is renamed or transferred. */
  readonly id: number;
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  /** Nothing can be written to it. */
  readonly isArchived: boolean;
}

/** `torvalds/linux`. */
export function fullNameOf({ owner, name }: Pick<Repository, 'owner' | 'name'>): string {
  return `${owner}/${name}`;
}
