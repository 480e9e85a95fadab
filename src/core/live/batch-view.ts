/** Converts a batch's hash in Redis to the Batch that the app shows. */
import {
  type Batch,
  type BatchStatus,
  batchStatusSchema,
  type Eta,
  percentDone,
  prioritySchema,
  type RunKind,
  runKindSchema,
  type StageProgress,
} from '../../shared/batches.ts';
import { exceptionCodeSchema } from '../../shared/exceptions.ts';
import { STAGES, type Stage } from '../../shared/stages.ts';

export type BatchHash = Readonly<Record<string, string>>;

const number = (hash: BatchHash, field: string): number => Number(hash[field] ?? 0);
const numberOrNull = (hash: BatchHash, field: string): number | null =>
  hash[field] === undefined ? null : Number(hash[field]);

function stageProgress(hash: BatchHash, index: number): StageProgress {
  const s = (letter: string): number => number(hash, `s${index}:${letter}`);
  return {
    waiting: s('w'),
    running: s('r'),
    retrying: s('y'),
    completed: s('c'),
    failed: s('f'),
    skipped: s('s'),
    cached: s('h'),
    totalMs: s('ms'),
  };
}

function causes(hash: BatchHash): Batch['causes'] {
  const found: Batch['causes'] = [];
  for (const [field, count] of Object.entries(hash)) {
    const match = /^e:(\d):(\w+)$/.exec(field);
    const code = exceptionCodeSchema.safeParse(match?.[2]);
    if (match === null || !code.success || Number(count) === 0) continue;
    found.push({ stage: STAGES[Number(match[1]) - 1] ?? null, code: code.data, count: Number(count) });
  }
  return found.sort((a, b) => b.count - a.count);
}

/** Returns the active time of this run, ms: from the start of its first stage to the end or now, without pauses. */
function activeMs(hash: BatchHash, now: number): number | null {
  const started = numberOrNull(hash, 'startedAt');
  if (started === null) return null;
  const end = numberOrNull(hash, 'endedAt') ?? numberOrNull(hash, 'pausedAt') ?? now;
  return Math.max(0, end - started - number(hash, 'pausedMs'));
}

/** Returns the active time of this run and of the runs that it continues, ms. */
function workedMs(hash: BatchHash, now: number): number | null {
  const active = activeMs(hash, now);
  const earlier = numberOrNull(hash, 'workedMs');
  return active === null ? earlier : active + (earlier ?? 0);
}

/** A run of a batch, as its hash tells it. */
export interface RunFacts {
  run: number;
  kind: RunKind;
  startedAt: number | null;
  activeMs: number;
}

/** Returns the facts of the batch's current or last run. */
export const runOf = (hash: BatchHash, now: number): RunFacts => ({
  run: number(hash, 'run'),
  kind: runKindSchema.catch('first').parse(hash.kind),
  startedAt: numberOrNull(hash, 'startedAt'),
  activeMs: activeMs(hash, now) ?? 0,
});

/** @param pace documents per minute and expected end, which need more than one reading of the hash */
export function toBatch(
  id: string,
  hash: BatchHash,
  now: number,
  pace: { throughput: number | null; eta: Eta | null } = { throughput: null, eta: null },
): Batch {
  const stages = Object.fromEntries(STAGES.map((stage, i) => [stage, stageProgress(hash, i + 1)])) as Record<
    Stage,
    StageProgress
  >;
  const found = causes(hash);
  const status: BatchStatus = batchStatusSchema.catch('running').parse(hash.status);
  return {
    id,
    name: hash.name ?? id,
    matter: hash.matter ?? '',
    custodian: hash.custodian ?? '',
    priority: prioritySchema.catch('normal').parse(hash.priority),
    status,
    createdAt: number(hash, 'createdAt'),
    startedAt: numberOrNull(hash, 'firstStartedAt') ?? numberOrNull(hash, 'startedAt'),
    endedAt: numberOrNull(hash, 'endedAt'),
    durationMs: workedMs(hash, now),
    equation: {
      received: number(hash, 'total'),
      completed: number(hash, 'd:c'),
      duplicates: number(hash, 'd:d'),
      excluded: number(hash, 'd:k') + number(hash, 'd:x'),
      exceptions: number(hash, 'd:e'),
      pending: number(hash, 'd:p') + number(hash, 'd:r'),
    },
    running: Object.values(stages).reduce((sum, { running }) => sum + running, 0),
    started: number(hash, 'd:r'),
    canceled: number(hash, 'd:x'),
    warnings: number(hash, 'warn'),
    stages,
    percent: percentDone({ stages, causes: found, canceled: number(hash, 'd:x') }),
    bytes: number(hash, 'bytes'),
    bytesDone: number(hash, 'bytesDone'),
    pages: number(hash, 'pages'),
    pagesOcr: number(hash, 'pagesOcr'),
    characters: number(hash, 'characters'),
    entities: number(hash, 'entities'),
    cacheHits: number(hash, 'hits'),
    cacheMisses: number(hash, 'misses'),
    savedMs: number(hash, 'savedMs'),
    ...(hash.warmed === undefined
      ? {}
      : { warmed: { contents: number(hash, 'warmed'), of: number(hash, 'warmable') } }),
    throughput: pace.throughput,
    eta: pace.eta,
    waiting: null,
    causes: found,
    pausedBy: hash.pausedBy === 'stop_loss' ? 'stop_loss' : status === 'paused' ? 'operator' : null,
    submitted: number(hash, 'submitted'),
    source: 'live',
  };
}
