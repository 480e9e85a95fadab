/** Sentences of the messages that appear briefly after an action. */
import { plural } from '../lib/format.ts';

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

/** @param missing originals that are gone from the vault */
export const rerunNotice = (documents: number, missing: number): Notice => ({
  title: `Running ${plural(documents, 'document')} again`,
  ...(missing === 0
    ? {}
    : {
        message: `${plural(missing, 'original')} could not be found in the vault. See the exceptions.`,
      }),
});
