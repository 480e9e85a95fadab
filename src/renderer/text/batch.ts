/** Sentences about a batch: its forecast, its outcome, its exceptions, and what is asked before an action. */
import {
  type Batch,
  type BatchStatus,
  type Equation,
  type Eta,
  isTerminal,
  type Waiting,
} from '../../shared/batches.ts';
import type { Resolution } from '../../shared/entities.ts';
import { actionOf, type ExceptionCode } from '../../shared/exceptions.ts';
import { STAGE_LABEL, type Stage } from '../../shared/stages.ts';
import { clock, count, dateTime, duration, plural, span } from '../lib/format.ts';

/** What each term of the equation counts. */
export const TERM_TEXT: Readonly<Record<keyof Equation, { label: string; hint: string }>> = {
  received: { label: 'received', hint: 'Every document in the batch' },
  completed: { label: 'completed', hint: 'Went through all six stages' },
  duplicates: { label: 'duplicates', hint: 'Same content as a document that was processed' },
  excluded: {
    label: 'excluded',
    hint: 'System files, what was left out before submitting, and documents of a canceled batch',
  },
  exceptions: { label: 'exceptions', hint: 'Could not be completed; someone must act' },
  pending: { label: 'pending', hint: 'Waiting or running' },
};

/**
 * Returns what to do about an exception.
 * @param stage null if the problem was found at intake
 */
export const exceptionAction = (code: ExceptionCode, stage: Stage | null): string =>
  actionOf(code, stage === null);

/** Returns ` Pages 2, 5.` for an exception that lists pages, and an empty string otherwise. */
export const pagesSentence = (pages: readonly number[] | undefined): string =>
  pages === undefined ? '' : ` ${pages.length === 1 ? 'Page' : 'Pages'} ${pages.join(', ')}.`;

/**
 * Returns what to know about pages that could not be read and still have text: a damaged page is read as far as it goes.
 * Empty if there are none.
 */
export function partlyReadSentence(
  pages: readonly number[] | undefined,
  pageMap: readonly { page: number; start: number; end: number }[],
): string {
  const partly = (pages ?? []).filter((number) =>
    pageMap.some(({ page, start, end }) => page === number && end > start),
  );
  if (partly.length === 0) return '';
  const list = `${partly.length === 1 ? 'Page' : 'Pages'} ${partly.join(', ')}`;
  return ` ${list} could be read in part: the text below has what Redwell could read, and may lack the rest.`;
}

/** Returns the forecast: the likely time left, its range, and when the batch ends. */
export function forecastSentence(eta: Eta, now: number): string {
  const left = (at: number): number => Math.max(0, at - now);
  const [low, likely, high] = [span(left(eta.earliest)), span(left(eta.likely)), span(left(eta.latest))];
  const range = low === high ? '' : ` (${low} to ${high})`;
  return `About ${likely} left${range}, until about ${clock(eta.likely)}`;
}

export const bottleneckSentence = (eta: Eta): string => `Slowest stage: ${STAGE_LABEL[eta.bottleneck]}`;

/** Returns why a batch has no forecast, in a few words for its card on the Overview. */
export function shortWaitingSentence({ status, pausedBy, waiting }: Batch): string {
  if (status === 'outbox') return 'Starts when processing is back';
  if (status === 'paused') return pausedBy === 'stop_loss' ? 'Paused: too many failures' : 'Paused';
  if (status === 'canceling') return 'Stopping';
  if (waiting != null) return `Waits behind “${waiting.behind.name}”`;
  return 'Estimating the time left';
}

/** Returns how old the numbers of a batch are while processing is offline. @param readyAt when it last worked */
export const asOfSentence = (readyAt: number | null): string =>
  readyAt === null ? 'Last known state' : `Last known state, ${clock(readyAt)}`;

/** Returns why a batch has no forecast, for the batch's own page. */
export function waitingSentence({ status, pausedBy, submitted, equation, waiting }: Batch): string {
  if (waiting != null && (status === 'running' || status === 'submitting')) return behindSentence(waiting);
  switch (status) {
    case 'outbox':
      return 'Processing is offline. The batch is stored safely and starts when processing is back.';
    case 'submitting':
      return `Submitting: ${count(submitted)} of ${plural(equation.received, 'document')} so far.`;
    case 'paused':
      return pausedBy === 'stop_loss'
        ? 'Redwell paused the batch because too many documents failed. Check the causes below, then resume or cancel it.'
        : 'Paused. No more documents start until you resume the batch.';
    case 'canceling':
      return 'Canceling: running documents are being stopped.';
    default:
      return 'Estimating the time left.';
  }
}

/** Returns which batch comes first. */
function behindSentence({ behind, position }: Waiting): string {
  const place = position === 1 ? '' : `, number ${count(position)} in line`;
  return `Waits behind “${behind.name}”${place}. Raise its priority to start it sooner.`;
}

/** Returns how a batch ended, in one or two sentences; null while it has not ended. */
export function outcomeSentence(batch: Batch): string | null {
  if (!isTerminal(batch.status)) return null;
  const { completed, exceptions, duplicates, excluded } = batch.equation;
  const time = batch.durationMs === null ? '' : ` in ${duration(batch.durationMs)}`;
  const aside = [
    duplicates > 0 ? plural(duplicates, 'duplicate') : '',
    excluded > 0 ? `${count(excluded)} excluded` : '',
  ].filter((part) => part !== '');
  const besides = aside.length === 0 ? '' : ` Set aside: ${aside.join(', ')}.`;
  const done = `${plural(completed, 'document')} completed${time}.`;
  switch (batch.status) {
    case 'canceled':
      return `Canceled. ${plural(completed, 'document')} had completed before that${time}.${besides}`;
    case 'failed':
      return `The batch failed: no document could be completed${time}. See the causes below.`;
    case 'completed_with_exceptions':
      return `${done} ${plural(exceptions, 'exception')} ${exceptions === 1 ? 'needs' : 'need'} attention.${besides}`;
    case 'completed_with_warnings':
      return `${done} ${plural(batch.warnings, 'document')} ${batch.warnings === 1 ? 'has' : 'have'} a warning.${besides}`;
    default:
      return `All ${done}${besides}`;
  }
}

export const HISTORY_TEXT = {
  subtitle: 'Every batch that this computer has recorded, available even when processing is offline.',
  offline: 'Processing is offline. All numbers on this page come from the history.',
} as const;

/**
 * Returns what to say about numbers that come from the history, with what to do; null while there is nothing to say.
 * @param away whether processing is offline
 */
export function recordedNote(
  { source, status }: Pick<Batch, 'source' | 'status'>,
  away: boolean,
): { title: string; hint: string } | null {
  // A batch that has just been submitted, or waits to start, is in the history first. That is no loss.
  if (source === 'live' || status === 'outbox' || status === 'submitting') return null;
  if (!isTerminal(status))
    return away
      ? {
          title: 'These are the last numbers that Redwell recorded',
          hint: 'Processing is offline, so the batch may have gone on since, or be waiting. The page updates when processing is back.',
        }
      : null;
  return {
    title: 'These numbers come from the history',
    hint: away
      ? 'They are what this computer recorded. Processing is offline, and nothing else is needed to show them.'
      : 'They are what this computer recorded. Running the batch again makes its live data available.',
  };
}

/**
 * Returns how much of a batch has been done, 0-100. Of a batch that was canceled, only what had ended before that
 * counts: its canceled documents are over, but nobody has read them.
 */
export function donePercent({
  status,
  percent,
  equation,
}: Pick<Batch, 'status' | 'percent' | 'equation'>): number {
  if (status !== 'canceled' && status !== 'canceling') return percent;
  const { received, completed, duplicates, exceptions } = equation;
  return received === 0 ? 0 : Math.min(percent, ((completed + duplicates + exceptions) / received) * 100);
}

export const CANCEL_TEXT = {
  title: (name: string): string => `Cancel “${name}”?`,
  body: (pending: number): string =>
    `${plural(pending, 'document')} will not be processed. Completed documents stay. You cannot resume a canceled batch; to process the rest, submit the folder again.`,
  keep: 'Keep it running',
  confirm: 'Cancel the batch',
} as const;

/** The name of a figure that shows its documents on a click, for those who hear it without its row. */
export const showLabel = (documents: number, what: string): string =>
  `Show ${plural(documents, 'document')} with ${what}`;

export const RETRY_TEXT = {
  hint: 'Runs these documents again from this stage',
  pointless: 'Retrying cannot help',
  pointlessHint:
    'The file in the vault is the same as before, so it would fail again. Submit a good copy instead.',
  all: 'Retry all failed',
  /** @param helped failed documents that a retry can help, of `failed` */
  some: (helped: number, failed: number): string => `Retry ${count(helped)} of ${count(failed)} failed`,
} as const;

/** Says how many failed documents a retry leaves out. */
export const leftOutSentence = (documents: number): string =>
  `${plural(documents, 'document')} ${documents === 1 ? 'is' : 'are'} left out, because a retry cannot help.`;

export const RERUN_TEXT = {
  title: (name: string): string => `Run “${name}” again?`,
  /** @param again documents that run again, of `received` */
  documents: (again: number, received: number): { amount: string; rest: string } => ({
    amount: `${count(again)} of ${plural(received, 'document')}`,
    rest: again === 1 ? ' goes through all stages again' : ' go through all stages again',
  }),
  canceled: ', including those that were canceled',
  aside: (aside: number): string =>
    ` ${count(aside)} set aside at intake (duplicates, excluded or refused) ${aside === 1 ? 'stays as it is' : 'stay as they are'}.`,
  originals:
    'Redwell reads each original again and compares it with the file received. A missing or changed original becomes an exception.',
  results:
    'Text and names found before stay until a document’s new result replaces them. Documents already read before finish faster, and every earlier attempt stays on record.',
  progress: 'The batch’s progress, times and exceptions start over.',
  offline: 'Processing is offline. This window closes when it is back; then you can run the batch again.',
  back: 'Processing is back. Choose “Run all again” if you still want to.',
  hint: 'To run only the failed documents, use Retry instead.',
  keep: 'Leave it as it is',
  confirm: 'Run all again',
} as const;

/** Returns the name of a canceled, ended or running batch's place in the app. */
export const placeOfBatch = (status: BatchStatus): { label: string; to: string } =>
  isTerminal(status) ? { label: 'History', to: '/history' } : { label: 'Overview', to: '/' };

/**
 * Returns what happens when passwords are added to a batch.
 * @param since when the app started, Unix ms; it keeps passwords in memory only
 */
export function passwordsSentence(
  { offered, since }: { offered: number; since: number },
  { createdAt }: Batch,
  documents: number,
): string {
  const effect = `Redwell will read ${plural(documents, 'encrypted document')} again and try every password it has.`;
  if (offered > 0) return `${effect} It has ${plural(offered, 'password')} for this batch.`;
  return createdAt < since
    ? `${effect} It has none: Redwell was restarted on ${dateTime(since)}, and it keeps passwords in memory only.`
    : `${effect} It has none yet. Passwords stay in this computer’s memory until you close Redwell.`;
}

/** Returns how many entities the list has, and how many documents they come from. */
export function entitiesTotal(total: number, resolution: Resolution | null, batch: Batch): string {
  if (resolution === null) return 'None yet';
  const { documents, missing } = resolution;
  const left = missing === 0 ? '' : `; ${plural(missing, 'document')} not included`;
  const old = isTerminal(batch.status) ? '' : ', from the previous run';
  return `${plural(total, 'name')} from ${plural(documents, 'document')}${left}${old}`;
}

export const DOCUMENT_TEXT = {
  leftOut: 'Left out before the batch was submitted',
  leftOutUnknown: 'An earlier version of Redwell recorded this batch without the reason.',
} as const;
