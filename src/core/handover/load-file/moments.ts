/** Times in load files: in UTC, and in the time zone of the matter. */

/** A time of a document. `written`: as the document has it, where it names no time zone and nobody knows the moment. */
export interface Moment {
  utc: string;
  local: string;
  written: string;
}

const NONE: Moment = { utc: '', local: '', written: '' };
/** With a time zone at its end, the moment is known. */
const ZONED = /T.*(Z|[+-]\d{2}:?\d{2})$/;

/** Returns a function that writes times in a time zone, as ISO 8601 with the offset. */
export function momentsIn(timeZone: string): (at: string | number | null | undefined) => Moment {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
  const localOf = (date: Date): string => {
    const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    const offset = part('timeZoneName').replace('GMT', '');
    const day = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
    return `${day}T${part('hour')}:${part('minute')}:${part('second')}${offset === '' ? '+00:00' : offset}`;
  };
  const momentOf = (at: string | number): Moment => {
    if (typeof at === 'string' && !ZONED.test(at)) return { ...NONE, written: at };
    const date = new Date(at);
    if (Number.isNaN(date.getTime())) return { ...NONE, written: String(at) };
    return { utc: date.toISOString().replace('.000Z', 'Z'), local: localOf(date), written: '' };
  };
  // A row asks for each time in up to three forms, one after the other.
  let last: { at: string | number; moment: Moment } | null = null;
  return (at) => {
    if (at === null || at === undefined || at === '') return NONE;
    if (last?.at !== at) last = { at, moment: momentOf(at) };
    return last.moment;
  };
}
