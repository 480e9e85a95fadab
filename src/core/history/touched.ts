/** What a write to history changed, so that counters kept in memory can be refreshed. */
export interface Touched {
  /** `batches.n` */
  batches: Set<number>;
  /** Unix minutes in which a document or an attempt ended, or no longer did. */
  minutes: Set<number>;
}

export const minuteOf = (at: number): number => Math.floor(at / 60_000);
