/** The jobs of a document as a flow for BullMQ's producer, to compare with the jobs that Redwell adds. */
import type { FlowJob } from 'bullmq';
import { type StageJobData, stageJob } from '../../src/core/batches/jobs.ts';
import type { Priority } from '../../src/shared/batches.ts';
import { STAGES } from '../../src/shared/stages.ts';

/** Returns the chain of one document, starting with the stage of `first`. The last stage is the outermost job. */
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
