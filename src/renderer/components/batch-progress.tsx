/** Progress bar of a batch, with the exceptions as a part of their own and the percentage for screen readers. */
import { Progress } from '@mantine/core';
import type { Batch } from '../../shared/batches.ts';
import { count, percent } from '../lib/format.ts';
import { donePercent } from '../text/batch.ts';

/** @param props.size height in px */
export function BatchProgress({ batch, size = 10 }: { batch: Batch; size?: number }) {
  const { received, exceptions } = batch.equation;
  const done = donePercent(batch);
  const bad = received === 0 ? 0 : Math.min(done, (exceptions / received) * 100);
  return (
    <Progress.Root
      size={size}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(done)}
      aria-label={`Progress of ${batch.name}`}
      aria-valuetext={`${percent(done)}, ${count(exceptions)} exceptions`}
    >
      <Progress.Section
        value={done - bad}
        color={`var(--rw-${batch.status === 'paused' ? 'wait' : batch.status === 'canceled' ? 'off' : 'run'})`}
        withAria={false}
      />
      <Progress.Section value={bad} color="var(--rw-bad)" withAria={false} striped />
    </Progress.Root>
  );
}
