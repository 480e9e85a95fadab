/** Returns the details of a document. */
import type { DocumentDetail, DocumentRow, Twin } from '../../shared/documents.ts';
import type { StatedDetail } from '../../shared/load-file-record.ts';
import type { Database } from './connection.ts';
import { type DocumentList, documentList, type FindEntity } from './document-list.ts';
import {
  type AttemptRecord,
  attemptReader,
  type DocumentRecord,
  RECORD_COLUMNS,
  toAttempts,
  toRow,
} from './document-rows.ts';
import { type Replacements, replacementQueries } from './replacements.ts';
import { placeReader } from './similar/queries.ts';
import { statedReader } from './stated.ts';
import { readText, TEXT_COLUMNS, type TextRow } from './text-rows.ts';

export interface DocumentQueries extends DocumentList {
  detail(documentId: string): DocumentDetail | null;
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
    `SELECT id, path, 'parent' AS relation FROM documents WHERE id = :parent
     UNION ALL SELECT id, path, 'child' FROM documents WHERE parent_id = :id
     UNION ALL SELECT id, path, 'sibling' FROM documents WHERE parent_id = :parent AND id <> :id`,
  ),
  // Documents with the same content, whichever of them was received first.
  duplicates: db.prepare(
    `SELECT id, path, custodian FROM documents WHERE (id = :first OR duplicate_of = :first) AND id <> :id ORDER BY path`,
  ),
  open: db.prepare(
    `SELECT d.id FROM documents d JOIN batches b ON b.n = d.batch
     WHERE b.id = ? AND d.status IN ('pending', 'running') ORDER BY d.n`,
  ),
});

export function documentQueries(db: Database, findEntity: FindEntity): DocumentQueries {
  const attemptsOf = attemptReader(db);
  const placesOf = placeReader(db);
  const statedOf = statedReader(db);
  const replacements = replacementQueries(db);
  const { one, text, entities, relationships, family, duplicates, open } = prepareStatements(db);
  return {
    ...documentList(db, findEntity),
    open: (batchId) => (open.all(batchId) as { id: string }[]).map((row) => row.id),

    detail(documentId) {
      const record = one.get(documentId) as DocumentRecord | undefined;
      if (record === undefined) return null;
      const { id, parent_id: parent, duplicate_of: duplicateOf } = record;
      // A duplicate has the bytes of its twin and nothing of its own.
      const twin =
        record.status === 'duplicate' && duplicateOf !== null
          ? ((one.get(duplicateOf) as DocumentRecord | undefined) ?? null)
          : null;
      const content = twin ?? record;
      const attempts = attemptsOf(content.n);
      const row = text.get(content.n) as TextRow | undefined;
      const kept = row === undefined ? null : readText(content.id, row);
      return {
        ...(twin === null ? toRow(record, attempts) : duplicateRow(record, twin, attempts)),
        contentOf: twin === null ? null : twinOf(twin, attempts),
        ...placesOf(content.n),
        metadata: kept?.metadata ?? {},
        modifiedAt: record.modified_at,
        custodian: record.custodian,
        text: kept?.text ?? null,
        textCheck: kept?.check ?? null,
        pageMap: kept?.pageMap ?? [],
        entityList: (entities.all(content.n) as DocumentDetail['entityList']).map((e) => ({ ...e })),
        relationships: (relationships.all(content.n) as RelationshipRecord[]).map(toRelationship),
        attempts: toAttempts(content, attempts),
        family: (family.all({ parent, id }) as DocumentDetail['family']).map((f) => ({ ...f })),
        duplicates: (duplicates.all({ first: duplicateOf ?? id, id }) as DuplicateRecord[]).map(
          ({ custodian, ...one }) => (custodian === null ? one : { ...one, custodian }),
        ),
        ...statedIn(statedOf(record.n)),
        ...replacementsOf(replacements, id),
      };
    },
  };
}

/** `custodian`: its own, by a load file. */
interface DuplicateRecord {
  id: string;
  path: string;
  custodian: string | null;
}

const statedIn = (stated: StatedDetail | null): Pick<DocumentDetail, 'stated'> =>
  stated === null ? {} : { stated };

/** Returns the row of a duplicate with what its content tells. Its own path, status and warnings of intake stay. */
function duplicateRow(
  record: DocumentRecord,
  twin: DocumentRecord,
  attempts: readonly AttemptRecord[],
): DocumentRow {
  const own = toRow(record, []);
  const { pages, characters, entities, warnings } = toRow({ ...twin, intake_warnings: '[]' }, attempts);
  return { ...own, pages, characters, entities, warnings: [...own.warnings, ...warnings] };
}

function replacementsOf(replacements: Replacements, id: string): Pick<DocumentDetail, 'replacements'> {
  const found = replacements.of(id);
  return found.length === 0 ? {} : { replacements: found };
}

function twinOf(twin: DocumentRecord, attempts: readonly AttemptRecord[]): Twin {
  const { id, path, status, exception } = toRow(twin, attempts);
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
