/** What history tells about the items that wait for a person, and what people can decide about them. */
import type { AttentionFilter, AttentionSummary, AttentionTarget } from '../../../shared/attention.ts';
import type { RequestOutput } from '../../../shared/bridge.ts';
import type { ExceptionCode } from '../../../shared/exceptions.ts';

export interface AttentionQueries {
  list(query: {
    filter: AttentionFilter;
    cursor: string | null;
    limit: number;
  }): RequestOutput<'attention.list'>;
  summary(filter: AttentionFilter): AttentionSummary;
  /** Returns how many items are open. */
  count(): number;
  /**
   * Returns the ids of the failed documents among the items that a retry can help, by batch, oldest batch first.
   * @param only leaves out documents that failed for another reason
   */
  retryable(target: AttentionTarget, only: ExceptionCode | null): Map<string, string[]>;
}

/** Who decides, and when: Unix ms. */
export interface Decider {
  by: string;
  at: number;
}

export interface Decided {
  /** Names the action, to undo it. */
  decision: string;
  /** Items that it changed. */
  items: number;
}

export interface Decisions {
  /** Dismisses items that are open. */
  dismiss(target: AttentionTarget, reason: string, who: Decider): Decided;
  /** Assigns items to a name; an empty one to nobody. Items that have this name already stay as they are. */
  assign(target: AttentionTarget, name: string, who: Decider): Decided;
  /** Takes an action back. What was decided before it counts again. @returns how many items change */
  undo(decision: string, who: Decider): number;
  /** Takes the dismissals of items back. @returns how many items are open again */
  reopen(target: AttentionTarget, who: Decider): number;
}
