/** What the stages found, and the record of each attempt. */
import { deflateRawSync } from 'node:zlib';
import type { Attempt, DocumentException } from '../../shared/documents.ts';
import { STAGES, type Stage } from '../../shared/stages.ts';
import type { StageResults } from '../documents/types.ts';
import type { Database } from './connection.ts';
import { minuteOf, type Touched } from './event-writer.ts';
import type { DocumentResults } from './types.ts';

/** The columns of a document that its results decide, and when the attempts that made them ended. */
interface Kept {
  text_at: number;
  entities_at: number;
  relationships_at: number;
  final_at: number;
  pages: number | null;
  pages_ocr: number | null;
  characters: number | null;
  entities: number | null;
  warnings: string;
  warned: number;
}
interface Stored extends Kept {
  n: number;
  batch: number;
  intake_warnings: string;
  ended_at: number | null;
}

/** When the attempt that made a stage's present result ended; 0 where its record is missing. */
function madeAt(attempts: readonly Attempt[], stage: Stage): number {
  let at = 0;
  for (const attempt of attempts)
    if (attempt.stage === stage && attempt.outcome === 'completed' && attempt.endedAt > at)
      at = attempt.endedAt;
  return at;
}

/**
 * @returns a function that keeps documents' results; it must run inside a transaction. A result is kept when it
 * is newer than the one that is there. Documents that history does not know are passed over.
 */
export function resultWriter(db: Database): (results: readonly DocumentResults[], touched: Touched) => void {
  const read = db.prepare(
    `SELECT n, batch, intake_warnings, ended_at, text_at, entities_at, relationships_at, final_at, pages, pages_ocr,
       characters, entities, warnings, warned FROM documents WHERE id = ?`,
  );
  const write = db.prepare(
    `UPDATE documents SET text_at = ?, entities_at = ?, relationships_at = ?, final_at = ?, pages = ?,
       pages_ocr = ?, characters = ?, entities = ?, warnings = ?, warned = ? WHERE n = ?`,
  );
  const attempt = db.prepare('INSERT OR IGNORE INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const text = db.prepare('INSERT OR REPLACE INTO texts VALUES (?, ?, ?)');
  const dropWords = db.prepare('DELETE FROM text_words WHERE rowid = ?');
  const words = db.prepare('INSERT INTO text_words (rowid, body) VALUES (?, ?)');
  const dropEntities = db.prepare('DELETE FROM entities WHERE document = ?');
  const entity = db.prepare('INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const dropRelationships = db.prepare('DELETE FROM relationships WHERE document = ?');
  const relationship = db.prepare('INSERT INTO relationships VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');

  const keepAttempts = (n: number, attempts: readonly Attempt[], touched: Touched): void => {
    for (const a of attempts) {
      const { changes } = attempt.run(
        n,
        STAGES.indexOf(a.stage),
        a.attempt,
        a.startedAt,
        a.endedAt,
        a.waitedMs,
        a.worker,
        a.outcome,
        a.cached ? 1 : 0,
        a.engine,
        a.error?.code ?? null,
        a.error?.detail ?? null,
      );
      if (changes > 0) touched.minutes.add(minuteOf(a.endedAt));
    }
  };

  const keepText = (d: Stored, ocr: StageResults['ocr']): void => {
    if (d.text_at >= 0) dropWords.run(d.n);
    text.run(d.n, deflateRawSync(ocr.text, { level: 1 }), JSON.stringify(ocr.pages));
    words.run(d.n, ocr.text);
  };

  const keepEntities = (d: Stored, found: StageResults['entity_resolution']): void => {
    if (d.entities_at >= 0) dropEntities.run(d.n);
    found.entities.forEach((e, place) => {
      const canonical = e.canonical === e.text ? null : e.canonical;
      entity.run(d.n, place, e.kind, e.text, canonical, e.start, e.end, e.page);
    });
  };

  const keepRelationships = (d: Stored, found: StageResults['relationship_building']): void => {
    if (d.relationships_at >= 0) dropRelationships.run(d.n);
    found.relationships.forEach((r, place) => {
      const evidence = JSON.stringify(r.evidence);
      relationship.run(d.n, place, r.kind, r.from, r.fromKind, r.to, r.toKind, r.weight, evidence);
    });
  };

  /** Writes the parts that are newer than what is there. @returns the columns that follow from them */
  const storeResults = (d: Stored, one: DocumentResults): Partial<Kept> => {
    const { ocr, entity_resolution, relationship_building, finalization } = one.results;
    const next: Partial<Kept> = {};
    const isNewer = (stage: Stage, column: 'text_at' | 'entities_at' | 'relationships_at' | 'final_at') => {
      const at = madeAt(one.attempts, stage);
      if (at <= d[column]) return false;
      next[column] = at;
      return true;
    };
    if (ocr !== undefined && isNewer('ocr', 'text_at')) keepText(d, ocr);
    if (entity_resolution !== undefined && isNewer('entity_resolution', 'entities_at'))
      keepEntities(d, entity_resolution);
    if (relationship_building !== undefined && isNewer('relationship_building', 'relationships_at'))
      keepRelationships(d, relationship_building);
    if (finalization !== undefined && isNewer('finalization', 'final_at')) {
      const warnings = warningsOf(one, finalization);
      next.pages = finalization.pages;
      next.pages_ocr = finalization.pagesOcr;
      next.characters = finalization.characters;
      next.entities = finalization.entities;
      next.warnings = JSON.stringify(warnings);
      next.warned = warnings.length > 0 || d.intake_warnings !== '[]' ? 1 : 0;
    }
    return next;
  };

  return (all, touched) => {
    for (const one of all) {
      const d = read.get(one.documentId) as Stored | undefined;
      if (d === undefined) continue;
      touched.batches.add(d.batch);
      if (d.ended_at !== null) touched.minutes.add(minuteOf(d.ended_at));
      keepAttempts(d.n, one.attempts, touched);
      const next = storeResults(d, one);
      if (Object.keys(next).length === 0) continue;
      const row: Kept = { ...d, ...next };
      write.run(
        row.text_at,
        row.entities_at,
        row.relationships_at,
        row.final_at,
        row.pages,
        row.pages_ocr,
        row.characters,
        row.entities,
        row.warnings,
        row.warned,
        d.n,
      );
    }
  };
}

/** The closing warnings, each under the stage that gave it. */
function warningsOf(one: DocumentResults, final: StageResults['finalization']): DocumentException[] {
  const early = new Set((one.results.ocr?.warnings ?? []).map((w) => `${w.code} ${w.detail}`));
  const last = (stage: Stage): number =>
    one.attempts.reduce((max, a) => (a.stage === stage ? Math.max(max, a.attempt) : max), 0);
  return final.warnings.map((w) => {
    const stage: Stage = early.has(`${w.code} ${w.detail}`) ? 'ocr' : 'finalization';
    return {
      code: w.code,
      stage,
      detail: w.detail,
      attempt: last(stage),
      ...(w.pages === undefined ? {} : { pages: w.pages }),
    };
  });
}
