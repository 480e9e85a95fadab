/** Throughput and expected end of one batch, from what it did in the last minutes. */
import type { Batch, Eta } from '../../shared/batches.ts';
import { STAGES } from '../../shared/stages.ts';

interface Sample {
  at: number;
  /** Documents that are terminal. */
  done: number;
  /** Stage runs that have ended. */
  ended: number;
}

const WINDOW_MS = 120_000;
/** Below this span a rate is noise. */
const MINIMUM_MS = 2000;

/** One per batch; fed with every look at it. */
export class Pace {
  readonly #samples: Sample[] = [];

  /** @returns documents per minute, and the expected end as a range; null while too little is known */
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
    // Stage runs end steadily from the first minute, whole documents only when the first ones are through.
    const left = STAGES.reduce(
      (sum, s) => sum + batch.stages[s].waiting + batch.stages[s].running + batch.stages[s].retrying,
      0,
    );
    const likely = (left * span) / stageRuns;
    // Counting error of a rate that was observed n times: about 1/sqrt(n) (Poisson), two sigma.
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

/** The stage with the most running time still before it: what is left times its mean so far. */
function bottleneck(batch: Batch): Eta['bottleneck'] {
  const work = STAGES.map((stage) => {
    const s = batch.stages[stage];
    const ended = s.completed + s.failed;
    return { stage, ms: (s.waiting + s.running + s.retrying) * (ended === 0 ? 1 : s.totalMs / ended) };
  });
  return work.reduce((worst, one) => (one.ms > worst.ms ? one : worst)).stage;
}
