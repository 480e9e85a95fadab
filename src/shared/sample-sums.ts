/** Sums up a sample, and says what it does not tell. */
import type { Sample, SampledDocument } from './bridge-sample.ts';

export interface SampleSums {
  same: number;
  /** Completes as before with other findings, or has another outcome. */
  different: number;
  /** Was an exception and still is one. */
  failing: number;
  notRun: number;
  mended: number;
  broken: number;
  /** Documents whose text, names, relationships or warnings are different. */
  texts: number;
  names: number;
  relationships: number;
  warnings: number;
  wordsGone: number;
  wordsAdded: number;
  /** Documents with a time of both runs, and these times, ms; null if there is none. */
  timed: number;
  msBefore: number | null;
  msAfter: number | null;
}

const total = (numbers: readonly (number | null | undefined)[]): number =>
  numbers.reduce<number>((sum, n) => sum + (n ?? 0), 0);

export function sampleSums({ documents }: Pick<Sample, 'documents'>): SampleSums {
  const having = (outcome: SampledDocument['outcome']): number =>
    documents.filter((one) => one.outcome === outcome).length;
  // What a document has now that was an exception is no difference of the stage.
  const changed = documents.flatMap(({ outcome, difference }) =>
    outcome === 'changed' && difference !== null ? [difference] : [],
  );
  const timed = documents.filter(({ msBefore, msAfter }) => msBefore !== null && msAfter !== null);
  return {
    ...{ same: having('same'), failing: having('failing'), notRun: having('not_run') },
    ...{ mended: having('mended'), broken: having('broken') },
    different: having('changed') + having('mended') + having('broken'),
    texts: changed.filter(({ words }) => words?.changed === true).length,
    names: changed.filter(({ names: n }) => n !== null && n.came.count + n.went.count + n.changed > 0).length,
    relationships: changed.filter(({ relationships: r }) => r !== null && r.came + r.went + r.changed > 0)
      .length,
    warnings: changed.filter(({ warnings: w }) => w !== null && w.came.length + w.went.length > 0).length,
    wordsGone: total(changed.map(({ words }) => words?.gone)),
    wordsAdded: total(changed.map(({ words }) => words?.added)),
    timed: timed.length,
    msBefore: timed.length === 0 ? null : total(timed.map(({ msBefore }) => msBefore)),
    msAfter: timed.length === 0 ? null : total(timed.map(({ msAfter }) => msAfter)),
  };
}

/** What a sample does not say, as sentences. */
export function sampleLimits({
  size,
  of,
  stage,
  kinds,
}: Pick<Sample, 'size' | 'of' | 'stage' | 'kinds'>): string[] {
  const missing = kinds.filter(({ sampled }) => sampled === 0);
  const left = missing.reduce((sum, kind) => sum + kind.of, 0);
  const others = (of - size).toLocaleString('en-US');
  return [
    ...(size < of
      ? [
          `The other ${others} documents were not tried. A change that is rare in the batch may be missing here.`,
        ]
      : []),
    ...(left > 0
      ? [`${left.toLocaleString('en-US')} of them are of kinds that are not in the sample at all.`]
      : []),
    ...(stage === 'chunking'
      ? ['Redwell does not keep how a text was divided, so only what follows from it is compared.']
      : []),
    ...(stage === 'ocr'
      ? []
      : ['The stored texts were used. Whether the files would be read differently is not tried.']),
    'Names of the whole batch, which are matched across documents, were not tried.',
    'Times are those of this computer now, beside everything else that runs.',
  ];
}
