/** Reads the rows of a page of results, with the places that match. */

import type { DocumentMetadata, MailAddress } from '../../../shared/documents.ts';
import type { FieldMatch, SearchHit, TextMark } from '../../../shared/search.ts';
import type { Query, WordField } from '../../../shared/search-ast.ts';
import type { Database } from '../connection.ts';
import { CUSTODIAN } from '../custodian.ts';
import { readText, TEXT_COLUMNS, type TextRow } from '../text-rows.ts';
import { fieldOf, markedPlaces } from './columns.ts';
import { excerptsOf, marksOf } from './excerpts.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Excerpts per document. */
const MOST_EXCERPTS = 3;
/** Longer fields are cut. */
const MOST_FIELD = 300;

type Row = Pick<
  SearchHit,
  'documentId' | 'batchId' | 'batchName' | 'matter' | 'custodian' | 'path' | 'type' | 'status' | 'pages'
> & {
  day: number | null;
  warned: number;
} & (TextRow | { body: null });

export interface HitReader {
  hit(n: number): SearchHit | null;
}

export function hitReader(db: Database, tokenizer: Tokenizer, query: Query): HitReader {
  const read = db.prepare(
    `SELECT d.id AS documentId, b.id AS batchId, b.name AS batchName, b.matter, ${CUSTODIAN} AS custodian, d.path, d.type, d.status,
       d.pages, d.warned, s.day, ${TEXT_COLUMNS}
     FROM documents d JOIN batches b ON b.n = d.batch LEFT JOIN search_documents s ON s.document = d.n
       LEFT JOIN texts t ON t.document = d.n WHERE d.n = ?`,
  );
  const places = markedPlaces(query);
  const inText = places.filter((place) => fieldOf(place) === null);
  return {
    hit(n) {
      const row = read.get(n) as Row | undefined;
      if (row === undefined) return null;
      const { documentId, batchId, batchName, matter, custodian, path, type, status, pages, warned, day } =
        row;
      const stored = row.body === null ? null : readText(documentId, row);
      const text = stored?.text ?? '';
      const marks = marksOf(text, inText, tokenizer);
      const metadata = stored?.metadata ?? {};
      return {
        ...{ documentId, batchId, batchName, matter, custodian, path, type, status, pages, day },
        warned: warned === 1,
        subject: metadata.subject ?? metadata.title ?? null,
        from: addressText(metadata.from),
        textCheck: stored?.check ?? null,
        marks: marks.length,
        excerpts: excerptsOf(text, marks, MOST_EXCERPTS),
        fields: fieldMatches(path, metadata, places, tokenizer),
      };
    },
  };
}

/** Returns the marked places in the text of one document; for the page that walks through them. */
export function marksIn(
  db: Database,
  tokenizer: Tokenizer,
  query: Query,
  documentId: string,
): TextMark[] | null {
  const row = db
    .prepare(`SELECT ${TEXT_COLUMNS} FROM documents d JOIN texts t ON t.document = d.n WHERE d.id = ?`)
    .get(documentId) as TextRow | undefined;
  if (row === undefined) return null;
  const { text } = readText(documentId, row);
  const places = markedPlaces(query).filter((place) => fieldOf(place) === null);
  return text === null ? [] : marksOf(text, places, tokenizer);
}

const addressText = (all: readonly MailAddress[] = []): string | null => {
  const text = all
    .map(({ name, address }) => (name === '' ? address : address === '' ? name : `${name} <${address}>`))
    .join('; ');
  return text === '' ? null : text;
};

/** Returns the fields in which a word was found, besides the text. */
function fieldMatches(
  path: string,
  metadata: DocumentMetadata,
  places: ReturnType<typeof markedPlaces>,
  tokenizer: Tokenizer,
): FieldMatch[] {
  const values: [WordField | 'author', string | null][] = [
    ['path', path],
    ['subject', [metadata.subject ?? '', metadata.title ?? ''].filter((one) => one !== '').join(' · ')],
    ['from', addressText(metadata.from)],
    ['to', addressText(metadata.to)],
    ['cc', addressText([...(metadata.cc ?? []), ...(metadata.bcc ?? [])])],
    ['author', metadata.author ?? null],
  ];
  return values.flatMap(([field, value]) => {
    if (value === null || value === '') return [];
    const wanted = places.filter((place) => {
      const sought = fieldOf(place);
      return sought === null || sought === field || (sought === 'name' && field === 'path');
    });
    const text = value.slice(0, MOST_FIELD);
    const marks = marksOf(text, wanted, tokenizer);
    return marks.length === 0 ? [] : [{ field, text, marks }];
  });
}
