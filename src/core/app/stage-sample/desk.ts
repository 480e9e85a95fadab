/** Tries the present version of a stage on a sample, one sample at a time, and writes nothing. */
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import { isTerminal } from '../../../shared/batches.ts';
import type { RequestParsed } from '../../../shared/bridge.ts';
import type { Sample, SampledDocument } from '../../../shared/bridge-sample.ts';
import { RedwellError, toWireError } from '../../../shared/errors.ts';
import type { StageLimits } from '../../documents/types.ts';
import type { History } from '../../history/types.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { chooseSample, kindsOf } from './choose.ts';
import { type Runner, runSampled } from './run.ts';

/** How long a sample goes on without anybody who asks for it. */
const UNASKED_MS = 60_000;

export interface SampleDesk {
  /** @throws RedwellError not_found; conflict while another sample or the batch runs, or when there is nothing to run */
  start(input: RequestParsed<'sample.start'>): Promise<Sample>;
  /** @throws RedwellError not_found */
  get(sampleId: string): Sample;
  /** Resolves when the parsers have ended. */
  cancel(sampleId: string): Promise<void>;
  dispose(): Promise<void>;
}

export interface SampleDeps {
  history: Pick<History, 'batch' | 'document' | 'outline'>;
  /** Makes the parsers of one sample, which end with it. */
  openSandbox(maxWorkers: number): Sandbox;
  limits(): StageLimits;
  locate: Runner['locate'];
  passwords(batchId: string): readonly string[];
  log: Logger;
  /** By default a minute. */
  unaskedMs?: number;
}

interface Running {
  sample: Sample;
  stop: AbortController;
  done: Promise<void>;
  timer: NodeJS.Timeout;
}

/** Half of the machine stays for the batches that run. */
const LANES = Math.max(1, Math.floor(availableParallelism() / 2));

export function createSampleDesk(deps: SampleDeps): SampleDesk {
  const { history, unaskedMs = UNASKED_MS } = deps;
  let last: Running | null = null;
  let isStarting = false;
  const find = (sampleId: string): Running => {
    if (last?.sample.id === sampleId) return last;
    throw new RedwellError('not_found', 'This sample is no longer there.', { action: 'Start it again.' });
  };

  const begin = async ({ batchId, stage, size }: RequestParsed<'sample.start'>): Promise<Running> => {
    const batch = history.batch(batchId);
    if (batch === null)
      throw new RedwellError('not_found', `History has no batch ${batchId}.`, {
        action: 'Open History to see the others.',
      });
    if (!isTerminal(batch.status))
      throw new RedwellError('conflict', 'The batch has not ended yet.', {
        action: 'Wait until it ends, then try the sample.',
      });
    const stop = new AbortController();
    const { ids, of, kinds } = chooseSample(await kindsOf(history.outline(batchId), stop.signal), size);
    if (ids.length === 0)
      throw new RedwellError('conflict', 'No document of this batch has been processed.', {
        action: 'There is nothing that another run would change.',
      });
    const sample: Sample = {
      ...{ id: randomUUID(), batchId, stage, state: 'running', size: ids.length, of, kinds },
      ...{ documents: [], startedAt: Date.now(), endedAt: null, error: null },
    };
    const timer = setTimeout(() => stop.abort(), unaskedMs);
    timer.unref();
    const running: Running = { sample, stop, timer, done: Promise.resolve() };
    running.done = work(deps, running, ids, batch.createdAt).finally(() => clearTimeout(timer));
    return running;
  };

  return {
    async start(input) {
      if (isStarting || last?.sample.state === 'running')
        throw new RedwellError('conflict', 'Another sample is being tried.', {
          action: 'Wait until it is done, or cancel it.',
        });
      isStarting = true;
      try {
        last = await begin(input);
        return last.sample;
      } finally {
        isStarting = false;
      }
    },
    get(sampleId) {
      const running = find(sampleId);
      running.timer.refresh();
      return running.sample;
    },
    async cancel(sampleId) {
      const running = find(sampleId);
      running.stop.abort();
      await running.done;
    },
    async dispose() {
      last?.stop.abort();
      await last?.done;
    },
  };
}

/** Runs the documents in lanes. Never rejects: the sample says what went wrong. */
async function work(
  deps: SampleDeps,
  running: Running,
  ids: readonly string[],
  receivedAt: number,
): Promise<void> {
  const { sample, stop } = running;
  const sandbox = deps.openSandbox(LANES);
  const runner: Runner = {
    ...{ sandbox, receivedAt, limits: deps.limits(), locate: deps.locate },
    passwords: deps.passwords(sample.batchId),
  };
  const found: (SampledDocument | undefined)[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < ids.length) {
      const index = next;
      next += 1;
      stop.signal.throwIfAborted();
      const document = deps.history.document(ids[index] ?? '');
      if (document === null) throw new RedwellError('not_found', 'The batch was deleted meanwhile.');
      found[index] = await runSampled(runner, document, sample.stage, stop.signal);
      sample.documents = found.filter((one) => one !== undefined);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(LANES, ids.length) }, lane));
    sample.state = 'done';
  } catch (error) {
    const wasCanceled = stop.signal.aborted;
    // The other lanes stop, too.
    stop.abort();
    sample.state = wasCanceled ? 'canceled' : 'failed';
    if (!wasCanceled) {
      const { message, action = null } = toWireError(error);
      sample.error = { message, action };
      deps.log.error({ error, batchId: sample.batchId }, 'trying a sample failed');
    }
  } finally {
    await sandbox.dispose().catch((error: unknown) => {
      deps.log.error({ error }, 'the parsers of a sample did not end cleanly');
    });
    sample.endedAt = Date.now();
  }
}
