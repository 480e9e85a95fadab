/** Writes a contact card as a person reads it. */
import type { CalendarEntry } from './calendar-entry.ts';
import { moment } from './ical-moment.ts';
import { type Property, structured, unescaped } from './ical-property.ts';

const LABELS: readonly (readonly [name: string, label: string])[] = [
  ['FN', 'Name'],
  ['NICKNAME', 'Nickname'],
  ['ORG', 'Organization'],
  ['TITLE', 'Title'],
  ['ROLE', 'Role'],
  ['TEL', 'Phone'],
  ['EMAIL', 'Email'],
  ['IMPP', 'Chat'],
  ['ADR', 'Address'],
  ['LABEL', 'Address label'],
  ['URL', 'Website'],
  ['BDAY', 'Birthday'],
  ['ANNIVERSARY', 'Anniversary'],
  ['RELATED', 'Related'],
  ['X-ABRELATEDNAMES', 'Related'],
  ['X-ABDATE', 'Date'],
  ['X-SPOUSE', 'Spouse'],
  ['X-ASSISTANT', 'Assistant'],
  ['X-MANAGER', 'Manager'],
  ['MEMBER', 'Member'],
  ['CATEGORIES', 'Categories'],
];
/** Types that say something to a reader. */
const TYPES: Readonly<Record<string, string>> = {
  work: 'work',
  home: 'home',
  cell: 'mobile',
  mobile: 'mobile',
  iphone: 'mobile',
  fax: 'fax',
  pager: 'pager',
  main: 'main',
  car: 'car',
  other: 'other',
};

/** Returns what a card says: a row for each property, and its notes. */
export function cardEntry(card: readonly Property[]): CalendarEntry {
  const rows = LABELS.flatMap(([name, label]): [string, string][] => {
    if (name === 'FN') return [[label, nameOf(card)]];
    return card
      .filter((property) => property.name === name)
      .map((property) => [lineLabel(label, property, card), shown(property)]);
  });
  return {
    rows: rows.filter(([, text]) => text !== ''),
    notes: card.filter(({ name }) => name === 'NOTE').map(({ value }) => unescaped(value)),
    properties: card,
  };
}

function nameOf(card: readonly Property[]): string {
  const full = unescaped(card.find(({ name }) => name === 'FN')?.value ?? '');
  if (full !== '') return full;
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = structured(
    card.find(({ name }) => name === 'N')?.value ?? '',
  );
  return [prefix, given, middle, family, suffix].filter((part) => part !== '').join(' ');
}

/** Returns the label with the types in words, or with the label that an address book gave to the group. */
function lineLabel(label: string, { params, group }: Property, card: readonly Property[]): string {
  const own = card.find((other) => other.name === 'X-ABLABEL' && other.group === group && group !== '');
  const given = (own?.value ?? '').replace(/^_\$!<|>!\$_$/g, '').toLowerCase();
  const types = (params.get('TYPE') ?? '')
    .toLowerCase()
    .split(',')
    .map((type) => TYPES[type.trim()] ?? '');
  const words = [...new Set([...types, given])].filter((word) => word !== '');
  return words.length === 0 ? label : `${label} (${words.join(', ')})`;
}

function shown({ name, value }: Property): string {
  if (name === 'ADR') return address(value);
  if (name === 'ORG')
    return structured(value)
      .filter((part) => part !== '')
      .join(', ');
  if (/^(?:BDAY|ANNIVERSARY|X-ABDATE)$/.test(name)) return birthday(unescaped(value));
  const text = unescaped(value);
  if (name === 'TEL') return text.replace(/^tel:/i, '').replace(/;ext=/i, ' ext. ');
  return text.replace(/^(?:mailto|xmpp|urn:uuid):/i, '');
}

function address(value: string): string {
  const [box = '', extended = '', street = '', city = '', region = '', code = '', country = ''] =
    structured(value);
  const place = [region, code].filter((part) => part !== '').join(' ');
  return [box, extended, street, city, place, country].filter((part) => part !== '').join(', ');
}

/** A birthday may lack its year. */
function birthday(value: string): string {
  const [, month, day] = /^--(\d\d)-?(\d\d)$/.exec(value) ?? [];
  if (month === undefined) return moment(value.slice(0, 10).replace(/T.*/, ''));
  return moment(`2000${month}${day}`)
    .replace(/^\w+, /, '')
    .replace(/, 2000$/, '');
}
