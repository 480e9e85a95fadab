/** Exceptions by cause as bars, over the batches that the page shows. */
import type { Batch } from '../../../shared/batches.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { count } from '../../lib/format.ts';
import { OVERVIEW_TEXT } from '../../text/overview.ts';
import { causesOf } from './causes.ts';
import classes from './overview.module.css';
import { RailSection } from './rail-section.tsx';

const SHOWN = 6;

export function CausesChart({ batches }: { batches: readonly Batch[] }) {
  const causes = causesOf(batches);
  const [first] = causes;
  if (first === undefined)
    return (
      <RailSection title={OVERVIEW_TEXT.causes} testId="causes-chart">
        <div className={classes.small}>{OVERVIEW_TEXT.noCauses}</div>
      </RailSection>
    );
  const others = causes.slice(SHOWN);
  return (
    <RailSection title={OVERVIEW_TEXT.causes} note={OVERVIEW_TEXT.causesScope} testId="causes-chart">
      <ul className={classes.causes}>
        {causes.slice(0, SHOWN).map(({ code, documents }) => (
          <li key={code}>
            <span className="truncate" title={EXCEPTIONS[code].label}>
              {EXCEPTIONS[code].label}
            </span>
            <span data-bar style={{ width: `${(documents / first.documents) * 100}%` }} />
            <span className="num">{count(documents)}</span>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <div className={classes.small}>
          {OVERVIEW_TEXT.otherCauses(
            others.length,
            others.reduce((sum, { documents }) => sum + documents, 0),
          )}
        </div>
      )}
    </RailSection>
  );
}
