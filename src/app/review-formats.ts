/** The forms of a review, the usual one first. */
export const reviewFormats = ['terminal', 'json', 'sarif', 'markdown', 'email'] as const;
export type ReviewFormat = (typeof reviewFormats)[number];
