/** Keeps the search index of names, headers, dates and entities in step with history, a few documents at a time. */
import type { DocumentMetadata, MailAddress } from '../../../shared/documents.ts';
import type { Database } from '../connection.ts';
import { inTransaction } from '../database.ts';
import { SEPARATOR } from './tokenizer.ts';

export interface SearchIndexer {
  /** Indexes some documents. @returns whether more are waiting */
  step(): boolean;
  /** Returns how many documents wait. */
  waiting(): number;
}

/** Documents per step: few enough that nobody notices. */
const STEP = 50;

interface Source {
  id: string;
  path: string;
  control: string | null;
  modified_at: number | null;
  metadata: string | null;
}

export function searchIndexer(db: Database): SearchIndexer {
  const dirty = db.prepare(`SELECT document FROM search_dirty ORDER BY document LIMIT ${STEP}`);
  const clean = db.prepare('DELETE FROM search_dirty WHERE document = ?');
  const count = db.prepare('SELECT count(*) AS n FROM search_dirty');
  const read = db.prepare(
    `SELECT d.id, d.path, d.control, d.modified_at, t.metadata FROM documents d LEFT JOIN texts t ON t.document = d.n WHERE d.n = ?`,
  );
  const write = entryWriter(db);
  return {
    waiting: () => (count.get() as { n: number }).n,
    step() {
      const documents = (dirty.all() as { document: number }[]).map(({ document }) => document);
      if (documents.length === 0) return false;
      inTransaction(db, () => {
        for (const n of documents) {
          write(n, (read.get(n) as Source | undefined) ?? null);
          clean.run(n);
        }
      });
      return documents.length === STEP;
    },
  };
}

function entryWriter(db: Database): (n: number, source: Source | null) => void {
  const remove = [
    'field_words WHERE rowid',
    'search_documents WHERE document',
    'search_document_names WHERE document',
  ].map((where) => db.prepare(`DELETE FROM ${where} = ?`));
  const words = db.prepare(
    `INSERT INTO field_words (rowid, name, sender, recipient, copied, subject, author, entity)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const row = db.prepare('INSERT INTO search_documents (document, day, language, name) VALUES (?, ?, ?, ?)');
  const entities = db.prepare(
    `SELECT kind, text, coalesce(canonical, text) AS canonical FROM entities WHERE document = ? ORDER BY place`,
  );
  const addName = db.prepare('INSERT INTO search_names (kind, name) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const findName = db.prepare('SELECT n FROM search_names WHERE kind = ? AND name = ?');
  const link = db.prepare('INSERT INTO search_document_names VALUES (?, ?) ON CONFLICT DO NOTHING');

  return (n, source) => {
    for (const one of remove) one.run(n);
    if (source === null) return;
    const about = metadataOf(source.metadata);
    const name = source.path.slice(source.path.lastIndexOf('/') + 1);
    const found = entities.all(n) as { kind: string; text: string; canonical: string }[];
    words.run(
      n,
      values([name, source.control ?? '']),
      addresses(about.from),
      addresses(about.to),
      addresses([...(about.cc ?? []), ...(about.bcc ?? [])]),
      values([about.subject ?? '', about.title ?? '']),
      values([about.author ?? '']),
      values([...new Set(found.flatMap(({ text, canonical }) => [text, canonical]))]),
    );
    row.run(n, dayOf(about, source.modified_at), about.language ?? null, name);
    for (const { kind, canonical } of found) {
      if (kind !== 'person' && kind !== 'organization') continue;
      addName.run(kind, canonical);
      link.run(n, (findName.get(kind, canonical) as { n: number }).n);
    }
  };
}

/** Metadata that cannot be read any more are none; the document's page says that its text was altered. */
function metadataOf(text: string | null): DocumentMetadata {
  if (text === null) return {};
  try {
    return JSON.parse(text) as DocumentMetadata;
  } catch {
    return {};
  }
}

const values = (all: readonly string[]): string =>
  all
    .filter((one) => one !== '')
    .join(`\n${SEPARATOR}\n`)
    .replaceAll('\0', ' ');
const addresses = (all: readonly MailAddress[] = []): string =>
  values(all.map(({ name, address }) => `${name} ${address}`));

/**
 * Returns the day of a document, such as 20231231: when a mail was sent, else received, else when a document says it was
 * last changed, else created, else when its file was last changed. Null if none of them is known.
 */
function dayOf(about: DocumentMetadata, modifiedAt: number | null): number | null {
  for (const time of [about.sent, about.received, about.modified, about.created]) {
    const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(time ?? '');
    if (found !== null) return Number(found.slice(1).join(''));
  }
  return modifiedAt === null
    ? null
    : Number(new Date(modifiedAt).toISOString().slice(0, 10).replaceAll('-', ''));
}
