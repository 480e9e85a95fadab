/** Six marks in a row, one per stage of a document. Each state has its own sign, so color is not needed. */
import type { DocumentRow, StageSummary } from '../../shared/documents.ts';
import { STAGE_LABEL, STAGES } from '../../shared/stages.ts';
import { duration } from '../lib/format.ts';
import { REUSED_LABEL, STAGE_STATUS_LABEL } from '../text/labels.ts';
import classes from './stage-marks.module.css';

const SIGN = {
  waiting: '·',
  running: '▸',
  retrying: '↻',
  completed: '✓',
  failed: '✕',
  skipped: '–',
} as const;

const stageSummary = ({ status, attempts, durationMs, cached }: StageSummary): string =>
  [
    STAGE_STATUS_LABEL[status],
    cached ? REUSED_LABEL.toLowerCase() : durationMs === null ? '' : duration(durationMs),
    attempts > 1 ? `${attempts} attempts` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');

export function StageMarks({ stages }: { stages: DocumentRow['stages'] }) {
  const all = STAGES.map((stage) => `${STAGE_LABEL[stage]}: ${stageSummary(stages[stage])}`).join('\n');
  return (
    <span className={classes.marks} title={all} role="img" aria-label={all}>
      {STAGES.map((stage) => (
        <span
          key={stage}
          className={classes.mark}
          data-status={stages[stage].status}
          data-cached={stages[stage].cached}
        >
          {SIGN[stages[stage].status]}
        </span>
      ))}
    </span>
  );
}
