import type { Screen } from '../domain/screen.js';
import type { ReportProgress } from './progress.js';

/** The forms of a list, the usual one first: JSON, one object a line, or words for people. */
export const listFormats = ['json', 'terminal'] as const;
export type ListFormat = (typeof listFormats)[number];

/** How and where a list is shown. */
export interface ListView {
  readonly format: ListFormat;
  readonly screen: Screen;
}

/** Where a list goes, line by line, and what is told meanwhile. */
export interface ListWords {
  readonly print: (text: string) => void;
  readonly report: ReportProgress;
}
