/** Where the words of a search are looked for, and how they are said to FTS5. */
import type { Place, Query, WordField, Words } from '../../../shared/search-ast.ts';
import type { Tokenizer } from './tokenizer.ts';

export type Index = 'text_words' | 'path_words' | 'field_words';

export interface Column {
  readonly index: Index;
  readonly column: string;
}

export const TEXT: Column = { index: 'text_words', column: 'body' };
export const PATH: Column = { index: 'path_words', column: 'path' };
const header = (column: string): Column => ({ index: 'field_words', column });

/** Fields of a document. The words of the other fields are looked for in its batch. */
const OF_FIELD: Readonly<Record<Exclude<WordField, 'matter' | 'custodian' | 'batch'>, Column>> = {
  from: header('sender'),
  to: header('recipient'),
  cc: header('copied'),
  subject: header('subject'),
  name: header('name'),
  entity: header('entity'),
  path: PATH,
};
/** What a word without a field is looked for in. */
const ANYWHERE: readonly Column[] = [
  TEXT,
  PATH,
  ...['sender', 'recipient', 'copied', 'subject', 'author'].map(header),
];

export type BatchField = 'matter' | 'custodian' | 'batch';
export const isBatchField = (field: WordField | null): field is BatchField =>
  field === 'matter' || field === 'custodian' || field === 'batch';

/** Returns the columns of a field of documents; null: those of a word without a field. */
export const columnsOf = (field: Exclude<WordField, BatchField> | null): readonly Column[] =>
  field === null ? ANYWHERE : [OF_FIELD[field]];

/** Returns the same columns by index. */
export function byIndex(columns: readonly Column[]): Map<Index, string[]> {
  const found = new Map<Index, string[]>();
  for (const { index, column } of columns) found.set(index, [...(found.get(index) ?? []), column]);
  return found;
}

/**
 * Returns words as an FTS5 phrase. Only letters and figures reach FTS5, inside quotation marks, so nothing in them can
 * be taken for its syntax.
 */
export const phraseOf = ({ text, prefix }: Words, tokenizer: Tokenizer): string =>
  `"${tokenizer.words(text).join(' ')}"${prefix ? ' *' : ''}`;

/** Limits an FTS5 expression to some columns. */
export const inColumns = (index: Index, columns: readonly string[], expression: string): string =>
  index === 'field_words' ? `{${columns.join(' ')}} : (${expression})` : expression;

/** Returns the words of a search whose presence makes a document match, without those under NOT. */
export function positiveWords(query: Query): Words[] {
  switch (query.kind) {
    case 'words':
      return [query];
    case 'near':
      return [...positiveWords(query.left), ...positiveWords(query.right)];
    case 'and':
    case 'or':
      return query.parts.flatMap(positiveWords);
    default:
      return [];
  }
}

/** Returns the places of a search that are marked in a text, without those under NOT or in fields. */
export function markedPlaces(query: Query): Place[] {
  switch (query.kind) {
    case 'words':
    case 'near':
      return [query];
    case 'and':
    case 'or':
      return query.parts.flatMap(markedPlaces);
    default:
      return [];
  }
}

export function fieldOf(place: Place): WordField | null {
  if (place.kind === 'words') return place.field;
  if (place.kind === 'near') return fieldOf(place.left);
  const [first] = place.parts;
  return first === undefined ? null : fieldOf(first);
}
