/** The folder dialogs. */
import type { BrowserWindow, Dialog } from 'electron';

/** Asks for folders. @returns absolute paths; null if the operator cancels */
export async function pickFolders(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: BrowserWindow,
): Promise<string[] | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose folders to add',
    buttonLabel: 'Add documents',
    properties: ['openDirectory', 'multiSelections', 'dontAddToRecent'],
  });
  return canceled || filePaths.length === 0 ? null : filePaths;
}

/** Asks for the folder of an evidence pack. @returns an absolute path; null if the operator cancels */
export async function pickPackFolder(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: BrowserWindow,
): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose the folder of the pack',
    buttonLabel: 'Check pack',
    properties: ['openDirectory', 'dontAddToRecent'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Asks for one folder, by default where to hand over to. @returns an absolute path; null if the operator cancels */
export async function pickTarget(
  dialog: Pick<Dialog, 'showOpenDialog'>,
  window: BrowserWindow,
  title = 'Choose the folder to hand over to',
): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    buttonLabel: 'Choose folder',
    properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
