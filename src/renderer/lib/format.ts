/** Formats numbers and times for people, always in American English like the rest of the app. */

/** Shown in place of an unknown value. */
export const NONE = '–';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const exactTenth = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const clockFormat = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit' });
const exactTimeFormat = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const zonedFormat = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});
const writtenFormat = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});
const writtenDayFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
const zoneFormat = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' });
const dateTimeFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });

export const count = (value: number | null | undefined): string =>
  value === null || value === undefined ? NONE : whole.format(value);

/** Returns `1 document` or `2,000 documents`. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${whole.format(value)} ${value === 1 ? one : many}`;

/** Formats a rate, with one decimal below 100. */
export const rate = (value: number): string => (value < 100 ? tenth : whole).format(value);

/** Rounds down, because 99.97 is not yet 100. */
export const percent = (value: number): string => `${whole.format(Math.floor(value))}%`;

/** Returns a part of a whole as a percentage; `NONE` if the whole is 0. */
export const share = (part: number, all: number): string =>
  all === 0 ? NONE : `${exactTenth.format((part / all) * 100)}%`;

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
/** Formats bytes in powers of 1,000, as drives and file managers do. */
export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  let unit = 0;
  let shown = value;
  // 999.5 would be rounded to 1,000, so it belongs to the next unit.
  while (shown >= 999.5 && unit < BYTE_UNITS.length - 1) {
    shown /= 1000;
    unit += 1;
  }
  return `${(unit > 0 && shown < 100 ? tenth : whole).format(shown)} ${BYTE_UNITS[unit]}`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Formats milliseconds in at most two units: `480 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return NONE;
  if (ms < SECOND) return `${whole.format(ms)} ms`;
  if (ms < 59.95 * SECOND) return `${tenth.format(ms / SECOND)} s`;
  const pair = (large: number, largeName: string, small: number, smallName: string): string => {
    const units = Math.round(ms / small);
    const rest = units % (large / small);
    const head = `${whole.format(Math.floor(units / (large / small)))} ${largeName}`;
    return rest === 0 ? head : `${head} ${rest} ${smallName}`;
  };
  if (ms < HOUR - SECOND / 2) return pair(MINUTE, 'min', SECOND, 's');
  if (ms < DAY - MINUTE / 2) return pair(HOUR, 'h', MINUTE, 'min');
  return pair(DAY, 'd', HOUR, 'h');
}

/** Formats a time span for a forecast, without seconds above a minute. */
export function span(ms: number): string {
  if (ms < MINUTE) return `${Math.max(1, Math.round(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  return duration(Math.round(ms / MINUTE) * MINUTE);
}

/** Returns the time of day: `4:11 PM`. */
export const clock = (at: number): string => clockFormat.format(at);

/** Returns when something ends, as a clock shows it; with the date if that is another day. */
export const endTime = (at: number, now: number): string =>
  new Date(at).toDateString() === new Date(now).toDateString() ? clock(at) : dateTime(at);

/** Returns `Nov 28, 2026, 4:11 PM`, the app's only date format. */
export const dateTime = (at: number | null): string => (at === null ? NONE : dateTimeFormat.format(at));

/** Returns the date with seconds and time zone, for tooltips: `Nov 28, 2026, 4:11:09 PM EST`. */
export const exactTime = (at: number): string => exactTimeFormat.format(at);

/** Returns the date and time with this computer's time zone: `Nov 28, 2026, 4:11 PM EST`. */
export const zonedTime = (at: number | null): string => (at === null ? NONE : zonedFormat.format(at));

/** Returns the name of this computer's time zone at a time: `EST`. */
export const zoneAt = (at: number): string =>
  zoneFormat.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';

/**
 * Returns a time that a document states about itself: in this computer's time zone, named, if the document has a zone
 * or is in UTC; otherwise as written, because nobody knows which zone was meant.
 * @param iso ISO 8601: a day, a time, or a time with a zone
 */
export function statedTime(iso: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(iso) && !isDay;
  const at = Date.parse(isDay || hasZone ? iso : `${iso}Z`);
  if (Number.isNaN(at)) return iso;
  if (isDay) return writtenDayFormat.format(at);
  return hasZone ? zonedFormat.format(at) : `${writtenFormat.format(at)} (no time zone given)`;
}

/** Returns roughly how long ago: `just now`, `12 s ago`, `5 min ago`. */
export function age(ms: number): string {
  if (ms < 2 * SECOND) return 'just now';
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s ago`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ago`;
  return `${plural(Math.floor(ms / DAY), 'day')} ago`;
}

/** Splits a path into its last part and the folder before it. */
export function splitPath(path: string): { folder: string; name: string } {
  const at = path.lastIndexOf('/');
  return at < 0 ? { folder: '', name: path } : { folder: path.slice(0, at), name: path.slice(at + 1) };
}
