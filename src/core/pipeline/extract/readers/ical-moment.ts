/** Writes the dates, durations and repetitions of a calendar in words. */

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const DAY_CODES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const ORDINALS = ['', 'first', 'second', 'third', 'fourth', 'fifth'];
const UNITS: Readonly<Record<string, string>> = {
  SECONDLY: 'second',
  MINUTELY: 'minute',
  HOURLY: 'hour',
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
};
/** What people call the zones of the United States; other zones are called by their city. */
const ZONES: Readonly<Record<string, string>> = {
  'America/New_York': 'Eastern Time',
  'America/Chicago': 'Central Time',
  'America/Denver': 'Mountain Time',
  'America/Phoenix': 'Mountain Standard Time',
  'America/Los_Angeles': 'Pacific Time',
  'America/Anchorage': 'Alaska Time',
  'Pacific/Honolulu': 'Hawaii Time',
};

const MOMENT = /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?\d\d(?:\.\d+)?)?(Z?))?/;

/** Returns a date with its day of the week, and the time and zone if the value has them. */
export function moment(value: string, zone?: string): string {
  const match = MOMENT.exec(value.trim());
  if (match === null) return value.trim();
  const [, year = '', month = '', day = '', hour, minute, utc] = match;
  const weekday = DAYS[new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay()];
  const date = `${weekday}, ${MONTHS[Number(month) - 1] ?? month} ${Number(day)}, ${year}`;
  if (hour === undefined) return date;
  const time = `${Number(hour) % 12 === 0 ? 12 : Number(hour) % 12}:${minute} ${Number(hour) < 12 ? 'AM' : 'PM'}`;
  const where = utc === 'Z' ? 'UTC' : zoneName(zone);
  return where === '' ? `${date}, ${time}` : `${date}, ${time} (${where})`;
}

function zoneName(zone: string | undefined): string {
  const name = (zone ?? '').replace(/^\/[^/]+\/[^/]+\//, '');
  const city = /^[A-Z]\w+\/(?:\w+\/)?(\w+)$/.exec(name)?.[1];
  return ZONES[name] ?? (city === undefined ? name : `${city.replaceAll('_', ' ')} time`);
}

/** Returns the last day of an event of whole days, whose end is the day after it. */
export function dayBefore(value: string): string {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(value.trim());
  if (match === null) return value;
  const day = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]) - 1));
  return day.toISOString().slice(0, 10).replaceAll('-', '');
}

/** Returns a duration such as `PT1H30M` in words. */
export function duration(value: string): string {
  const match = /^[+-]?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(value.trim());
  if (match === null) return value.trim();
  return ['week', 'day', 'hour', 'minute', 'second']
    .flatMap((unit, i) => (match[i + 1] === undefined ? [] : [counted(Number(match[i + 1]), unit)]))
    .join(' ');
}

const counted = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;

/** Returns a rule such as `FREQ=WEEKLY;BYDAY=MO,WE` in words. Parts without words stay as written. */
export function repetition(rule: string): string {
  const parts = new Map(
    rule.split(';').map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=');
      return [name.trim().toUpperCase(), value.trim()];
    }),
  );
  const take = (name: string): string => {
    const value = parts.get(name) ?? '';
    parts.delete(name);
    return value;
  };
  const frequency = take('FREQ').toUpperCase();
  const unit = UNITS[frequency];
  if (unit === undefined) return rule;
  const interval = Number(take('INTERVAL') || '1');
  take('WKST');
  const position = take('BYSETPOS');
  const days = listed(take('BYDAY'), (code) => dayName(code, position));
  const dates = listed(take('BYMONTHDAY'), (day) => (day === '-1' ? 'the last day' : `day ${day}`));
  const months = listed(take('BYMONTH'), (month) => MONTHS[Number(month) - 1] ?? month);
  const [count, until] = [take('COUNT'), take('UNTIL')];
  const rest = [...parts].filter(([name]) => name !== '').map(([name, value]) => `${name} ${value}`);
  return [
    interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`,
    days === '' ? '' : ` on ${days}`,
    dates === '' ? '' : ` on ${dates}`,
    months === '' ? '' : ` in ${months}`,
    count === '' ? '' : `, ${count === '1' ? 'once' : `${count} times`}`,
    until === '' ? '' : `, until ${moment(until)}`,
    rest.length === 0 ? '' : ` (${rest.join(', ')})`,
  ].join('');
}

function dayName(code: string, position: string): string {
  const [, written = '', letters = ''] = /^([+-]?\d+)?([A-Z]{2})$/i.exec(code.trim()) ?? [];
  const day = DAYS[DAY_CODES.indexOf(letters.toUpperCase())] ?? code;
  const number = Number(written === '' ? position : written);
  if (number === 0 || Number.isNaN(number)) return day;
  if (number === -1) return `the last ${day}`;
  return number > 0
    ? `the ${ORDINALS[number] ?? `${number}th`} ${day}`
    : `the ${day} ${-number} from the end`;
}

function listed(values: string, word: (value: string) => string): string {
  const words = values
    .split(',')
    .filter((value) => value.trim() !== '')
    .map(word);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
