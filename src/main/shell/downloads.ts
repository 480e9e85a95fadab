/** Files that the page makes, such as lists as CSV: the operator is asked where to save them. All else is refused. */
import type { DownloadItem, Session } from 'electron';
import { portablePath } from '../../core/util/portable-names.ts';
import { ORIGIN } from './origin.ts';

/** What the page has in memory. No other page can make such an address. */
const OWN_FILE = `blob:${ORIGIN}/`;

type Item = Pick<DownloadItem, 'getFilename' | 'getURL' | 'setSaveDialogOptions'>;

/** Decides about one download. @returns whether it may go on, after the operator has chosen a file */
function allowDownload(item: Item): boolean {
  if (!item.getURL().startsWith(OWN_FILE)) return false;
  const name = portablePath(item.getFilename().replaceAll('/', '_'));
  const extension = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1];
  item.setSaveDialogOptions({
    title: 'Save',
    defaultPath: name === '' ? 'Redwell' : name,
    ...(extension === undefined
      ? {}
      : { filters: [{ name: extension.toUpperCase(), extensions: [extension] }] }),
    properties: ['showOverwriteConfirmation', 'createDirectory', 'dontAddToRecent'],
  });
  return true;
}

export function keepDownloads(session: Pick<Session, 'on'>): void {
  session.on('will-download', (event, item) => {
    if (!allowDownload(item)) event.preventDefault();
  });
}
