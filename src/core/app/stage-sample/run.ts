/**
 * Runs stages of one document as a worker would, out of its proven original or its stored text, and compares what they
 * find with history. The results are dropped.
 */
import type { SampledDocument } from '../../../shared/bridge-sample.ts';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { Stage } from '../../../shared/stages.ts';
import { DocumentError } from '../../documents/errors.ts';
import type {
  OcrResult,
  StageInput,
  StageLimits,
  StageResults,
  StageWarning,
} from '../../documents/types.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { differenceOf, isDifferent, recordedMs, stagesFrom } from './differences.ts';

export interface Runner {
  sandbox: Pick<Sandbox, 'runStage'>;
  limits: StageLimits;
  /** Passwords of the batch. */
  passwords: readonly string[];
  /** When the batch was made, Unix ms. */
  receivedAt: number;
  locate(document: DocumentDetail): Promise<string>;
}

const NO_TEXT =
  'Its text was never read, so this stage has nothing to work on. Try “Reading text” to see whether it can be read now.';
const BAD_TEXT =
  'Its stored text is not the one that was read, so it cannot be a basis. Run the batch again.';

/** Returns what the reading stage found, as history has it. */
function storedText({ text, pageMap, metadata, warnings }: DocumentDetail): OcrResult {
  return {
    text: text ?? '',
    pages: pageMap.map(({ reason, ...span }) => (reason === undefined ? span : { ...span, reason })),
    metadata,
    warnings: warnings
      .filter(({ stage }) => stage === 'ocr')
      .map(({ code, detail, pages }) => ({
        code: code as StageWarning['code'],
        detail,
        ...(pages === undefined ? {} : { pages }),
      })),
  };
}

/** @throws the signal's reason; an error that is not about the document */
export async function runSampled(
  runner: Runner,
  document: DocumentDetail,
  from: Stage,
  signal: AbortSignal,
): Promise<SampledDocument> {
  const { id, path, type, exception, text, textCheck } = document;
  const before = exception?.code ?? null;
  const row = { ...{ documentId: id, path, type, before, after: null, detail: '' }, difference: null };
  const told = { ...row, msBefore: recordedMs(document, from), msAfter: null };
  if (from !== 'ocr' && (text === null || textCheck === 'differs'))
    return { ...told, outcome: 'not_run', detail: text === null ? NO_TEXT : BAD_TEXT };
  const results: Partial<StageResults> = from === 'ocr' ? {} : { ocr: storedText(document) };
  let ms = 0;
  try {
    for (const stage of stagesFrom(from)) {
      const { result, took } = await runOne(runner, document, stage, results, signal);
      Object.assign(results, { [stage]: result });
      ms += took;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DocumentError)) throw error;
    const outcome = before === null ? 'broken' : 'failing';
    return { ...told, outcome, after: error.code, detail: error.message.slice(0, 500) };
  }
  const difference = await differenceOf(document, results, from);
  const outcome = before !== null ? 'mended' : isDifferent(difference) ? 'changed' : 'same';
  return { ...told, outcome, difference, msAfter: ms };
}

async function runOne(
  { sandbox, limits, passwords, receivedAt, locate }: Runner,
  document: DocumentDetail,
  stage: Stage,
  results: Partial<StageResults>,
  signal: AbortSignal,
): Promise<{ result: StageResults[Stage]; took: number }> {
  const { id, batchId, path, type, bytes, sha256 } = document;
  const input: StageInput = {
    document: { id, batchId, path, type, bytes, sha256, receivedAt, location: await locate(document) },
    ...{ results, limits, passwords },
  };
  let started = performance.now();
  const { result } = await sandbox.runStage(stage, input, signal, () => {
    started = performance.now();
  });
  return { result, took: Math.round(performance.now() - started) };
}
