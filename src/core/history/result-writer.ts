/** What the stages found, and the record of each attempt. */
import { deflateRawSync } from 'node:zlib';
import type { Attempt, DocumentException } from '../../shared/documents.ts';
import { STAGES, type Stage } from '../../shared/stages.ts';
import type { StageResults } from '../pipeline/types.ts';
import type { Database } from './database.ts';
import { minuteOf, type Touched } from './event-writer.ts';
import type { DocumentResults } from './types.ts';

interface Versions {
  n: number;
  batch: number;
  path: string;
  intake_warnings: string;
  ended_at: number | null;
  text_at: number;
  entities_at: number;
  relationships_at: number;
  final_at: number;
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
    `SELECT n, batch, path, intake_warnings, ended_at, text_at, entities_at, relationships_at, final_at
     FROM documents WHERE id = ?`,
  );
  const attempt = db.prepare('INSERT OR IGNORE INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const text = db.prepare('INSERT OR REPLACE INTO texts VALUES (?, ?, ?)');
  const textAt = db.prepare('UPDATE documents SET text_at = ? WHERE n = ?');
  const words = db.prepare('UPDATE words SET path = ?, body = ? WHERE rowid = ?');
  const entitiesAt = db.prepare('UPDATE documents SET entities_at = ? WHERE n = ?');
  const dropEntities = db.prepare('DELETE FROM entities WHERE document = ?');
  const entity = db.prepare('INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const relationshipsAt = db.prepare('UPDATE documents SET relationships_at = ? WHERE n = ?');
  const dropRelationships = db.prepare('DELETE FROM relationships WHERE document = ?');
  const relationship = db.prepare('INSERT INTO relationships VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const finalise = db.prepare(
    `UPDATE documents SET pages = ?, pages_ocr = ?, characters = ?, entities = ?, warnings = ?, warned = ?,
       final_at = ? WHERE n = ?`,
  );

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

  const keepText = (d: Versions, ocr: StageResults['ocr'], at: number): void => {
    text.run(d.n, deflateRawSync(ocr.text, { level: 1 }), JSON.stringify(ocr.pages));
    words.run(d.path, ocr.text, d.n);
    textAt.run(at, d.n);
  };

  const keepEntities = (d: Versions, found: StageResults['entity_resolution'], at: number): void => {
    dropEntities.run(d.n);
    found.entities.forEach((e, place) => {
      const canonical = e.canonical === e.text ? null : e.canonical;
      entity.run(d.n, place, e.kind, e.text, canonical, e.start, e.end, e.page);
    });
    entitiesAt.run(at, d.n);
  };

  const keepRelationships = (d: Versions, found: StageResults['relationship_building'], at: number): void => {
    dropRelationships.run(d.n);
    found.relationships.forEach((r, place) => {
      const evidence = JSON.stringify(r.evidence);
      relationship.run(d.n, place, r.kind, r.from, r.fromKind, r.to, r.toKind, r.weight, evidence);
    });
    relationshipsAt.run(at, d.n);
  };

  const keepFinal = (d: Versions, one: DocumentResults, final: StageResults['finalization'], at: number) => {
    const warnings = warningsOf(one, final);
    const warned = warnings.length > 0 || d.intake_warnings !== '[]' ? 1 : 0;
    const json = JSON.stringify(warnings);
    finalise.run(final.pages, final.pagesOcr, final.characters, final.entities, json, warned, at, d.n);
  };

  return (all, touched) => {
    for (const one of all) {
      const d = read.get(one.documentId) as Versions | undefined;
      if (d === undefined) continue;
      touched.batches.add(d.batch);
      if (d.ended_at !== null) touched.minutes.add(minuteOf(d.ended_at));
      keepAttempts(d.n, one.attempts, touched);
      const { ocr, entity_resolution, relationship_building, finalization } = one.results;
      const at = (stage: Stage): number => madeAt(one.attempts, stage);
      if (ocr !== undefined && at('ocr') > d.text_at) keepText(d, ocr, at('ocr'));
      if (entity_resolution !== undefined && at('entity_resolution') > d.entities_at)
        keepEntities(d, entity_resolution, at('entity_resolution'));
      if (relationship_building !== undefined && at('relationship_building') > d.relationships_at)
        keepRelationships(d, relationship_building, at('relationship_building'));
      if (finalization !== undefined && at('finalization') > d.final_at)
        keepFinal(d, one, finalization, at('finalization'));
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
