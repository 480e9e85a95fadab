/** `redwell rerun ID --sample N`: shows what another run would change in some documents, and changes nothing. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Redwell } from '../../core/app/types.ts';
import type { Sample, SampledDocument } from '../../shared/bridge-sample.ts';
import { RedwellError } from '../../shared/errors.ts';
import { EXCEPTIONS } from '../../shared/exceptions.ts';
import { sampleLimits, sampleSums } from '../../shared/sample-sums.ts';
import { STAGE_LABEL, type Stage } from '../../shared/stages.ts';
import { visible } from '../../shared/visible.ts';
import { count, counted, duration } from '../format.ts';
import { withRedwell } from '../host.ts';
import { startProgress } from '../progress.ts';
import { shownJson } from '../shown.ts';
import { EXIT, type Job } from './process.ts';

const LOOK_MS = 200;

/** @returns exit code: 2 when another run would change a document. @throws RedwellError not_found, conflict, canceled */
export async function sampleBatch(job: Job, batchId: string, stage: Stage, size: number): Promise<number> {
  // Nothing is given to the processing engine, so none is started.
  const sample = await withRedwell({ ...job.host, worker: false }, (redwell) =>
    follow(redwell, job.signal, { batchId, stage, size }),
  );
  if (sample.error !== null)
    throw new RedwellError('internal', sample.error.message, {
      action: sample.error.action ?? 'The log has the details.',
    });
  if (sample.state === 'canceled')
    throw new RedwellError('canceled', 'The sample was stopped. Nothing was changed.');
  if (job.json)
    await job.out.line(shownJson({ ...sample, sums: sampleSums(sample), says: sampleLimits(sample) }));
  else for (const line of report(sample)) await job.out.line(line);
  return sampleSums(sample).different === 0 ? EXIT.done : EXIT.doneWithExceptions;
}

async function follow(
  redwell: Redwell,
  signal: AbortSignal,
  input: { batchId: string; stage: Stage; size: number },
): Promise<Sample> {
  const progress = startProgress(process.stderr);
  try {
    let sample = await redwell.handlers['sample.start'](input);
    const sampleId = sample.id;
    while (sample.state === 'running') {
      if (signal.aborted) await redwell.handlers['sample.cancel']({ sampleId });
      const done = sample.documents.length;
      progress.show(done / sample.size, `${count(done)} of ${counted(sample.size, 'document')}`);
      await pause(LOOK_MS);
      sample = await redwell.handlers['sample.get']({ sampleId });
    }
    return sample;
  } finally {
    progress.stop();
  }
}

function report(sample: Sample): string[] {
  const sums = sampleSums(sample);
  return [
    `${STAGE_LABEL[sample.stage]}, tried on ${counted(sample.size, 'document')} of ${count(sample.of)}. Nothing was changed.`,
    `Same: ${count(sums.same)}. Different: ${count(sums.different)}. Not tried: ${count(sums.notRun)}.`,
    ...sample.documents.filter(({ outcome }) => outcome !== 'same').map(lineOf),
    ...(sums.msBefore === null
      ? []
      : [
          `Time of ${counted(sums.timed, 'document')}: ${duration(sums.msBefore)} then, ${duration(sums.msAfter)} now.`,
        ]),
    ...sampleLimits(sample),
  ];
}

function lineOf({ path, outcome, before, after, detail, difference }: SampledDocument): string {
  const what: string[] = [];
  if (outcome === 'not_run') what.push(`not tried: ${detail}`);
  if (outcome === 'mended' && before !== null)
    what.push(`was an exception (${EXCEPTIONS[before].label}), completes now`);
  if (after !== null)
    what.push(`${outcome === 'broken' ? 'would become' : 'stays'} an exception: ${EXCEPTIONS[after].label}`);
  if (difference !== null) {
    const { words, names, relationships, warnings } = difference;
    if (words?.changed === true) what.push(`words +${count(words.added)} -${count(words.gone)}`);
    if (names !== null)
      what.push(`names +${count(names.came.count)} -${count(names.went.count)} ~${count(names.changed)}`);
    if (relationships !== null)
      what.push(
        `relationships +${count(relationships.came)} -${count(relationships.went)} ~${count(relationships.changed)}`,
      );
    if (warnings !== null)
      what.push(`warnings +${count(warnings.came.length)} -${count(warnings.went.length)}`);
  }
  return `  ${visible(path)}: ${what.join('; ')}`;
}
