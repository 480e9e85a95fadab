/** Batches made of documents. All counters are computed from the rows, so the equation always holds. */
import type { Batch, BatchStatus } from '../../../../src/shared/batches.ts';
import type { DocumentRow } from '../../../../src/shared/documents.ts';
import type { ExceptionCode } from '../../../../src/shared/exceptions.ts';
import { STAGES, type Stage } from '../../../../src/shared/stages.ts';
import { completeRow, failRow, makeRow } from './documents.ts';
import { randomOf } from './random.ts';

export type Identity = Pick<Batch, 'id' | 'name' | 'matter' | 'custodian' | 'priority'>;

const FAILURES: readonly (readonly [Stage, ExceptionCode])[] = [
  ['ocr', 'encrypted'],
  ['ocr', 'encrypted'],
  ['ocr', 'corrupt'],
  ['ocr', 'unsupported'],
  ['ocr', 'ocr_timeout'],
  ['entity_extraction', 'worker_lost'],
];

/** One batch with its documents; a test advances it. */
export class FakeBatch {
  readonly rows: DocumentRow[];
  status: BatchStatus;
  endedAt: number | null = null;
  source: Batch['source'] = 'live';
  priority: Batch['priority'];
  readonly #identity: Identity;
  readonly #createdAt: number;
  readonly #random = randomOf(4711);
  readonly #failureRate: number;

  /** @param done documents that have already ended */
  constructor(
    identity: Identity,
    size: number,
    done: number,
    createdAt: number,
    failureRate = 0.012,
    status: BatchStatus = 'running',
  ) {
    this.#identity = identity;
    this.priority = identity.priority;
    this.#createdAt = createdAt;
    this.#failureRate = failureRate;
    this.status = status;
    this.rows = Array.from({ length: size }, (_, index) => makeRow(identity.id, index + 1));
    this.advance(done);
  }

  get id(): string {
    return this.#identity.id;
  }

  /** Ends the given number of pending documents and starts the next ones. @returns whether all documents have ended */
  advance(documents: number): boolean {
    const open = this.rows.filter(({ status }) => status === 'pending' || status === 'running');
    for (const row of open.slice(0, documents)) {
      const [stage, code] = this.#random.pick(FAILURES);
      if (this.#random() < this.#failureRate) failRow(row, stage, code, this.#random);
      else completeRow(row, this.#random);
    }
    if (this.status !== 'running') return open.length <= documents;
    for (const row of open.slice(documents, documents + 8)) {
      row.status = 'running';
      row.stages.ocr = { status: 'running', attempts: 1, durationMs: null, cached: false };
    }
    return open.length <= documents;
  }

  end(now: number): void {
    const { exceptions } = this.view(now).equation;
    const warned = this.rows.some(({ warnings }) => warnings.length > 0);
    this.status =
      exceptions > 0 ? 'completed_with_exceptions' : warned ? 'completed_with_warnings' : 'completed';
    this.endedAt = now;
  }

  cancel(now: number): void {
    for (const row of this.rows)
      if (row.status === 'pending' || row.status === 'running') {
        row.status = 'canceled';
        for (const stage of STAGES)
          if (row.stages[stage].status !== 'completed') row.stages[stage].status = 'skipped';
      }
    this.status = 'canceled';
    this.endedAt = now;
  }

  retry(matches: (row: DocumentRow) => boolean): number {
    const failed = this.rows.filter((row) => row.status === 'exception' && matches(row));
    for (const row of failed) {
      row.status = 'pending';
      row.exception = null;
      for (const stage of STAGES)
        if (row.stages[stage].status !== 'completed') row.stages[stage].status = 'waiting';
    }
    if (failed.length > 0) {
      this.status = 'running';
      this.endedAt = null;
    }
    return failed.length;
  }

  /** Restarts every document that had a job. @returns how many */
  rerun(): number {
    const ran = this.rows.filter(({ status }) => status !== 'duplicate' && status !== 'excluded');
    for (const row of ran) {
      row.status = 'pending';
      row.exception = null;
      for (const stage of STAGES)
        row.stages[stage] = { status: 'waiting', attempts: 0, durationMs: null, cached: false };
    }
    this.status = 'running';
    this.endedAt = null;
    return ran.length;
  }

  view(now: number): Batch {
    const of = (...statuses: DocumentRow['status'][]): number =>
      this.rows.filter(({ status }) => statuses.includes(status)).length;
    const jobs = this.rows.filter(({ status }) => status !== 'duplicate' && status !== 'excluded');
    const pending = of('pending', 'running');
    const ran = jobs.length - pending;
    const sum = (value: (row: DocumentRow) => number): number =>
      this.rows.reduce((all, row) => all + value(row), 0);
    const cached = sum((row) => STAGES.filter((stage) => row.stages[stage].cached).length);
    const completedRuns = sum(
      (row) => STAGES.filter((stage) => row.stages[stage].status === 'completed').length,
    );
    const started = this.status === 'outbox' ? null : this.#createdAt + 900;
    const active = this.status === 'running' || this.status === 'submitting';
    const perMinute = 312;
    const left = (pending / perMinute) * 60_000;
    return {
      ...this.#identity,
      pausedBy: this.status === 'paused' ? 'operator' : null,
      priority: this.priority,
      status: this.status,
      createdAt: this.#createdAt,
      startedAt: started,
      endedAt: this.endedAt,
      durationMs: started === null ? null : (this.endedAt ?? now) - started,
      equation: {
        received: this.rows.length,
        completed: of('completed'),
        duplicates: of('duplicate'),
        excluded: of('excluded', 'canceled'),
        exceptions: of('exception'),
        pending,
      },
      running: of('running'),
      warnings: this.rows.filter(({ warnings }) => warnings.length > 0).length,
      stages: Object.fromEntries(STAGES.map((stage) => [stage, this.#stage(stage, jobs)])) as Batch['stages'],
      percent: jobs.length === 0 ? 100 : (ran / jobs.length) * 100,
      bytes: sum(({ bytes }) => bytes),
      bytesDone: sum((row) => (row.status === 'completed' ? row.bytes : 0)),
      pages: sum(({ pages }) => pages ?? 0),
      pagesOcr: sum((row) => (row.type === 'tiff' ? (row.pages ?? 0) : 0)),
      characters: sum(({ characters }) => characters ?? 0),
      entities: sum(({ entities }) => entities ?? 0),
      cacheHits: cached,
      cacheMisses: completedRuns - cached,
      savedMs: cached * 480,
      throughput: active ? perMinute : null,
      eta:
        active && ran > 50
          ? { earliest: now + left * 0.85, likely: now + left, latest: now + left * 1.3, bottleneck: 'ocr' }
          : null,
      causes: this.#causes(),
      submitted: this.status === 'outbox' ? 0 : this.rows.length,
      source: this.source,
    };
  }

  #stage(stage: Stage, jobs: readonly DocumentRow[]): Batch['stages'][Stage] {
    const of = (status: string): number => jobs.filter((row) => row.stages[stage].status === status).length;
    return {
      waiting: of('waiting'),
      running: of('running'),
      retrying: of('retrying'),
      completed: of('completed'),
      failed: of('failed'),
      skipped: of('skipped'),
      cached: jobs.filter((row) => row.stages[stage].cached).length,
      totalMs: jobs.reduce((all, row) => all + (row.stages[stage].durationMs ?? 0), 0),
    };
  }

  #causes(): Batch['causes'] {
    const causes = new Map<string, Batch['causes'][number]>();
    for (const { exception } of this.rows) {
      if (exception === null) continue;
      const key = `${exception.code}:${exception.stage}`;
      const cause = causes.get(key) ?? { stage: exception.stage, code: exception.code, count: 0 };
      cause.count += 1;
      causes.set(key, cause);
    }
    return [...causes.values()];
  }
}
