/** Returns the details of a document. */
import type { DocumentContent, DocumentDetail, Twin } from '../../shared/documents.ts';
import type { Database } from './connection.ts';
import { reading } from './database.ts';
import { type DocumentList, documentList, type FindEntity } from './document-list.ts';
import {
  type AttemptRecord,
  attemptReader,
  type DocumentRecord,
  RECORD_COLUMNS,
  toAttempts,
  toFacts,
  toRow,
} from './document-rows.ts';
import { replacementQueries } from './replacements.ts';
import { placeReader } from './similar/queries.ts';
import { statedReader } from './stated.ts';
import { readText, TEXT_COLUMNS, type TextRow } from './text-rows.ts';

export interface DocumentQueries extends DocumentList {
  detail(documentId: string): DocumentDetail | null;
  /** Reads what `detail` does, without the attempts and stages. */
  content(documentId: string): DocumentContent | null;
  open(batchId: string): string[];
}

const prepareStatements = (db: Database) => ({
  one: db.prepare(`SELECT ${RECORD_COLUMNS} FROM documents d JOIN batches b ON b.n = d.batch WHERE d.id = ?`),
  text: db.prepare(`SELECT ${TEXT_COLUMNS} FROM texts t WHERE t.document = ?`),
  entities: db.prepare(
    `SELECT kind, text, coalesce(canonical, text) AS canonical, start, "end", page
     FROM entities WHERE document = ? ORDER BY place`,
  ),
  relationships: db.prepare('SELECT * FROM relationships WHERE document = ? ORDER BY place'),
  family: db.prepare(
    `SELECT id, path, 'parent' AS relation FROM documents WHERE id = ?1
     UNION ALL SELECT id, path, 'child' FROM documents WHERE parent_id = ?2
     UNION ALL SELECT id, path, 'sibling' FROM documents WHERE parent_id = ?1 AND id <> ?2`,
  ),
  // Documents with the same content, whichever of them was received first.
  duplicates: db.prepare(
    `SELECT id, path, custodian FROM documents WHERE (id = ?1 OR duplicate_of = ?1) AND id <> ?2 ORDER BY path`,
  ),
});

/** Returns functions that find the records of a document, and read everything about it but its attempts. */
function contentReader(db: Database) {
  const placesOf = placeReader(db);
  const statedOf = statedReader(db);
  const replacements = replacementQueries(db);
  const { one, text, entities, relationships, family, duplicates } = prepareStatements(db);
  const recordsOf = (documentId: string): Records | null => {
    const record = one.get(documentId) as DocumentRecord | undefined;
    if (record === undefined) return null;
    const { status, duplicate_of: duplicateOf } = record;
    // A duplicate has the bytes of its twin and nothing of its own.
    const twin =
      status === 'duplicate' && duplicateOf !== null
        ? ((one.get(duplicateOf) as DocumentRecord | undefined) ?? null)
        : null;
    return { record, twin, content: twin ?? record };
  };
  const contentIn = (
    { record, twin, content }: Records,
    attempts: readonly AttemptRecord[],
  ): DocumentContent => {
    const { id, parent_id: parent, duplicate_of: duplicateOf } = record;
    const row = text.get(content.n) as TextRow | undefined;
    const kept = row === undefined ? null : readText(content.id, row, content.characters ?? undefined);
    const { similar, thread } = placesOf(content.n);
    const facts = twin === null ? toFacts(record, attempts) : duplicateFacts(record, twin, attempts);
    // Without spreads, for which V8 shapes every object anew. A field that is new and optional must be copied here too.
    const document: DocumentContent = {
      id: facts.id,
      batchId: facts.batchId,
      path: facts.path,
      sha256: facts.sha256,
      bytes: facts.bytes,
      type: facts.type,
      status: facts.status,
      parentId: facts.parentId,
      duplicateOf: facts.duplicateOf,
      exception: facts.exception,
      warnings: facts.warnings,
      pages: facts.pages,
      characters: facts.characters,
      entities: facts.entities,
      contentOf: twin === null ? null : twinOf(twin, attempts),
      similar,
      thread,
      metadata: kept?.metadata ?? {},
      modifiedAt: record.modified_at,
      custodian: record.custodian,
      text: kept?.text ?? null,
      textCheck: kept?.check ?? null,
      pageMap: kept?.pageMap ?? [],
      entityList: (entities.all(content.n) as DocumentDetail['entityList']).map((e) => ({ ...e })),
      relationships: (relationships.all(content.n) as RelationshipRecord[]).map(toRelationship),
      family: (family.all(parent, id) as DocumentDetail['family']).map((f) => ({ ...f })),
      duplicates: (duplicates.all(duplicateOf ?? id, id) as DuplicateRecord[]).map(
        ({ custodian, ...other }) => (custodian === null ? other : { ...other, custodian }),
      ),
    };
    if (facts.control !== undefined) document.control = facts.control;
    if (facts.excluded !== undefined) document.excluded = facts.excluded;
    const stated = statedOf(record.n);
    if (stated !== null) document.stated = stated;
    const links = replacements.of(id);
    if (links.length > 0) document.replacements = links;
    return document;
  };
  return { recordsOf, contentIn };
}

export function documentQueries(db: Database, findEntity: FindEntity): DocumentQueries {
  const attemptsOf = attemptReader(db);
  const { recordsOf, contentIn } = contentReader(db);
  const open = db.prepare(
    `SELECT d.id FROM documents d JOIN batches b ON b.n = d.batch
     WHERE b.id = ? AND d.status IN ('pending', 'running') ORDER BY d.n`,
  );
  return {
    ...documentList(db, findEntity),
    open: (batchId) => (open.all(batchId) as { id: string }[]).map((row) => row.id),

    detail: (documentId) =>
      reading(db, () => {
        const found = recordsOf(documentId);
        if (found === null) return null;
        const { record, twin, content } = found;
        const attempts = attemptsOf(content.n);
        return {
          ...contentIn(found, attempts),
          stages: toRow(record, twin === null ? attempts : []).stages,
          attempts: toAttempts(content, attempts),
        };
      }),
    content: (documentId) =>
      reading(db, () => {
        const found = recordsOf(documentId);
        if (found === null) return null;
        // Attempts are most of the reading, and only an exception may need them.
        return contentIn(found, found.content.exception === null ? [] : attemptsOf(found.content.n));
      }),
  };
}

/** A document, and the one with the same bytes if it is a duplicate. `content`: the one that was read. */
interface Records {
  record: DocumentRecord;
  twin: DocumentRecord | null;
  content: DocumentRecord;
}

/** `custodian`: its own, by a load file. */
interface DuplicateRecord {
  id: string;
  path: string;
  custodian: string | null;
}

/** Returns the facts of a duplicate with what its content tells. Its own path, status and warnings of intake stay. */
function duplicateFacts(
  record: DocumentRecord,
  twin: DocumentRecord,
  attempts: readonly AttemptRecord[],
): ReturnType<typeof toFacts> {
  const own = toFacts(record, []);
  const { pages, characters, entities, warnings } = toFacts({ ...twin, intake_warnings: '[]' }, attempts);
  return { ...own, pages, characters, entities, warnings: [...own.warnings, ...warnings] };
}

function twinOf(twin: DocumentRecord, attempts: readonly AttemptRecord[]): Twin {
  const { id, path, status, exception } = toFacts(twin, attempts);
  return { id, path, status, exception };
}

interface RelationshipRecord {
  kind: DocumentDetail['relationships'][number]['kind'];
  source: string;
  source_kind: DocumentDetail['relationships'][number]['fromKind'];
  target: string;
  target_kind: DocumentDetail['relationships'][number]['toKind'];
  weight: number;
  evidence: string;
  role: string | null;
}

const toRelationship = (r: RelationshipRecord): DocumentDetail['relationships'][number] => ({
  kind: r.kind,
  from: r.source,
  fromKind: r.source_kind,
  to: r.target,
  toKind: r.target_kind,
  weight: r.weight,
  ...(r.role === null ? {} : { role: r.role }),
  evidence: JSON.parse(r.evidence) as DocumentDetail['relationships'][number]['evidence'],
});
