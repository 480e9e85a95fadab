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

/** Nobody knows yet whether the passwords are right, so this is no success. */
export const passwordsNotice = (documents: number, passwords: number): Notice => ({
  title: `Trying ${plural(passwords, 'password')} on ${plural(documents, 'document')}`,
  message: 'Documents that stay locked are listed under “Encrypted” again.',
});

/**
 * Returns what came of the passwords, once the batch has ended.
 * @param tried documents that they were tried on
 * @param locked documents of the batch that are encrypted now
 * @param same whether those can only be documents that were tried
 */
export const unlockedNotice = (tried: number, locked: number, same: boolean): Notice =>
  locked === 0
    ? { title: tried === 1 ? 'The document is open' : `All ${plural(tried, 'document')} are open` }
    : {
        title: `${plural(locked, 'document')} still ${locked === 1 ? 'needs' : 'need'} a password`,
        ...(same
          ? {
              message:
                locked >= tried
                  ? 'None of the passwords opens any of them. Check for capital letters and typing errors.'
                  : `The passwords opened ${count(tried - locked)} of ${plural(tried, 'document')}.`,
            }
          : {}),
      };

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
