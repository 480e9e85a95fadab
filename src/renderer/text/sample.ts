/** Sentences about a sample of what another run would change. */
import type { Sample, SampledDocument } from '../../shared/bridge-sample.ts';
import { EXCEPTIONS } from '../../shared/exceptions.ts';
import type { SampleSums } from '../../shared/sample-sums.ts';
import { count, duration, NONE, plural } from '../lib/format.ts';

export const SAMPLE_TEXT = {
  title: 'What would change?',
  hint: 'Redwell can try this version on some documents first. It compares what it finds with what is stored, and changes nothing.',
  stage: 'Begin with',
  size: 'Documents',
  start: 'Try a sample',
  again: 'Try another sample',
  cancel: 'Cancel the sample',
  canceled: 'The sample was canceled. Nothing was changed.',
  progress: ({ documents, size }: Sample): string =>
    `${count(documents.length)} of ${plural(size, 'document')} tried`,
  documents: 'Documents that would change or were not tried',
  figures: 'Differences in the sample',
  notSaid: 'What the sample does not say',
} as const;

/** Returns the outcome of a sample in one sentence. */
export function sampleSentence({ same, different, failing, notRun }: SampleSums): string {
  const tried = same + different + failing;
  if (tried === 0) return 'None of these documents could be tried.';
  const rest = notRun === 0 ? '' : ` ${count(notRun)} could not be tried.`;
  if (different === 0)
    return `Nothing would change in the ${plural(tried, 'document')} that were tried.${rest}`;
  return `${count(different)} of ${plural(tried, 'document')} would change.${rest}`;
}

/** Returns what the sums say, line by line. */
export function sampleFigures(
  sums: SampleSums,
): readonly (readonly [label: string, value: string, 'text'])[] {
  const { msBefore, msAfter, timed } = sums;
  const words =
    sums.texts === 0 ? '' : `: ${plural(sums.wordsAdded, 'word')} added, ${count(sums.wordsGone)} gone`;
  return [
    ['Other text', `${plural(sums.texts, 'document')}${words}`, 'text'],
    ['Other names', plural(sums.names, 'document'), 'text'],
    ['Other relationships', plural(sums.relationships, 'document'), 'text'],
    ['Other warnings', plural(sums.warnings, 'document'), 'text'],
    ['Exceptions that would complete', count(sums.mended), 'text'],
    ['New exceptions', count(sums.broken), 'text'],
    [
      'Time',
      msBefore === null
        ? NONE
        : `${duration(msBefore)} then, ${duration(msAfter)} now (${plural(timed, 'document')})`,
      'text',
    ],
  ];
}

const parts = (came: number, went: number, changed: number, one: string): string[] => {
  const all = [
    ...(came > 0 ? [`${count(came)} new`] : []),
    ...(went > 0 ? [`${count(went)} gone`] : []),
    ...(changed > 0 ? [`${count(changed)} changed`] : []),
  ];
  return all.length === 0 ? [] : [`${one}: ${all.join(', ')}`];
};

/** Returns what would be different in a document. */
export function sampledSentence({ outcome, before, after, detail, difference }: SampledDocument): string {
  if (outcome === 'not_run') return `Not tried. ${detail}`;
  if (after !== null)
    return `${outcome === 'broken' ? 'Would become an exception' : 'Stays an exception'}: ${EXCEPTIONS[after].label}`;
  if (outcome === 'mended' && before !== null)
    return `Would complete; now an exception: ${EXCEPTIONS[before].label}`;
  if (difference === null) return '';
  const { words, names, relationships, warnings } = difference;
  const label = (codes: readonly (keyof typeof EXCEPTIONS)[]): string =>
    codes.map((code) => EXCEPTIONS[code].label).join(', ');
  return [
    ...(words?.changed === true
      ? words.added + words.gone === 0
        ? ['text: the same words in another order or with other spaces']
        : [`text: ${plural(words.added, 'word')} added, ${count(words.gone)} gone`]
      : []),
    ...(names === null ? [] : parts(names.came.count, names.went.count, names.changed, 'names')),
    ...(relationships === null
      ? []
      : parts(relationships.came, relationships.went, relationships.changed, 'relationships')),
    ...(warnings === null || warnings.came.length === 0 ? [] : [`new warning: ${label(warnings.came)}`]),
    ...(warnings === null || warnings.went.length === 0 ? [] : [`warning gone: ${label(warnings.went)}`]),
  ].join('; ');
}
