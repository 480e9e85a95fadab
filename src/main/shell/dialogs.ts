/** The folder dialog. */
import type { BrowserWindow, Dialog } from 'electron';

/** Asks for folders; null when the operator changed their mind. @returns absolute paths */
export async function pickFolders(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: BrowserWindow,
): Promise<string[] | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose folders to take in',
    buttonLabel: 'Take in',
    properties: ['openDirectory', 'multiSelections', 'dontAddToRecent'],
  });
  return canceled || filePaths.length === 0 ? null : filePaths;
}
