/** Sentences of the messages that appear briefly after an action. */
import { count, plural } from '../lib/format.ts';

interface Notice {
  readonly title: string;
  readonly message?: string;
}

export const SAVED: Notice = { title: 'Saved' };

/** @param documents how many were retried */
export const retryNotice = (documents: number): Notice => ({
  title: `Retrying ${plural(documents, 'document')}`,
  message: 'Redwell reuses the results of the stages that succeeded.',
});

export const passwordsNotice = (documents: number, passwords: number): Notice => ({
  title: `Retrying ${plural(documents, 'document')}`,
  message: `Redwell tries ${plural(passwords, 'password')} on each.`,
});

interface RerunResult {
  /** Documents that run again. */
  opened: number;
  /** Documents whose originals are gone, or are no longer what was received. */
  missing: number;
  altered: number;
  paths: { missing: readonly string[]; altered: readonly string[] };
}

export function rerunNotice({ opened, missing, altered, paths }: RerunResult): Notice {
  const title = `Running ${plural(opened, 'document')} again`;
  if (missing + altered === 0) return { title };
  const parts = [
    ...(missing > 0 ? [`${plural(missing, 'original')} missing: ${someOf(paths.missing, missing)}.`] : []),
    ...(altered > 0 ? [`${plural(altered, 'original')} altered: ${someOf(paths.altered, altered)}.`] : []),
  ];
  return { title, message: `${parts.join(' ')} See the exceptions.` };
}

const FEW = 3;
const someOf = (paths: readonly string[], all: number): string =>
  paths.slice(0, FEW).join(', ') + (all > FEW ? ` and ${count(all - FEW)} more` : '');
