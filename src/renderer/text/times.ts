/** Sentences about how long a batch took, beside earlier batches and beside what was forecast. */
import type { ForecastError, RunKind, ShownForecast, StageComparison } from '../../shared/batches.ts';
import { count, duration, percent, span } from '../lib/format.ts';

export const TIMES_TEXT = {
  usually: (ms: number): string => `usually ${duration(ms)}`,
  noStages: 'No stage has run yet, or every document was already read before.',
  stagesHint:
    '“Usually” is what earlier batches took, as if they had had the same mix of file types and scanned documents.',
  runsHint: 'Each run of the batch has its own line. A retry or another run changes no earlier line.',
  noRun: 'No run has ended yet.',
  noRecord: 'This batch ended before Redwell kept a record of runs.',
  noForecast: 'Redwell has made no forecast for this batch.',
  fewForecasts: 'Too few forecasts have ended to tell how far they are off.',
} as const;

export const RUN_LABEL: Readonly<Record<RunKind, string>> = {
  first: 'First run',
  retry: 'Retry of failed documents',
  rerun: 'All documents again',
};

/** Fewer documents than this say nothing about what is usual. */
const MIN_DOCUMENTS = 10;
/** A shorter difference is noise, ms. */
const NOISE_MS = 20;
/** From this factor on, a stage is said to take longer or less time than usual. */
const NOTABLE = 1.5;

/** Compares two times in words. */
function pace(here: number, past: number): 'usual' | 'longer' | 'shorter' {
  if (Math.abs(here - past) < NOISE_MS) return 'usual';
  if (here > past * NOTABLE) return 'longer';
  return here * NOTABLE < past ? 'shorter' : 'usual';
}

/** Returns `2.3 times`, or `more than 100 times` where the number says no more. */
const times = (factor: number): string =>
  factor > 100 ? 'more than 100 times' : `${factor.toFixed(1).replace(/\.0$/, '')} times`;

/** Returns how a stage compares with earlier batches, in a few words. */
export function stageSentence({ here, past }: StageComparison): string {
  if (here === null) return 'Has not run';
  if (past === null) return 'Nothing to compare with yet';
  if (here.count < MIN_DOCUMENTS) return 'Too few documents to compare';
  const ran = pace(here.ran.p50, past.ran.p50);
  const waited = pace(here.waited.p50, past.waited.p50);
  const running =
    ran === 'usual'
      ? 'Ran as usual'
      : ran === 'longer'
        ? `Ran ${times(here.ran.p50 / Math.max(1, past.ran.p50))} as long as usual`
        : 'Ran faster than usual';
  const waiting =
    waited === 'usual' ? '' : waited === 'longer' ? ', waited longer than usual' : ', waited less than usual';
  return `${running}${waiting}`;
}

/** Returns how wrong earlier forecasts were; null while there are too few. */
export function forecastErrorSentence(error: ForecastError | null | undefined): string | null {
  if (error === null || error === undefined) return null;
  return `Forecasts like this were off by ${percent(Math.round(error.off * 100))} on average (the last ${count(error.of)})`;
}

/** Returns what a forecast said: `About 5 min (3 min to 8 min)`. */
export const forecastSaid = ({ leftMs, lowMs, highMs }: ShownForecast): string =>
  `About ${span(leftMs)} (${span(lowMs)} to ${span(highMs)})`;

/** Returns how far a forecast was off; empty until the truth is known. */
export function forecastOff({ leftMs, actualMs }: ShownForecast): string {
  if (actualMs === null || leftMs <= 0) return '';
  const off = Math.round((Math.abs(actualMs - leftMs) / leftMs) * 100);
  if (off === 0) return 'exact';
  return `${percent(off)} too ${actualMs > leftMs ? 'short' : 'long'}`;
}

export const BASIS_LABEL: Readonly<Record<ShownForecast['basis'], string>> = {
  past: 'Earlier batches',
  pace: 'This batch’s own pace',
};

/** Leaves out forecasts that say the same as the one before: one is kept at submission, another when it is first shown. */
export const differentForecasts = (forecasts: readonly ShownForecast[]): ShownForecast[] =>
  forecasts.filter((one, index) => {
    const before = forecasts[index - 1];
    return before?.run !== one.run || before.percent !== one.percent || before.leftMs !== one.leftMs;
  });
