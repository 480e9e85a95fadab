/** What was done today and in the last 24 hours. */
import type { Minute, Totals } from '../../../shared/health.ts';
import { Stat } from '../../components/stat.tsx';
import { bytes, count, share } from '../../lib/format.ts';
import { REUSED_LABEL } from '../../text/labels.ts';
import { OVERVIEW_TEXT } from '../../text/overview.ts';
import classes from './overview.module.css';
import { RailSection } from './rail-section.tsx';

const HOUR_MS = 3_600_000;

/** Returns what was done since midnight; null if the totals do not reach back that far. */
export function sinceMidnight({ at, hours, minutes }: Totals): Omit<Minute, 'at'> | null {
  const midnight = new Date(at).setHours(0, 0, 0, 0);
  // A day on which clocks are set back is longer than what is recorded.
  if (midnight < at - hours * HOUR_MS) return null;
  const sum = { completed: 0, exceptions: 0, pages: 0, bytes: 0 };
  for (const minute of minutes) {
    if (minute.at < midnight) continue;
    for (const key of ['completed', 'exceptions', 'pages', 'bytes'] as const) sum[key] += minute[key];
  }
  return sum;
}

export function DayFigures({ totals }: { totals: Totals }) {
  const today = sinceMidnight(totals);
  const { hours, documents, exceptions, pages, cacheHits, cacheMisses } = totals;
  return (
    <>
      {today !== null && (
        <RailSection title={OVERVIEW_TEXT.today} testId="today">
          <div className={classes.figures}>
            <Stat
              label="Documents"
              value={count(today.completed + today.exceptions)}
              testId="today-documents"
            />
            <Stat label="Exceptions" value={count(today.exceptions)} />
            <Stat label="Pages" value={count(today.pages)} />
            <Stat label="Volume" value={bytes(today.bytes)} />
          </div>
        </RailSection>
      )}
      <RailSection title={OVERVIEW_TEXT.day(hours)} testId="totals">
        <div className={classes.figures}>
          <Stat label="Documents" value={count(documents)} testId="totals-documents" />
          <Stat
            label="Exceptions"
            value={count(exceptions)}
            {...(documents > 0 ? { note: share(exceptions, documents) } : {})}
            testId="totals-exceptions"
          />
          <Stat label="Pages" value={count(pages)} testId="totals-pages" />
          <Stat label="Volume" value={bytes(totals.bytes)} />
          <Stat
            label={REUSED_LABEL}
            value={share(cacheHits, cacheHits + cacheMisses)}
            {...(cacheHits + cacheMisses > 0
              ? { note: `${count(cacheHits)} of ${count(cacheHits + cacheMisses)} results` }
              : {})}
            testId="totals-cache"
          />
        </div>
      </RailSection>
    </>
  );
}
