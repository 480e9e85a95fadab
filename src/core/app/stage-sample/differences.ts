/** Says what is different between what history has of a document and what a stage found now. */
import type { SampleDifference } from '../../../shared/bridge-sample.ts';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { ExceptionCode } from '../../../shared/exceptions.ts';
import type { Entity, Relationship } from '../../../shared/mentions.ts';
import { STAGES, type Stage } from '../../../shared/stages.ts';
import type { StageResults } from '../../documents/types.ts';
import { yieldEvery } from '../../util/event-loop.ts';

/** Names that are sent at most; the count says how many there are. */
const FIRST_NAMES = 5;

/** @param from the first stage that ran anew: what earlier stages found is not compared */
export async function differenceOf(
  before: DocumentDetail,
  after: Partial<StageResults>,
  from: Stage,
): Promise<SampleDifference> {
  const { ocr, entity_resolution, relationship_building, finalization } = after;
  return {
    words: from === 'ocr' && ocr !== undefined ? await wordsOf(before.text ?? '', ocr.text) : null,
    names: entity_resolution === undefined ? null : namesOf(before.entityList, entity_resolution.entities),
    relationships:
      relationship_building === undefined
        ? null
        : relationshipsOf(before.relationships, relationship_building.relationships),
    warnings: finalization === undefined ? null : warningsOf(before, finalization.warnings),
  };
}

export const isDifferent = ({ words, names, relationships, warnings }: SampleDifference): boolean =>
  words?.changed === true ||
  (names !== null && names.came.count + names.went.count + names.changed > 0) ||
  (relationships !== null && relationships.came + relationships.went + relationships.changed > 0) ||
  (warnings !== null && warnings.came.length + warnings.went.length > 0);

/** Counts the words of a text. A text may have millions, so others get their turn. */
async function countWords(text: string): Promise<{ all: number; counts: Map<string, number> }> {
  const yieldIfDue = yieldEvery();
  const counts = new Map<string, number>();
  let all = 0;
  for (const [word] of text.matchAll(/\S+/g)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    all += 1;
    if (all % 1000 === 0) await yieldIfDue();
  }
  return { all, counts };
}

/** How many items of `a` are not in `b`, each as often as it is there. */
function surplus(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [key, n] of a) sum += Math.max(0, n - (b.get(key) ?? 0));
  return sum;
}

export async function wordsOf(
  before: string,
  after: string,
): Promise<NonNullable<SampleDifference['words']>> {
  const was = await countWords(before);
  const is = await countWords(after);
  return {
    ...{ before: was.all, after: is.all, changed: before !== after },
    ...{ gone: surplus(was.counts, is.counts), added: surplus(is.counts, was.counts) },
  };
}

const entityKey = ({ kind, canonical }: Entity): string => `${kind}\n${canonical}`;

function namesOf(
  before: readonly Entity[],
  after: readonly Entity[],
): NonNullable<SampleDifference['names']> {
  // Where a name stands belongs to it: the same name in other places is another finding.
  const placesOf = (entities: readonly Entity[]): Map<string, string> => {
    const places = new Map<string, string>();
    for (const entity of entities) {
      const key = entityKey(entity);
      places.set(key, `${places.get(key) ?? ''} ${entity.start}-${entity.end}`);
    }
    return places;
  };
  const [was, is] = [placesOf(before), placesOf(after)];
  const only = (these: ReadonlyMap<string, string>, those: ReadonlyMap<string, string>): string[] =>
    [...these.keys()].filter((key) => !those.has(key)).sort();
  return {
    came: firstOf(only(is, was)),
    went: firstOf(only(was, is)),
    changed: [...is].filter(([key, places]) => was.has(key) && was.get(key) !== places).length,
  };
}

function firstOf(keys: readonly string[]): NonNullable<SampleDifference['names']>['came'] {
  const first = keys.slice(0, FIRST_NAMES).map((key) => {
    const at = key.indexOf('\n');
    return { kind: key.slice(0, at) as Entity['kind'], name: key.slice(at + 1) };
  });
  return { count: keys.length, first };
}

const relationshipKey = ({ kind, from, fromKind, to, toKind }: Relationship): string =>
  [kind, fromKind, from, toKind, to].join('\n');
const relationshipValue = ({ weight, role = '' }: Relationship): string => `${weight} ${role}`;

function relationshipsOf(
  before: readonly Relationship[],
  after: readonly Relationship[],
): NonNullable<SampleDifference['relationships']> {
  const values = (all: readonly Relationship[]): Map<string, string> =>
    new Map(all.map((one) => [relationshipKey(one), relationshipValue(one)]));
  const [was, is] = [values(before), values(after)];
  return {
    came: [...is.keys()].filter((key) => !was.has(key)).length,
    went: [...was.keys()].filter((key) => !is.has(key)).length,
    changed: [...is].filter(([key, value]) => was.has(key) && was.get(key) !== value).length,
  };
}

/** What intake warned of is not found by a stage, and stays. */
function warningsOf(
  before: DocumentDetail,
  after: readonly { code: ExceptionCode }[],
): NonNullable<SampleDifference['warnings']> {
  const was = before.warnings.filter(({ stage }) => stage !== null).map(({ code }) => code);
  const is = after.map(({ code }) => code);
  return {
    came: [...new Set(is.filter((code) => !was.includes(code)))],
    went: [...new Set(was.filter((code) => !is.includes(code)))],
  };
}

/**
 * Returns the stages that run: the first one and all that follow. Names are not stored as they were found, so those that
 * are matched or linked are found again.
 */
export const stagesFrom = (from: Stage): readonly Stage[] =>
  STAGES.slice(Math.min(STAGES.indexOf(from), STAGES.indexOf('entity_extraction')));

/** How long stages took in history, ms; null if one of them came from the cache or is not on record. */
export function recordedMs({ stages }: DocumentDetail, from: Stage): number | null {
  let sum = 0;
  for (const stage of stagesFrom(from)) {
    const { durationMs, cached, status } = stages[stage];
    if (cached || (status === 'completed' && durationMs === null)) return null;
    sum += durationMs ?? 0;
  }
  return sum;
}
