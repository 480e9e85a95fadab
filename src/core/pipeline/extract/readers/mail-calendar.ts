/** Renders calendar entries (RFC 5545) and contact cards (RFC 6350) as a person reads them. */
import { type CalendarEntry, entryText } from './calendar-entry.ts';
import { cardEntry } from './contact-card.ts';
import { htmlToText } from './html-text.ts';
import { dayBefore, duration, moment, repetition } from './ical-moment.ts';
import { type Property, properties, unescaped } from './ical-property.ts';

const LABELS: readonly (readonly [name: string, label: string])[] = [
  ['SUMMARY', 'What'],
  ['DTSTART', 'Starts'],
  ['DTEND', 'Ends'],
  ['DUE', 'Due'],
  ['COMPLETED', 'Completed'],
  ['DURATION', 'Duration'],
  ['RRULE', 'Repeats'],
  ['RDATE', 'Also on'],
  ['EXDATE', 'Not on'],
  ['RECURRENCE-ID', 'In place of'],
  ['LOCATION', 'Where'],
  ['ORGANIZER', 'Organizer'],
  ['ATTENDEE', 'Attendees'],
  ['CONTACT', 'Contact'],
  ['RESOURCES', 'Resources'],
  ['CATEGORIES', 'Categories'],
  ['STATUS', 'Status'],
  ['FREEBUSY', 'Busy'],
  ['URL', 'Link'],
];
const ENTRY = /^(?:VEVENT|VTODO|VJOURNAL|VFREEBUSY|VCARD)$/;
const ANSWERS: Readonly<Record<string, string>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
  DELEGATED: 'delegated',
};
const METHODS: Readonly<Record<string, string>> = {
  CANCEL: 'The meeting is canceled.',
  REPLY: 'Reply to an invitation.',
  COUNTER: 'Proposal of another time.',
};

interface Calendar {
  /** Name of the calendar, and what is done with its entries. */
  head: string[];
  entries: CalendarEntry[];
}

/** Returns the events, tasks and cards of the text, or the text itself when it holds none. */
export function calendarText(source: string): string {
  const { head, entries } = readCalendar(source);
  const blocks = entries.map(entryText).filter((block) => block !== '');
  return blocks.length === 0 ? source : [...head, ...blocks].join('\n\n');
}

/** Reads the events, tasks and cards of the text. */
export function readCalendar(source: string): Calendar {
  const entries: CalendarEntry[] = [];
  const outside: Property[] = [];
  let open: Property[] | null = null;
  let kind = '';
  // Alarms inside an event repeat its words.
  let depth = 0;
  const close = (): void => {
    if (open !== null) entries.push(kind === 'VCARD' ? cardEntry(open) : calendarEntry(open));
    open = null;
  };
  for (const property of properties(source)) {
    const value = property.value.trim().toUpperCase();
    if (property.name === 'BEGIN') {
      if (open !== null) depth += 1;
      else if (ENTRY.test(value)) {
        open = [];
        kind = value;
      }
    } else if (property.name === 'END' && open !== null) {
      if (depth > 0) depth -= 1;
      else close();
    } else if (depth === 0) (open ?? outside).push(property);
  }
  // A part that is cut off before its END still says what it says.
  close();
  const stated = (name: string): string => outside.find((property) => property.name === name)?.value ?? '';
  const head = [unescaped(stated('X-WR-CALNAME')), METHODS[stated('METHOD').trim().toUpperCase()] ?? ''];
  return { head: head.filter((line) => line !== ''), entries };
}

function calendarEntry(list: readonly Property[]): CalendarEntry {
  const isDay = list.some(({ name, value }) => name === 'DTSTART' && /^\d{8}$/.test(value.trim()));
  const rows = LABELS.flatMap(([name, label]): [string, string][] => {
    const values: string[] = list
      .filter((property) => property.name === name)
      .map((property) => shownValue(property, isDay))
      .filter((value) => value !== '');
    return values.length === 0 ? [] : [[label, values.join(name === 'ATTENDEE' ? ', ' : '; ')]];
  });
  const notes: string[] = ['DESCRIPTION', 'COMMENT'].flatMap((name) =>
    list.filter((property) => property.name === name).map(({ value }) => unescaped(value)),
  );
  const html = list.find(({ name }) => name === 'X-ALT-DESC')?.value ?? '';
  if (!notes.some((text) => text !== '') && html !== '') notes.push(htmlToText(unescaped(html)));
  return { rows: withoutSameDay(rows), notes, properties: list };
}

/** An event of one whole day needs no end. */
function withoutSameDay(rows: readonly [string, string][]): [string, string][] {
  const starts = rows.find(([label]) => label === 'Starts')?.[1];
  return rows.filter(([label, text]) => label !== 'Ends' || text !== starts);
}

function shownValue({ name, params, value }: Property, isDay: boolean): string {
  const zone = params.get('TZID');
  if (name === 'DTEND' && isDay) return moment(dayBefore(value));
  if (/^(?:DTSTART|DTEND|DUE|COMPLETED|RECURRENCE-ID|RDATE|EXDATE)$/.test(name))
    return value
      .split(',')
      .map((one) => moment(one, zone))
      .join('; ');
  if (name === 'FREEBUSY') return value.split(',').map(period).join('; ');
  if (name === 'DURATION') return duration(value);
  if (name === 'RRULE') return repetition(value);
  if (name === 'ORGANIZER' || name === 'ATTENDEE') return person(params, value);
  return unescaped(value);
}

function period(value: string): string {
  const [from = '', to = ''] = value.split('/');
  return /^[+-]?P/.test(to) ? `${moment(from)} for ${duration(to)}` : `${moment(from)} to ${moment(to)}`;
}

function person(params: ReadonlyMap<string, string>, value: string): string {
  const called = unescaped(params.get('CN') ?? '');
  const address = value.trim().replace(/^mailto:/i, '');
  const answer = ANSWERS[(params.get('PARTSTAT') ?? '').toUpperCase()];
  const who = called === '' || called === address ? address : `${called} <${address}>`;
  return answer === undefined ? who : `${who} (${answer})`;
}
