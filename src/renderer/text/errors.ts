/** Sentences of the errors that the page itself detects. Errors from the host bring their own. */

export const REPLY_TEXT = {
  refused: 'Redwell refused the request and gave no reason.',
  mismatch: 'This page does not understand the answer from Redwell.',
  mismatchAction: 'The page may be out of date. Reload it.',
  hostGone: 'Redwell is not responding.',
  hostGoneAction: 'Check that Redwell is still running. This page reconnects automatically.',
} as const;

export const UPLOAD_TEXT = {
  nothing: 'There is nothing to add.',
  nothingAction: 'Drop a folder or files from your file manager.',
  notAllowed: 'This window cannot upload files.',
  notAllowedAction: 'Use “Choose folder” instead.',
  stopped: 'The upload stopped because Redwell is not responding.',
  stoppedAction: 'Check that Redwell is still running, then drop the folder again.',
  fileGone: 'The file could not be found. Check the folder and add it again.',
  fileForbidden: 'The browser does not have permission to read the file.',
  fileRefused: (status: number): string => `Redwell did not accept the file (HTTP ${status}).`,
} as const;

export const ERROR_TEXT = {
  fallbackAction: 'If it happens again, open the Health page.',
  page: 'This page could not be displayed.',
  /** @param reason the message of the defect, for a report */
  pageAction: (reason: string): string =>
    `Your batches are not affected. Try again, or go to another page. (${reason})`,
  noPage: 'Page not found',
  noPageAction: 'Use the navigation on the left.',
  history: 'Redwell cannot write to the history.',
  historyAction:
    'Check the disk. Batches continue, and Redwell records the missing events when it can write again.',
} as const;

export const REDIS_URL_TEXT = {
  format: 'Write it as redis://host:port or rediss://user:password@host:port.',
  scheme: 'The address must start with redis:// or, for an encrypted connection, rediss://.',
  host: 'The host name is missing.',
} as const;
