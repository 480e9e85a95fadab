/** Applies the settings for submitting documents, and reports for Health how fast they are submitted. */
import type { Settings } from '../../shared/bridge.ts';
import type { Submission } from '../../shared/health.ts';
import type { Broker } from '../batches/broker.ts';
import type { RedisLink } from './redis-link.ts';

/** Takes effect with the next slice. The rate limit protects shared servers; the built-in one has no other users. */
export function applySubmissionSettings(
  { slices, rate }: Broker,
  mode: RedisLink['mode'],
  settings: Settings,
): void {
  slices.fix(settings.sliceSize);
  rate.limit(mode === 'shared' ? settings.submitPerSecond : null);
}

export function submissionOf({ slices, rate }: Broker): Submission {
  const { size, min, max, fixed, lastMs, targetMs, why } = slices.state();
  return { slice: size, min, max, fixed, lastMs, targetMs, why, ...rate.state() };
}
