/** Computes the throughput and expected end of a batch from its progress in the last two minutes. */
import type { Batch, Eta } from '../../shared/batches.ts';
import { STAGES } from '../../shared/stages.ts';

interface Sample {
  at: number;
  /** Documents that completed or failed. */
  done: number;
  /** Stage runs that have ended. */
  ended: number;
}

const WINDOW_MS = 120_000;
/** A rate over a shorter span is noise. */
const MINIMUM_MS = 2000;

/** Tracks one batch; feed it with every reading. */
export class Pace {
  readonly #samples: Sample[] = [];

  /** Adds a reading. @returns documents per minute and the range of the expected end; null when it is too early to tell */
  observe(batch: Batch, now: number): { throughput: number | null; eta: Eta | null } {
    const { completed, exceptions, pending } = batch.equation;
    const ended = STAGES.reduce(
      (sum, s) => sum + batch.stages[s].completed + batch.stages[s].failed + batch.stages[s].skipped,
      0,
    );
    this.#samples.push({ at: now, done: completed + exceptions, ended });
    while (this.#samples.length > 2 && (this.#samples[0]?.at ?? now) < now - WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0];
    if (batch.status !== 'running' || first === undefined || now - first.at < MINIMUM_MS)
      return { throughput: null, eta: null };
    const span = now - first.at;
    const done = completed + exceptions - first.done;
    const throughput = done === 0 ? null : (done * 60_000) / span;
    const stageRuns = ended - first.ended;
    if (stageRuns === 0 || pending === 0) return { throughput, eta: null };
    // Use stages, not documents: stages end steadily from the start, documents only after all six.
    const stagesLeft = STAGES.reduce(
      (sum, s) => sum + batch.stages[s].waiting + batch.stages[s].running + batch.stages[s].retrying,
      0,
    );
    const likely = (stagesLeft * span) / stageRuns;
    // Two standard deviations of a rate observed n times: 2/sqrt(n) (Poisson).
    const spread = Math.min(0.9, 2 / Math.sqrt(stageRuns));
    return {
      throughput,
      eta: {
        earliest: now + likely * (1 - spread),
        likely: now + likely,
        latest: now + likely * (1 + spread),
        bottleneck: bottleneck(batch),
      },
    };
  }
}

/** Returns the stage with the most work left: its open runs times its mean time so far. */
function bottleneck(batch: Batch): Eta['bottleneck'] {
  const work = STAGES.map((stage) => {
    const s = batch.stages[stage];
    const ended = s.completed + s.failed;
    return { stage, ms: (s.waiting + s.running + s.retrying) * (ended === 0 ? 1 : s.totalMs / ended) };
  });
  return work.reduce((worst, one) => (one.ms > worst.ms ? one : worst)).stage;
}
