/** A date and time. Its tooltip has the seconds and the time zone. */
import { dateTime, exactTime, NONE } from '../lib/format.ts';

/** @param props.at Unix ms; null if it is not known or has not come yet */
export function Moment({ at }: { at: number | null }) {
  if (at === null) return NONE;
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {dateTime(at)}
    </time>
  );
}
