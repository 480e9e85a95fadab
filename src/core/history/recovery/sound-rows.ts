/** Refuses rows that have the right shape but not the content that Redwell writes. */
import { inflateRawSync } from 'node:zlib';
import { BATCH_STATUSES, RUN_KINDS } from '../../../shared/batches.ts';
import { LISTS } from '../../../shared/document-list.ts';
import { documentStatusSchema } from '../../../shared/documents.ts';
import { exceptionCodeSchema } from '../../../shared/exceptions.ts';
import { EXPORT_KINDS, EXPORT_OUTCOMES } from '../../../shared/handover.ts';
import { STAGES } from '../../../shared/stages.ts';
import { unpackStages } from '../fold-events.ts';
import { OLD_SPELLINGS } from '../migrations/0004-spelling.ts';
import type { Value } from './page-rows.ts';

type Row = Readonly<Record<string, Value>>;
type Check = (value: Value | undefined) => boolean;

const among =
  (words: readonly string[]): Check =>
  (value) =>
    words.includes(String(value));

const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

/** Whether `read` does not throw on the value. A value that is NULL or that the version did not have yet is sound. */
const readable =
  (read: (text: string) => unknown): Check =>
  (value) => {
    if (value === null || value === undefined) return true;
    try {
      read(String(value));
      return true;
    } catch {
      // Whatever it says, the row cannot be shown.
      return false;
    }
  };

const json = readable((text) => JSON.parse(text));
const filled: Check = (value) => typeof value === 'string' && value !== '';
const stage: Check = (value) => value === null || (Number(value) >= 0 && Number(value) < STAGES.length);

const inflatable: Check = (value) => {
  if (!Buffer.isBuffer(value)) return false;
  try {
    inflateRawSync(value);
    return true;
  } catch {
    // A text whose pages are damaged.
    return false;
  }
};

const CHECKS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  batches: { id: filled, status: among([...BATCH_STATUSES, ...OLD_SPELLINGS]), saved: json },
  documents: {
    id: (value) => /.-d\d+$/.test(String(value)),
    path: filled,
    status: among([...documentStatusSchema.options, ...OLD_SPELLINGS]),
    stages: readable((text) => {
      if (unpackStages(text).length !== STAGES.length) throw new RangeError('not six stages');
    }),
    stage,
    code: (value) => value === null || among([...exceptionCodeSchema.options, ...OLD_SPELLINGS])(value),
    exception: json,
    intake_warnings: json,
    warnings: json,
  },
  attempts: { stage },
  attention: {
    decision: filled,
    code: among(exceptionCodeSchema.options),
    kind: among(['dismissed', 'assigned']),
  },
  document_ends: { status: among(documentStatusSchema.options) },
  batch_runs: { kind: among(RUN_KINDS), status: among(BATCH_STATUSES) },
  forecasts: { basis: among(['past', 'pace']) },
  document_tags: { tag: filled },
  views: { list: among(LISTS), name: filled, columns: json },
  texts: { body: inflatable, page_map: json, metadata: json },
  relationships: { evidence: json },
  exports: {
    id: filled,
    batch_id: filled,
    kind: among(EXPORT_KINDS),
    outcome: orNull(among(EXPORT_OUTCOMES)),
  },
  notifications: { notification: json },
  batch_relationships: { evidence: json },
};

export const isSound = (table: string, row: Row): boolean =>
  Object.entries(CHECKS[table] ?? {}).every(([column, check]) => check(row[column]));
