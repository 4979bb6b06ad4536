/** What a store holds. Every place of every source is counted once: as a mail, a duplicate, withdrawn, an imposter or unreadable. */
export interface StoreStatus {
  readonly sources: readonly SourceStatus[];
  /** Mails that count: of each Message-ID one. */
  readonly mails: number;
  /** Places at which a mail stands that counts elsewhere: on another list, or twice on one. */
  readonly duplicates: number;
  /** Places whose mail its archive has deleted. */
  readonly withdrawn: number;
  /** Places of mails with the Message-ID of another one and other content. */
  readonly imposters: number;
  /** Places at which no mail could be read. */
  readonly unreadable: number;
  readonly threads: number;
  /** Series by their state of completeness. */
  readonly series: Readonly<Record<string, number>>;
  /** What was noted of mails and places, by kind. */
  readonly problems: Readonly<Record<string, number>>;
  /** Families whose threads and series wait to be made anew. */
  readonly stale: number;
}

export interface SourceStatus {
  readonly name: string;
  readonly places: number;
  /** When it was last read to its end, in milliseconds since the epoch. */
  readonly readAt: number | undefined;
  /** When its newest mail arrived. */
  readonly newestAt: number | undefined;
  /** Why it could not be read the last time. */
  readonly trouble: string | undefined;
}
