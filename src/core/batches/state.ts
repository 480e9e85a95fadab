/** The packed document state and the one-letter statuses, as lua/include/state.lua defines them. */
import type { DocumentStatus } from '../../shared/documents.ts';
import { type ExceptionCode, exceptionCodeSchema } from '../../shared/exceptions.ts';
import { DOCUMENT_LETTER, STAGE_LETTER } from '../../shared/letters.ts';
import { STAGES, type Stage, type StageStatus } from '../../shared/stages.ts';

const invert = <K extends string>(table: Record<K, string>): ReadonlyMap<string, K> =>
  new Map((Object.entries(table) as [K, string][]).map(([key, letter]) => [letter, key]));
const stageStatusOf = invert<StageStatus>(STAGE_LETTER);
const documentStatusOf = invert<DocumentStatus>(DOCUMENT_LETTER);

/** @throws RangeError for a letter that is not a status */
export function stageStatus(letter: string): StageStatus {
  const status = stageStatusOf.get(letter);
  if (status === undefined) throw new RangeError(`Unknown stage status ${JSON.stringify(letter)}`);
  return status;
}

/** @throws RangeError for a letter that is not a status */
export function documentStatus(letter: string): DocumentStatus {
  const status = documentStatusOf.get(letter);
  if (status === undefined) throw new RangeError(`Unknown document status ${JSON.stringify(letter)}`);
  return status;
}

/** Scripts number the stages from 1. */
export const stageNumber = (stage: Stage): number => STAGES.indexOf(stage) + 1;

/** @throws RangeError outside 1-6 */
export function stageAt(number: number): Stage {
  const stage = STAGES[number - 1];
  if (stage === undefined) throw new RangeError(`Stage ${number} does not exist`);
  return stage;
}

export interface DocumentState {
  status: DocumentStatus;
  run: number;
  stages: { status: StageStatus; attempt: number }[];
  warning: boolean;
  code: ExceptionCode | null;
}

/** @throws RangeError if the string is not a packed state */
export function unpackState(packed: string): DocumentState {
  const stages = STAGES.map((_stage, i) => {
    const from = 4 + i * 6;
    return { status: stageStatus(packed.charAt(from)), attempt: Number(packed.slice(from + 1, from + 6)) };
  });
  const code = exceptionCodeSchema.safeParse(packed.slice(41));
  return {
    status: documentStatus(packed.charAt(0)),
    run: Number(packed.slice(1, 4)),
    stages,
    warning: packed.charAt(40) === '1',
    code: code.success ? code.data : null,
  };
}

/** Returns the first stage that is not completed; null if all are. */
export function nextStage(state: DocumentState): Stage | null {
  return STAGES.find((_stage, i) => state.stages[i]?.status !== 'completed') ?? null;
}
