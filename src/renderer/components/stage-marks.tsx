/** Six marks in a row, one per stage of a document. Each state has its own sign, so color is not needed. */
import type { DocumentRow, StageSummary } from '../../shared/documents.ts';
import { STAGE_LABEL, STAGES, type Stage } from '../../shared/stages.ts';
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

/** Stages in a row that are in the same state. */
interface Run {
  readonly first: Stage;
  readonly status: StageSummary['status'];
  readonly cached: boolean;
  count: number;
}

function runsOf(stages: DocumentRow['stages']): Run[] {
  const runs: Run[] = [];
  for (const stage of STAGES) {
    const { status, cached } = stages[stage];
    const last = runs.at(-1);
    if (last?.status === status && last.cached === cached) last.count += 1;
    else runs.push({ first: stage, status, cached, count: 1 });
  }
  return runs;
}

/** Marks of the same state are one element: a list has six in every row, and most rows have all six alike. */
export function StageMarks({ stages }: { stages: DocumentRow['stages'] }) {
  const all = STAGES.map((stage) => `${STAGE_LABEL[stage]}: ${stageSummary(stages[stage])}`).join('\n');
  return (
    <span className={classes.marks} title={all} role="img" aria-label={all}>
      {runsOf(stages).map(({ first, status, cached, count }) => (
        <span
          key={first}
          className={classes.run}
          data-status={status}
          data-cached={cached}
          data-count={count}
        >
          {Array.from({ length: count }, () => SIGN[status]).join(' ')}
        </span>
      ))}
    </span>
  );
}
