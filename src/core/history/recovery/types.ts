/** What the app can do about a history that was damaged. */
import type { HistoryRecovery } from '../../../shared/health.ts';
import type { Manifest } from '../../../shared/manifest.ts';

export interface HistoryRepair {
  /** Returns null when history was never damaged. */
  report(): HistoryRecovery | null;
  /**
   * Recovers what the damaged file still has. Advance it until it is done; each step is short. Repeating it after a crash
   * is harmless. @throws whatever keeps it from reading or writing, after the report says so
   */
  recover(): Generator<void, void>;
  /** Ids of all batches. */
  batchIds(): Set<string>;
  /** Records what only this manifest still knows. */
  complete(manifest: Manifest): void;
  /** Documents whose record is lost or incomplete, by batch. */
  lost(): Map<string, { lost: string[]; incomplete: string[] }>;
  /** Marks completed documents of which only the outcome is known. */
  markBare(documentIds: readonly string[]): void;
  /** Forgets what is left of documents, so that their results can be recorded anew. */
  reopen(documentIds: readonly string[]): void;
  /** Counts what is still lost, for the report, which says from now on that the recovery is done. */
  finish(): void;
}
