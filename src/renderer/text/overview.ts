/** Sentences of the Overview. */
import type { Batch, Eta } from '../../shared/batches.ts';
import type { Health } from '../../shared/health.ts';
import { STAGES } from '../../shared/stages.ts';
import { count, endTime, plural } from '../lib/format.ts';
import { shortWaitingSentence } from './batch.ts';

export const OVERVIEW_TEXT = {
  causes: 'Exceptions by cause',
  causesScope: 'In the batches on this page',
  noCauses: 'No exceptions in the batches on this page.',
  otherCauses: (causes: number, documents: number): string =>
    `${plural(causes, 'other cause')}, ${plural(documents, 'document')}`,
  today: 'Today',
  day: (hours: number): string => `Last ${hours} hours`,
  perMinute: (documents: string): string => `${documents} per minute`,
  stages: (list: string): string => `Stages: ${list}`,
  stage: (label: string, done: number, all: number, running: number): string =>
    `${label} ${count(done)} of ${count(all)}${running === 0 ? '' : `, ${count(running)} in progress`}`,
} as const;

const isAre = (number: number): string => (number === 1 ? 'is' : 'are');

/** Returns what runs and when it will be done, in one or two sentences; an empty text if nothing is active. */
export function overviewSentence(active: readonly Batch[], now: number): string {
  const moving = active.filter(({ status }) => status === 'running' || status === 'submitting');
  const of = (...statuses: Batch['status'][]): number =>
    active.filter(({ status }) => statuses.includes(status)).length;
  const parts: string[] = [];
  if (moving.length > 0)
    parts.push(`${plural(moving.length, 'batch', 'batches')} ${isAre(moving.length)} running.`);
  const ends = moving.map(({ eta }) => eta?.likely ?? null);
  const last = ends.includes(null) ? null : Math.max(...ends.map((end) => end ?? 0));
  const they = moving.length === 1 ? 'It' : 'All';
  if (moving.length > 0 && last !== null && last > now)
    parts.push(`${they} should be done by about ${endTime(last, now)}.`);
  for (const [number, what] of [
    [of('paused'), 'paused'],
    [of('outbox'), 'waiting to start'],
    [of('canceling'), 'being canceled'],
  ] as const)
    if (number > 0)
      parts.push(
        parts.length === 0
          ? `${plural(number, 'batch', 'batches')} ${isAre(number)} ${what}.`
          : `${count(number)} ${isAre(number)} ${what}.`,
      );
  return parts.join(' ');
}

/** Returns when a batch will be done, as a clock time, or why nobody can say. */
export function doneSentence(batch: Batch, now: number): string {
  const { eta } = batch;
  if (eta === null) return shortWaitingSentence(batch);
  return eta.likely <= now ? 'Done soon' : `Done about ${endTime(eta.likely, now)}`;
}

/** Returns the range of a forecast; an empty text if it is less than a minute. */
export function rangeSentence({ earliest, latest }: Eta, now: number): string {
  const [from, to] = [endTime(Math.max(earliest, now), now), endTime(Math.max(latest, now), now)];
  return from === to ? '' : `${from} to ${to}`;
}

/** A document that fails leaves its stage and all later ones undone, so this is more than the number of exceptions. */
const undoneSentence = (steps: number): string =>
  `${plural(steps, 'processing step was', 'processing steps were')} not done: a document that cannot be finished leaves up to ${STAGES.length}.`;

/** Returns the state of the system in one line, and whether something is wrong. */
export function healthLine({ warnings, queues }: Health): { tone: 'ok' | 'muted' | 'warn'; text: string } {
  const [first] = warnings;
  if (first !== undefined)
    return {
      tone: 'warn',
      text:
        warnings.length === 1
          ? first.message
          : `${first.message} ${plural(warnings.length - 1, 'more warning')}.`,
    };
  const failed = queues.reduce((sum, queue) => sum + queue.failed, 0);
  return failed === 0
    ? { tone: 'ok', text: 'Everything is working.' }
    : { tone: 'muted', text: `Redwell is working. ${undoneSentence(failed)}` };
}
