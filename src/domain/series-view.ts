import type { Review } from './review.js';
import type { Series } from './series.js';
import type { Thread } from './thread.js';
import type { SeriesTriage } from './triage.js';

/** Another version of the same series. */
export interface OtherVersion {
  readonly seriesId: string;
  readonly version: number;
  readonly isResend: boolean;
  readonly title: string;
}

/** Everything that is shown of one series. */
export interface SeriesView {
  /** What was found in it, with the remarks of people; without findings where it was not judged. */
  readonly review: Review;
  /** False where no rule has looked at it yet. */
  readonly isJudged: boolean;
  readonly triage: SeriesTriage;
  /** Those that hold its mails. */
  readonly threads: readonly Thread[];
  /** The lists on which its mails were seen. */
  readonly listIds: readonly string[];
  /** Oldest first, without itself. */
  readonly otherVersions: readonly OtherVersion[];
}

/** What a list of series says of each. */
export interface SeriesRow {
  readonly series: Pick<Series, 'id' | 'version' | 'total' | 'title' | 'author' | 'state' | 'isRfc' | 'isResend'>;
  readonly triage: Pick<SeriesTriage, 'verdict' | 'staleAt'>;
  readonly unaddressedCount: number;
  /** Undefined where no rule has looked at it yet. */
  readonly findingCount?: number | undefined;
  /** The lists on which its mails were seen. */
  readonly listIds: readonly string[];
  /** Of its first mail, in milliseconds since the epoch; undefined where that has no date. */
  readonly postedAt?: number | undefined;
}
