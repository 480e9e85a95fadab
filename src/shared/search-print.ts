/** Writes a tree as a search. Reading the result gives the same tree. */
import type { Query, Words } from './search-ast.ts';
import { shownDay } from './search-dates.ts';

/** How tightly a part binds; a part that binds less than its place needs parentheses. */
const TIGHTNESS = { or: 0, and: 1, not: 2, near: 3, one: 4 } as const;
type Tightness = (typeof TIGHTNESS)[keyof typeof TIGHTNESS];

const tightnessOf = ({ kind }: Query): Tightness =>
  kind === 'or' || kind === 'and' || kind === 'not' || kind === 'near' ? TIGHTNESS[kind] : TIGHTNESS.one;

/** Returns the search that `parseSearch` reads as this tree. */
export const printSearch = (query: Query): string => print(query, TIGHTNESS.or, true);

/** @param withField whether words name their field; they do not inside `field:( … )` */
function print(query: Query, place: Tightness, withField: boolean): string {
  const text = bare(query, withField);
  return tightnessOf(query) < place ? `(${text})` : text;
}

function bare(query: Query, withField: boolean): string {
  switch (query.kind) {
    case 'words':
      return `${withField && query.field !== null ? `${query.field}:` : ''}${shownWords(query)}`;
    case 'near': {
      const field = withField ? fieldOf(query) : null;
      const inner = withField && field === null;
      const sign = `${query.ordered ? 'pre' : 'w'}/${query.within}`;
      const text = `${print(query.left, TIGHTNESS.near, inner)} ${sign} ${print(query.right, TIGHTNESS.one, inner)}`;
      return field === null ? text : `${field}:(${text})`;
    }
    case 'and':
    case 'or': {
      const sign = query.kind === 'and' ? ' AND ' : ' OR ';
      const needed = query.kind === 'and' ? TIGHTNESS.not : TIGHTNESS.and;
      return query.parts.map((part) => print(part, needed, withField)).join(sign);
    }
    case 'not':
      return `NOT ${print(query.part, TIGHTNESS.not, withField)}`;
    case 'date':
      return `date:${datesText(query.from, query.to)}`;
    default:
      return `${query.kind}:${query.value}`;
  }
}

const datesText = (from: number | null, to: number | null): string =>
  from !== null && from === to
    ? shownDay(from)
    : `${from === null ? '' : shownDay(from)}..${to === null ? '' : shownDay(to)}`;

function fieldOf(query: Query): string | null {
  if (query.kind === 'words') return query.field;
  if (query.kind === 'near') return fieldOf(query.left);
  return query.kind === 'or' && query.parts[0] !== undefined ? fieldOf(query.parts[0]) : null;
}

/** Words that read as themselves: no operator, no sign that means anything. */
const isPlain = (text: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{N}\p{M}.,'’@_-]*$/u.test(text) && !/^(and|or|not)$/i.test(text);

const shownWords = ({ text, prefix }: Words): string => {
  const star = prefix ? '*' : '';
  return isPlain(text) && (!prefix || /[\p{L}\p{N}\p{M}]$/u.test(text))
    ? `${text}${star}`
    : `"${text}${star}"`;
};

/** Returns a search that also asks for a field, such as `(a OR b) AND type:pdf`. @param search one that can be read */
export function withFilter(search: string, filter: string): string {
  const text = search.trim();
  return text === '' ? filter : `${/\bor\b/i.test(text) ? `(${text})` : text} ${filter}`;
}

/** Returns `field:value`, with quotation marks where the value needs them. */
export const fieldText = (field: string, value: string): string =>
  `${field}:${isPlain(value) ? value : `"${value.replaceAll(/["“”„«»*]/g, ' ').trim()}"`}`;
