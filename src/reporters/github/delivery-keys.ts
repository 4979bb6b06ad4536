/** The keys of all that Faultline posts on GitHub: the same key is the same post. */
export const deliveryKeys = {
  check: (repositoryId: number, headSha: string) => `check:${repositoryId}:${headSha}`,
  /** On a commit that landed with open findings. */
  landed: (repositoryId: number, sha: string) => `landed:${repositoryId}:${sha}`,
  /** On the commit that brought a mistake in a configuration file. */
  settings: (repositoryId: number, sha: string) => `settings:${repositoryId}:${sha}`,
  review: (repositoryId: number, pullNumber: number, headSha: string) =>
    `review:${repositoryId}:${pullNumber}:${headSha}`,
  finding: (repositoryId: number, pullNumber: number, fingerprint: string) =>
    `finding:${repositoryId}:${pullNumber}:${fingerprint}`,
  /** A remark of the list on a line of a pull request. `index`: 0-based, among those of the mail. */
  remark: (repositoryId: number, pullNumber: number, messageId: string, index: number) =>
    `remark:${repositoryId}:${pullNumber}:${messageId}:${index}`,
  /** `seriesId`: of the version for which the issue was opened. */
  issue: (repositoryId: number, seriesId: string) => `issue:${repositoryId}:${seriesId}`,
  /** `seriesId`: of the version whose verdict is another one than that of the version before. */
  issueNews: (repositoryId: number, seriesId: string) => `news:${repositoryId}:${seriesId}`,
  reaction: (repositoryId: number, comment: string) => `reaction:${repositoryId}:${comment}`,
  answer: (repositoryId: number, comment: string) => `answer:${repositoryId}:${comment}`,
  /** To all who may not give commands in an issue or pull request. */
  refusal: (repositoryId: number, number: number) => `refusal:${repositoryId}:${number}`,
} as const;
