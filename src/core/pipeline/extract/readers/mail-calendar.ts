/** Renders calendar entries (RFC 5545) and contact cards (RFC 6350) as a person reads them. */

interface Property {
  name: string;
  params: string;
  value: string;
}

const WHAT: readonly [string, string][] = [
  ['SUMMARY', 'What'],
  ['DTSTART', 'Starts'],
  ['DTEND', 'Ends'],
  ['DUE', 'Due'],
  ['DURATION', 'Duration'],
  ['RRULE', 'Repeats'],
  ['LOCATION', 'Where'],
  ['ORGANIZER', 'Organizer'],
  ['ATTENDEE', 'Attendees'],
  ['STATUS', 'Status'],
  ['URL', 'Link'],
];
const CARD: readonly [string, string][] = [
  ['FN', 'Name'],
  ['ORG', 'Organization'],
  ['TITLE', 'Title'],
  ['TEL', 'Phone'],
  ['EMAIL', 'Email'],
  ['ADR', 'Address'],
  ['NOTE', 'Note'],
];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** Returns the events, tasks and cards of the text, or the text itself when it holds none. */
export function calendarText(source: string): string {
  const blocks: string[] = [];
  let open: Property[] | null = null;
  let kind = '';
  // Alarms inside an event repeat its words.
  let depth = 0;
  for (const property of properties(source)) {
    const value = property.value.toUpperCase();
    if (property.name === 'BEGIN') {
      if (open !== null) depth += 1;
      else if (/^(?:VEVENT|VTODO|VJOURNAL|VCARD)$/.test(value)) {
        open = [];
        kind = value;
      }
    } else if (property.name === 'END' && open !== null) {
      if (depth > 0) depth -= 1;
      else {
        blocks.push(render(open, kind === 'VCARD' ? CARD : WHAT));
        open = null;
      }
    } else if (depth === 0) open?.push(property);
  }
  // A part that is cut off before its END still says what it says.
  if (open !== null) blocks.push(render(open, kind === 'VCARD' ? CARD : WHAT));
  const text = blocks.filter((block) => block !== '').join('\n\n');
  return text === '' ? source : text;
}

function properties(source: string): Property[] {
  return source
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .flatMap((line) => {
      const match = /^(?:[\w-]+\.)?([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^";:])*)*):(.*)$/.exec(line);
      return match === null
        ? []
        : [{ name: (match[1] ?? '').toUpperCase(), params: match[2] ?? '', value: match[3] ?? '' }];
    });
}

function render(list: readonly Property[], labels: readonly [string, string][]): string {
  const lines = labels.flatMap(([name, label]) => {
    const values = list
      .filter((property) => property.name === name)
      .map(shownValue)
      .filter((value) => value !== '');
    return values.length === 0 ? [] : [`${label}: ${values.join(name === 'ATTENDEE' ? ', ' : '; ')}`];
  });
  const details = list
    .filter(({ name }) => name === 'DESCRIPTION' || name === 'COMMENT')
    .map(({ value }) => unescaped(value).trim());
  return [lines.join('\n'), ...details].filter((part) => part !== '').join('\n\n');
}

function shownValue({ name, params, value }: Property): string {
  if (/^(?:DTSTART|DTEND|DUE)$/.test(name)) return moment(value, /TZID="?([^";]+)/i.exec(params)?.[1]);
  if (name === 'ORGANIZER' || name === 'ATTENDEE') {
    const person = /;CN=(?:"([^"]*)"|([^";]*))/i.exec(params);
    const called = unescaped(person?.[1] ?? person?.[2] ?? '');
    const address = value.replace(/^mailto:/i, '');
    return called === '' || called === address ? address : `${called} <${address}>`;
  }
  // The parts of a structured value are separated by semicolons.
  if (name === 'ADR' || name === 'ORG')
    return value
      .split(/(?<!\\);/)
      .map((part) => unescaped(part).trim())
      .filter((part) => part !== '')
      .join(', ');
  return unescaped(value).trim();
}

/** Returns a date in words, with the time and time zone if the value has them. */
function moment(value: string, zone: string | undefined): string {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d*(Z?))?/.exec(value);
  if (match === null) return value;
  const [, year, month, day, hour, minute, utc] = match;
  const date = `${MONTHS[Number(month) - 1] ?? month} ${Number(day)}, ${year}`;
  if (hour === undefined) return date;
  const time = `${Number(hour) % 12 === 0 ? 12 : Number(hour) % 12}:${minute} ${Number(hour) < 12 ? 'AM' : 'PM'}`;
  const where = utc === 'Z' ? 'UTC' : zone;
  return where === undefined ? `${date}, ${time}` : `${date}, ${time} (${where})`;
}

const unescaped = (value: string): string =>
  value.replace(/\\([nN,;\\])/g, (_all, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign));
