/** Says what became of a damaged history, for Health and for `redwell doctor`. */
import { type HealthWarning, HISTORY_RECOVERY, type HistoryRecovery } from '../../../shared/health.ts';

/** After this long, only Health's panel and the log of gaps still tell. */
const SHOWN_MS = 14 * 24 * 3_600_000;

const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
const batches = (n: number): string => counted(n, 'batch', 'batches');
const documents = (n: number): string => counted(n, 'document');

/** Returns null when there is nothing to say any more. @param now Unix ms */
export function recoveryWarning(recovery: HistoryRecovery | null, now: number): HealthWarning | null {
  if (recovery === null || (recovery.state === 'done' && now - recovery.at > SHOWN_MS)) return null;
  return { code: HISTORY_RECOVERY, message: whatHappened(recovery), action: whatIsLeft(recovery) };
}

function whatHappened({ cause, state, batches: b, documents: d, rebuiltBatches }: HistoryRecovery): string {
  const what = {
    damaged: 'The history file was damaged.',
    missing: 'The history file was missing.',
    replaced: 'Something else was in the place of the history file.',
  }[cause];
  if (state === 'running') return `${what} Redwell is recovering it. Some batches are not listed yet.`;
  if (state === 'failed') return `${what} Redwell could not read it.`;
  const rebuilt =
    rebuiltBatches === 0 ? '' : ` Redwell listed ${batches(rebuiltBatches)} again from the manifests.`;
  if (b + d > 0) return `${what} Redwell recovered ${batches(b)} with ${documents(d)}.${rebuilt}`;
  return rebuilt === '' ? `${what} Nothing in it could be read.` : `${what}${rebuilt}`;
}

function whatIsLeft({ state, keptAs, lost, incomplete, error }: HistoryRecovery): string {
  const parts: string[] = [];
  if (state === 'running') parts.push('You can keep working. No original is affected.');
  if (state === 'failed')
    parts.push(`Ask your administrator for a backup of the data folder (${error ?? 'unknown'}).`);
  if (lost > 0)
    parts.push(
      `How ${documents(lost)} ended is no longer known: see “Record lost” in ${lost === 1 ? 'its batch' : 'their batches'}, and run ${lost === 1 ? 'it' : 'them'} again.`,
    );
  if (incomplete > 0)
    parts.push(`${documents(incomplete)} may have lost a part: see the warning “Record incomplete”.`);
  if (state === 'done' && lost + incomplete === 0) parts.push('Every listed document is complete.');
  if (keptAs !== null) parts.push(`The damaged file is kept as ${keptAs}.`);
  return parts.join(' ');
}
