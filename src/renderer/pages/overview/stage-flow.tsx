/** How far a batch is in each of its six stages, as thin bars in their order. */
import type { Batch } from '../../../shared/batches.ts';
import { STAGE_LABEL, STAGES } from '../../../shared/stages.ts';
import { count } from '../../lib/format.ts';
import { OVERVIEW_TEXT } from '../../text/overview.ts';
import classes from './overview.module.css';

interface Props extends Pick<Batch, 'stages'> {
  /** Whether the numbers are of this moment; otherwise nobody knows what is in progress. */
  live: boolean;
}

export function StageFlow({ stages, live }: Props) {
  const shown = STAGES.map((stage) => {
    const { waiting, retrying, completed, failed, skipped } = stages[stage];
    const running = live ? stages[stage].running : 0;
    const done = completed + failed + skipped;
    const all = done + waiting + stages[stage].running + retrying;
    const share = (documents: number): string => `${all === 0 ? 0 : (documents / all) * 100}%`;
    return {
      ...{ stage, running },
      label: STAGE_LABEL[stage],
      sentence: OVERVIEW_TEXT.stage(STAGE_LABEL[stage], done, all, running),
      done: share(completed + skipped),
      failed: share(failed),
    };
  });
  return (
    <div
      className={classes.stages}
      role="img"
      aria-label={OVERVIEW_TEXT.stages(shown.map(({ sentence }) => sentence).join('; '))}
      data-testid="stage-flow"
    >
      {shown.map(({ stage, label, sentence, running, done, failed }) => (
        <div
          key={stage}
          className={classes.stage}
          title={sentence}
          {...(running > 0 ? { 'data-running': true } : {})}
        >
          <div className={classes.track}>
            <span style={{ width: done }} />
            <span style={{ width: failed }} data-failed />
          </div>
          {running > 0 && `▸ ${count(running)} `}
          <span data-label>{label}</span>
        </div>
      ))}
    </div>
  );
}
