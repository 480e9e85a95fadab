/** Writes what the stages found, and the record of each attempt. */
import type { Attempt, DocumentException } from '../../shared/documents.ts';
import { STAGES, type Stage } from '../../shared/stages.ts';
import type { StageResults } from '../documents/types.ts';
import type { Database } from './connection.ts';
import { documentEnds } from './document-ends.ts';
import { forIndex, textWriter } from './text-rows.ts';
import { minuteOf, type Touched } from './touched.ts';
import type { DocumentResults } from './types.ts';

/** Columns of a document that follow from its results. `…_at` is when the attempt ended that made the stored result. */
interface ResultColumns {
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
interface StoredDocument extends ResultColumns {
  n: number;
  batch: number;
  intake_warnings: string;
  ended_at: number | null;
}

/**
 * Returns a function that writes documents' results and attempts. Call it inside a transaction. A result is written when
 * it is newer than the stored one. It skips documents that history doesn't have.
 */
export function resultWriter(db: Database): (results: readonly DocumentResults[], touched: Touched) => void {
  const read = db.prepare(
    `SELECT n, batch, intake_warnings, ended_at, text_at, entities_at, relationships_at, final_at, pages, pages_ocr,
       characters, entities, warnings, warned FROM documents WHERE id = ?`,
  );
  const write = db.prepare(
    `UPDATE documents SET text_at = :text_at, entities_at = :entities_at, relationships_at = :relationships_at,
       final_at = :final_at, pages = :pages, pages_ocr = :pages_ocr, characters = :characters, entities = :entities,
       warnings = :warnings, warned = :warned WHERE n = :n`,
  );
  const writeAttempts = attemptWriter(db);
  const contents = contentWriter(db);
  const ends = documentEnds(db);

  /** Writes the results that are newer than the stored ones. @returns the columns that change with them */
  const writeNewer = (d: StoredDocument, one: DocumentResults): Partial<ResultColumns> => {
    const { ocr, entity_resolution, relationship_building, finalization } = one.results;
    const changed: Partial<ResultColumns> = {};
    const isNewer = (stage: Stage, column: 'text_at' | 'entities_at' | 'relationships_at' | 'final_at') => {
      const at = madeAt(one.attempts, stage);
      if (at <= d[column]) return false;
      changed[column] = at;
      return true;
    };
    if (ocr !== undefined && isNewer('ocr', 'text_at')) contents.text(d, one.documentId, ocr);
    if (entity_resolution !== undefined && isNewer('entity_resolution', 'entities_at'))
      contents.entities(d, entity_resolution);
    if (relationship_building !== undefined && isNewer('relationship_building', 'relationships_at'))
      contents.relationships(d, relationship_building);
    if (finalization !== undefined && isNewer('finalization', 'final_at')) {
      const warnings = warningsOf(one, finalization);
      changed.pages = finalization.pages;
      changed.pages_ocr = finalization.pagesOcr;
      changed.characters = finalization.characters;
      changed.entities = finalization.entities;
      changed.warnings = JSON.stringify(warnings);
      changed.warned = warnings.length > 0 || d.intake_warnings !== '[]' ? 1 : 0;
    }
    return changed;
  };

  return (all, touched) => {
    for (const one of all) {
      const d = read.get(one.documentId) as StoredDocument | undefined;
      if (d === undefined) continue;
      touched.batches.add(d.batch);
      if (d.ended_at !== null) touched.minutes.add(minuteOf(d.ended_at));
      writeAttempts(d.n, one.attempts, touched);
      const changed = writeNewer(d, one);
      if (Object.keys(changed).length === 0) continue;
      const { batch: _batch, intake_warnings: _warnings, ended_at: _endedAt, ...row } = { ...d, ...changed };
      write.run(row);
      if (changed.pages !== undefined) ends.setPages(d.n, changed.pages);
    }
  };
}

function attemptWriter(db: Database): (n: number, attempts: readonly Attempt[], touched: Touched) => void {
  const write = db.prepare('INSERT OR IGNORE INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return (n, attempts, touched) => {
    for (const a of attempts) {
      const { changes } = write.run(
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
}

/** Writes texts, entities and relationships, replacing earlier ones. */
function contentWriter(db: Database) {
  const text = textWriter(db);
  const dropWords = db.prepare('DELETE FROM text_words WHERE rowid = ?');
  const words = db.prepare('INSERT INTO text_words (rowid, body) VALUES (?, ?)');
  const dropEntities = db.prepare('DELETE FROM entities WHERE document = ?');
  const entity = db.prepare('INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const dropRelationships = db.prepare('DELETE FROM relationships WHERE document = ?');
  const relationship = db.prepare('INSERT INTO relationships VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    text(d: StoredDocument, documentId: string, ocr: StageResults['ocr']): void {
      if (d.text_at >= 0) dropWords.run(d.n);
      text(d.n, documentId, ocr);
      words.run(d.n, forIndex(ocr.text));
    },
    entities(d: StoredDocument, found: StageResults['entity_resolution']): void {
      if (d.entities_at >= 0) dropEntities.run(d.n);
      found.entities.forEach((e, place) => {
        const canonical = e.canonical === e.text ? null : e.canonical;
        entity.run(d.n, place, e.kind, e.text, canonical, e.start, e.end, e.page);
      });
    },
    relationships(d: StoredDocument, found: StageResults['relationship_building']): void {
      if (d.relationships_at >= 0) dropRelationships.run(d.n);
      found.relationships.forEach((r, place) => {
        const ends = [r.from, r.fromKind, r.to, r.toKind];
        const evidence = JSON.stringify(r.evidence);
        relationship.run(d.n, place, r.kind, ...ends, r.weight, evidence, r.role ?? null);
      });
    },
  };
}

/** Returns when the attempt ended that made a stage's current result; 0 when its record is missing. */
function madeAt(attempts: readonly Attempt[], stage: Stage): number {
  let at = 0;
  for (const attempt of attempts)
    if (attempt.stage === stage && attempt.outcome === 'completed' && attempt.endedAt > at)
      at = attempt.endedAt;
  return at;
}

/** Returns the final warnings, each with the stage that gave it. */
function warningsOf(one: DocumentResults, final: StageResults['finalization']): DocumentException[] {
  const early = new Set((one.results.ocr?.warnings ?? []).map((w) => `${w.code} ${w.detail}`));
  const lastAttempt = (stage: Stage): number =>
    one.attempts.reduce((max, a) => (a.stage === stage ? Math.max(max, a.attempt) : max), 0);
  return final.warnings.map((w) => {
    const stage: Stage = early.has(`${w.code} ${w.detail}`) ? 'ocr' : 'finalization';
    return {
      code: w.code,
      stage,
      detail: w.detail,
      attempt: lastAttempt(stage),
      ...(w.pages === undefined ? {} : { pages: w.pages }),
    };
  });
}
