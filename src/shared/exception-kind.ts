/** What the closed lists of exceptions and warnings say about each of their codes. */

export interface ExceptionKind {
  /** Short label for a table cell. */
  readonly label: string;
  /** `warning`: the document completed but deserves a look. `error`: it did not complete. */
  readonly severity: 'warning' | 'error';
  /** Whether a retry of the same file can succeed. */
  readonly retryable: boolean;
  /** Who must act before the document can continue. */
  readonly actor: 'paralegal' | 'administrator' | 'custodian';
  /** One sentence about what happened. */
  readonly sentence: string;
  /** What to do next, as an instruction. */
  readonly action: string;
}

/** Names the parts of a kind by their order. */
export const kind = (
  label: string,
  severity: ExceptionKind['severity'],
  retryable: boolean,
  actor: ExceptionKind['actor'],
  sentence: string,
  action: string,
): ExceptionKind => ({ label, severity, retryable, actor, sentence, action });
