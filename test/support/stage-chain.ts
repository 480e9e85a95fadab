/** A document's chain as BullMQ's flow producer takes it: the yardstick for what ours adds. */
import type { FlowJob } from 'bullmq';
import { type StageJobData, stageJob } from '../../src/core/batches/jobs.ts';
import type { Priority } from '../../src/shared/batches.ts';
import { STAGES } from '../../src/shared/stages.ts';

/** One document's chain from `stage` on, last stage outermost. */
export function stageChain(
  first: StageJobData,
  priority: Priority,
  parent: { id: string; queue: string },
): FlowJob {
  let node: FlowJob | undefined;
  for (const stage of STAGES.slice(STAGES.indexOf(first.stage))) {
    const job = stageJob({ ...first, stage }, priority);
    node = { ...job, ...(node === undefined ? {} : { children: [node] }) };
  }
  if (node === undefined) throw new RangeError(`No stage called ${first.stage}`);
  return { ...node, opts: { ...node.opts, parent } };
}
