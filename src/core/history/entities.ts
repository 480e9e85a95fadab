/** Lists the canonical entities and relationships of a batch, page by page. */
import type { RequestOutput, RequestParsed } from '../../shared/bridge.ts';
import type { BatchRelationshipRow, EntityKey, Resolution } from '../../shared/entities.ts';
import type { EntityKind } from '../../shared/mentions.ts';
import type { Database } from './connection.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import { likePattern } from './paths.ts';

type EntityList = (query: RequestParsed<'batches.entities'>) => RequestOutput<'batches.entities'>;
type RelationshipList = (
  query: RequestParsed<'batches.relationships'>,
) => RequestOutput<'batches.relationships'>;

export interface EntityQueries {
  list: EntityList;
  relationships: RelationshipList;
  /** Returns the number of a batch's entity (`batch_entities.n`); null when the batch has no such entity. */
  find(batchN: number, key: EntityKey): number | null;
}

/** Aliases sent with each row. */
const ALIASES = 20;

interface EntityRecord {
  n: number;
  place: number;
  kind: EntityKind;
  name: string;
  documents: number;
  mentions: number;
  alias_count: number;
}
interface RelationshipRecord {
  place: number;
  kind: BatchRelationshipRow['kind'];
  source_kind: EntityKind;
  source: string;
  target_kind: EntityKind;
  target: string;
  weight: number;
  documents: number;
  evidence: string;
  role: string | null;
}

const EMPTY = { items: [], next: null, total: 0 };

export function entityQueries(db: Database): EntityQueries {
  const find = db.prepare(
    `SELECT e.n FROM batch_entities e WHERE e.resolution =
       (SELECT n FROM resolutions WHERE batch = ? AND whole = 1 ORDER BY run DESC, n DESC LIMIT 1)
     AND e.kind = ? AND e.name = ?`,
  );
  const resolutionOf = resolutionReader(db);
  return {
    find: (batchN, { kind, name }) => (find.get(batchN, kind, name) as { n: number } | undefined)?.n ?? null,
    list: entityList(db, resolutionOf),
    relationships: relationshipList(db, resolutionOf),
  };
}

type ResolutionReader = (batchId: string) => { n: number; resolution: Resolution } | null;

/** Returns a function that reads the resolution to show: the complete one of the newest run. */
function resolutionReader(db: Database): ResolutionReader {
  const shown = db.prepare(
    `SELECT r.n, r.run, r.documents, r.missing,
       (SELECT count(*) FROM batch_entities WHERE resolution = r.n) AS entities,
       (SELECT count(*) FROM batch_relationships WHERE resolution = r.n) AS relationships
     FROM resolutions r JOIN batches b ON b.n = r.batch
     WHERE b.id = ? AND r.whole = 1 ORDER BY r.run DESC, r.n DESC LIMIT 1`,
  );
  return (batchId) => {
    const row = shown.get(batchId) as (Resolution & { n: number }) | undefined;
    if (row === undefined) return null;
    const { n, ...resolution } = row;
    return { n, resolution };
  };
}

function entityList(db: Database, resolutionOf: ResolutionReader): EntityList {
  const aliases = db.prepare(
    `SELECT name FROM batch_entity_names WHERE entity = ? ORDER BY place LIMIT ${ALIASES}`,
  );
  const toRow = ({ n, kind, name, documents, mentions, alias_count }: EntityRecord) => ({
    kind,
    name,
    documents,
    mentions,
    aliases: (aliases.all(n) as { name: string }[]).map((row) => row.name),
    aliasCount: alias_count,
  });
  return ({ batchId, kind, search, cursor, limit }) => {
    const found = resolutionOf(batchId);
    if (found === null) return { ...EMPTY, resolution: null };
    const where = ['e.resolution = ?'];
    const values: (string | number)[] = [found.n];
    if (kind !== null) {
      where.push('e.kind = ?');
      values.push(kind);
    }
    const pattern = likePattern(search);
    if (pattern !== null) {
      where.push(String.raw`(fold(e.name) LIKE ? ESCAPE '\' OR EXISTS (SELECT 1 FROM batch_entity_names a
        WHERE a.entity = e.n AND fold(a.name) LIKE ? ESCAPE '\'))`);
      values.push(pattern, pattern);
    }
    const sql = where.join(' AND ');
    const [after = -1] = cursor === null ? [] : decodeCursor(cursor, 1);
    const records = db
      .prepare(
        `SELECT e.n, e.place, e.kind, e.name, e.documents, e.mentions,
           (SELECT count(*) FROM batch_entity_names WHERE entity = e.n) AS alias_count
         FROM batch_entities e WHERE ${sql} AND e.place > ? ORDER BY e.place LIMIT ?`,
      )
      .all(...values, after, limit + 1) as EntityRecord[];
    const { total } = db
      .prepare(`SELECT count(*) AS total FROM batch_entities e WHERE ${sql}`)
      .get(...values) as { total: number };
    return { ...pageOf(records, limit, toRow), total, resolution: found.resolution };
  };
}

function relationshipList(db: Database, resolutionOf: ResolutionReader): RelationshipList {
  return ({ batchId, entity, cursor, limit }) => {
    const found = resolutionOf(batchId);
    if (found === null) return EMPTY;
    const where = ['r.resolution = :resolution'];
    const values: Record<string, string | number> = { resolution: found.n };
    if (entity !== null) {
      where.push(
        `r.n IN (SELECT x.n FROM batch_entities e JOIN batch_relationships x ON x.source = e.n OR x.target = e.n
          WHERE e.resolution = :resolution AND e.kind = :kind AND e.name = :name)`,
      );
      Object.assign(values, entity);
    }
    const sql = where.join(' AND ');
    const [after = -1] = cursor === null ? [] : decodeCursor(cursor, 1);
    const records = db
      .prepare(
        `SELECT r.place, r.kind, s.kind AS source_kind, s.name AS source, t.kind AS target_kind,
           t.name AS target, r.weight, r.documents, r.evidence, r.role
         FROM batch_relationships r JOIN batch_entities s ON s.n = r.source
           JOIN batch_entities t ON t.n = r.target
         WHERE ${sql} AND r.place > :after ORDER BY r.place LIMIT :limit`,
      )
      .all({ ...values, after, limit: limit + 1 }) as RelationshipRecord[];
    const { total } = db
      .prepare(`SELECT count(*) AS total FROM batch_relationships r WHERE ${sql}`)
      .get(values) as { total: number };
    return { ...pageOf(records, limit, toRelationship), total };
  };
}

/** Cuts a page from records that were read with one more than `limit`, to see whether another page follows. */
function pageOf<R extends { place: number }, T>(
  records: readonly R[],
  limit: number,
  convert: (record: R) => T,
) {
  const last = records.length > limit ? records[limit - 1] : undefined;
  return {
    items: records.slice(0, limit).map(convert),
    next: last === undefined ? null : encodeCursor([last.place]),
  };
}

const toRelationship = (r: RelationshipRecord): BatchRelationshipRow => ({
  kind: r.kind,
  from: { kind: r.source_kind, name: r.source },
  to: { kind: r.target_kind, name: r.target },
  weight: r.weight,
  documents: r.documents,
  ...(r.role === null ? {} : { role: r.role }),
  evidence: JSON.parse(r.evidence) as BatchRelationshipRow['evidence'],
});
