/** The sandbox: what its calls send to a child and what they accept from it. */
import type { Logger } from 'pino';
import { renderingSchema } from '../../shared/rendering.ts';
import { STAGE_LABEL, type Stage } from '../../shared/stages.ts';
import type { FileToRead, StageInput, ViewSource } from '../documents/types.ts';
import {
  drawnSheetsSchema,
  enginesSchema,
  expansionSchema,
  inspectionSchema,
  outputSchema,
  pageImageSchema,
  placedWordsSchema,
  sheetSchema,
} from './answers.ts';
import { ChildPool } from './child-pool.ts';
import { childEnvironment } from './environment.ts';
import type { ChildSettings, ChildStarter } from './link.ts';
import { nodeWays } from './node-process.ts';
import { type Placed, placeProven, placeUnproven } from './original.ts';
import { collectMembers } from './place.ts';
import type { Sandbox } from './types.ts';

export interface SandboxOptions {
  /** The built `sandbox.js`. */
  entry: string;
  /** The ways to start a child; by default as Node processes, behind the walls that this machine can build. */
  starter?: ChildStarter | undefined;
  maxWorkers?: number;
  log?: Logger;
  /** OCR engine; `auto` prefers the native command if it is installed. */
  ocr?: 'auto' | 'native' | 'js';
  /** Resident memory of one child above which it is killed, MB. */
  memoryMb?: number;
  /** Time limit of calls that carry none of their own (inspect, expand, engines), ms. */
  callTimeoutMs?: number;
  /** By default the value of `REDWELL_WALLS`: `required`, `off`, or else `auto`. */
  walls?: 'auto' | 'required' | 'off';
}

const MEMORY_MB = 2048;
const CALL_TIMEOUT_MS = 120_000;

/** Creates a sandbox. It starts its children when they are first needed. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const timeoutMs = options.callTimeoutMs ?? CALL_TIMEOUT_MS;
  const pool = openPool(options);
  return {
    inspect: (file, signal) =>
      pool.run({
        ...{ work: 'Checking the file', method: 'inspect', timeoutMs, signal },
        prepare: async (folder) => [await placed(folder, file, signal)],
        accept: (value) => inspectionSchema.parse(value),
      }),
    expand: (file, into, limits, signal) =>
      pool.run({
        ...{ work: 'Unpacking the file', method: 'expand', timeoutMs, signal },
        prepare: async (folder) => [await placed(folder, file, signal), folder, limits],
        async accept(value, folder) {
          const expansion = expansionSchema.parse(value);
          await collectMembers(folder, into, expansion, limits);
          return expansion;
        },
      }),
    runStage: (stage, input, signal, onStart) =>
      proven((proofs) =>
        pool.run({
          ...{ work: `The stage “${STAGE_LABEL[stage]}”`, method: 'runStage' },
          ...{ timeoutMs: input.limits.timeoutMs, signal, onStart },
          async prepare(folder) {
            const { type, bytes } = input.document;
            const copy = await placedForStage(folder, stage, input, signal);
            proofs.push(copy.proof);
            const document = { id: '', batchId: '', path: '', type, bytes, location: copy.location };
            return [stage, { ...input, document }];
          },
          accept: (value) => outputSchema(stage).parse(value),
        }),
      ),
    drawPage: (file, page, width, signal) =>
      pool.run({
        ...{ work: 'Drawing the page', method: 'drawPage', timeoutMs, signal },
        prepare: async (folder) => [await placedToView(folder, file, signal), page, width],
        accept: (value) => pageImageSchema.parse(value),
      }),
    drawSheets: (file, pages, options, signal) =>
      pool.run({
        ...{ work: 'Drawing pages', method: 'drawSheets', timeoutMs, signal },
        prepare: async (folder) => [await placedToView(folder, file, signal), pages, options],
        accept: (value) => drawnSheetsSchema.parse(value),
      }),
    drawSlip: (lines, options, signal) =>
      pool.run({
        ...{ work: 'Drawing a slip sheet', method: 'drawSlip', timeoutMs, signal },
        prepare: () => [lines, options],
        accept: (value) => sheetSchema.parse(value),
      }),
    findWords: (file, page, by, signal) =>
      pool.run({
        ...{ work: 'Finding the words of the page', method: 'findWords', timeoutMs, signal },
        prepare: async (folder) => [await placedToView(folder, file, signal), page, by],
        accept: (value) => placedWordsSchema.parse(value),
      }),
    render: (file, signal) =>
      pool.run({
        ...{ work: 'Rendering the document', method: 'render', timeoutMs, signal },
        prepare: async (folder) => [await placedToView(folder, file, signal)],
        accept: (value) => renderingSchema.parse(value),
      }),
    engines: () =>
      pool.run({
        ...{ work: 'Looking for engines', method: 'engines', timeoutMs },
        prepare: () => [],
        accept: (value) => enginesSchema.parse(value),
      }),
    walls: () => pool.walls(),
    dispose: () => pool.dispose(),
  };
}

function openPool(options: SandboxOptions): ChildPool {
  const memoryMb = options.memoryMb ?? MEMORY_MB;
  const walls = options.walls ?? wallsIn(process.env.REDWELL_WALLS);
  const settings: ChildSettings = {
    entry: options.entry,
    oldSpaceMb: Math.round(memoryMb / 2),
    env: childEnvironment(process.env, { ocr: options.ocr ?? 'auto', retireMb: memoryMb / 2 }),
  };
  return new ChildPool({
    ways: (folders) => options.starter?.(settings, folders) ?? nodeWays(settings, folders, walls !== 'off'),
    wallsRequired: walls === 'required',
    ...{ maxWorkers: options.maxWorkers, memoryMb, log: options.log },
  });
}

const wallsIn = (value: string | undefined): 'auto' | 'required' | 'off' =>
  value === 'required' || value === 'off' ? value : 'auto';

/** What a container holds is written to disk, so a file is opened by `inspect` and `expand` only when it is proven. */
async function placed(
  folder: string,
  { location, type, passwords, proof }: FileToRead,
  signal: AbortSignal | undefined,
): Promise<FileToRead> {
  const copy =
    proof === undefined
      ? await placeUnproven(folder, location)
      : await placeProven(folder, { ...proof, location }, signal);
  await copy.proof;
  return { location: copy.location, type, ...(passwords === undefined ? {} : { passwords }) };
}

const placedToView = async (
  folder: string,
  file: FileToRead,
  signal: AbortSignal | undefined,
): Promise<ViewSource> => {
  const { location, type, passwords = [] } = await placed(folder, file, signal);
  return { location, type, passwords };
};

/** Only the first stage reads the original. One that is too large or empty is refused by its size, and not read. */
async function placedForStage(
  folder: string,
  stage: Stage,
  { document, limits }: StageInput,
  signal: AbortSignal | undefined,
): Promise<Placed> {
  const { sha256, bytes, location } = document;
  if (stage !== 'ocr' || bytes === 0 || bytes > limits.maxBytes)
    return { location: '', proof: Promise.resolve() };
  if (sha256 === undefined) return placeUnproven(folder, location);
  return placeProven(folder, { ...document, sha256 }, signal);
}

/**
 * Runs `work`, which may begin before its originals are proven. Its result, or its error, counts only when they are.
 * @throws DocumentError altered; whatever `work` throws
 */
async function proven<T>(work: (proofs: Promise<void>[]) => Promise<T>): Promise<T> {
  const proofs: Promise<void>[] = [];
  try {
    return await work(proofs);
  } finally {
    await Promise.all(proofs);
  }
}
