/** Writes a batch's canonical entities part by part, and removes older ones. */
import type { EntityKey, Resolution } from '../../shared/entities.ts';
import type { BatchEntity, ResolutionPart } from '../documents/resolution.ts';
import type { Database } from './connection.ts';
import { inTransaction } from './database.ts';

export interface ResolutionWriter {
  /**
   * Starts a resolution of a batch. A resolution that a crash left incomplete stays until `removeOld`.
   * @returns the number to pass to `add` and `finish`; null when history doesn't have the batch, or when a later
   * run's resolution is complete
   */
  begin(batchId: string, run: number): number | null;
  /** Adds the next part; entities come before relationships. Documents that history doesn't have are left out. */
  add(resolution: number, part: ResolutionPart): void;
  /** Completes the resolution, so that the app shows it from now on. */
  finish(resolution: number, totals: Pick<Resolution, 'documents' | 'missing'>): void;
  /** Removes some rows of resolutions that are not shown. @returns whether there may be more to remove */
  removeOld(batchId: string): boolean;
}

/** Rows removed per call, so that a call doesn't block the event loop for long. */
const REMOVE_SLICE = 5000;

export function resolutionWriter(db: Database): ResolutionWriter {
  const batchN = db.prepare('SELECT n FROM batches WHERE id = ?');
  const later = db.prepare('SELECT 1 FROM resolutions WHERE batch = ? AND run > ? AND whole = 1');
  const begin = db.prepare('INSERT INTO resolutions (batch, run) VALUES (?, ?)');
  const finish = db.prepare('UPDATE resolutions SET whole = 1, documents = ?, missing = ? WHERE n = ?');
  const next = (table: string): string =>
    `(SELECT coalesce(max(place), -1) + 1 FROM ${table} WHERE resolution = :resolution)`;
  const entity = db.prepare(
    `INSERT INTO batch_entities (resolution, place, kind, name, documents, mentions)
     VALUES (:resolution, ${next('batch_entities')}, :kind, :name, :documents, :mentions)`,
  );
  const alias = db.prepare('INSERT INTO batch_entity_names VALUES (?, ?, ?)');
  const document = db.prepare(
    'INSERT INTO batch_entity_documents SELECT ?, n, ? FROM documents WHERE id = ?',
  );
  const find = db.prepare('SELECT n FROM batch_entities WHERE resolution = ? AND kind = ? AND name = ?');
  const relationship = db.prepare(
    `INSERT INTO batch_relationships (resolution, place, kind, source, target, weight, documents, evidence, role)
     VALUES (:resolution, ${next('batch_relationships')}, :kind, :source, :target, :weight, :documents, :evidence, :role)`,
  );
  const shown = `SELECT n FROM resolutions WHERE batch = :batch AND whole = 1 ORDER BY run DESC, n DESC LIMIT 1`;
  const old = db.prepare(`SELECT n FROM resolutions WHERE batch = :batch AND n <> (${shown}) LIMIT 1`);

  const addEntity = (resolution: number, one: BatchEntity): void => {
    const { kind, name, mentions, documents, aliases } = one;
    const row = { resolution, kind, name, documents: documents.length, mentions };
    const n = Number(entity.run(row).lastInsertRowid);
    aliases.forEach((text, place) => {
      alias.run(n, place, text);
    });
    for (const [documentId, count] of documents) document.run(n, count, documentId);
  };
  const numberOf = (resolution: number, { kind, name }: EntityKey): number | null =>
    (find.get(resolution, kind, name) as { n: number } | undefined)?.n ?? null;

  const removals = removalStatements(db);

  return {
    begin(batchId, run) {
      const batch = (batchN.get(batchId) as { n: number } | undefined)?.n;
      if (batch === undefined || later.get(batch, run) !== undefined) return null;
      return Number(begin.run(batch, run).lastInsertRowid);
    },
    add(resolution, part) {
      inTransaction(db, () => {
        if ('entities' in part) {
          for (const one of part.entities) addEntity(resolution, one);
          return;
        }
        for (const { kind, from, to, weight, documents, evidence, role = null } of part.relationships) {
          const source = numberOf(resolution, from);
          const target = numberOf(resolution, to);
          if (source === null || target === null) continue;
          const places = JSON.stringify(evidence);
          const row = { resolution, kind, source, target, weight, documents, evidence: places, role };
          relationship.run(row);
        }
      });
    },
    finish(resolution, { documents, missing }) {
      finish.run(documents, missing, resolution);
    },
    removeOld(batchId) {
      const batch = (batchN.get(batchId) as { n: number } | undefined)?.n;
      if (batch === undefined) return false;
      const one = old.get({ batch }) as { n: number } | undefined;
      if (one === undefined) return false;
      for (const removal of removals) if (removal.run(one.n).changes > 0) return true;
      return true;
    },
  };
}

/** Returns statements that delete at most a slice each. Rows that refer to an entity are deleted before it. */
const removalStatements = (db: Database) =>
  [
    `DELETE FROM batch_relationships WHERE n IN
       (SELECT n FROM batch_relationships WHERE resolution = ? LIMIT ${REMOVE_SLICE})`,
    ...['batch_entity_names', 'batch_entity_documents'].map(
      (table) => `DELETE FROM ${table} WHERE entity IN
        (SELECT e.n FROM batch_entities e WHERE e.resolution = ? AND EXISTS
          (SELECT 1 FROM ${table} x WHERE x.entity = e.n) LIMIT ${REMOVE_SLICE / 10})`,
    ),
    `DELETE FROM batch_entities WHERE n IN
       (SELECT n FROM batch_entities WHERE resolution = ? LIMIT ${REMOVE_SLICE})`,
    'DELETE FROM resolutions WHERE n = ?',
  ].map((sql) => db.prepare(sql));
