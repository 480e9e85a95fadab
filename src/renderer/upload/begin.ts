/** Starts a drop at the host from the files that the user dropped or chose. */

import type { AttentionKey } from '../../shared/attention.ts';
import type { HostInfo } from '../../shared/bridge.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { Drop, SkippedFile } from '../../shared/intake.ts';
import { asError } from '../lib/wire-error.ts';
import type { AppStore } from '../stores/app-store.ts';
import type { Upload } from '../stores/uploads.ts';
import { UPLOAD_TEXT } from '../text/errors.ts';
import type { Dropped } from './dropped.ts';
import { uploadTree } from './queue.ts';
import { nameOf, type TreeFile, walkEntries, walkFiles } from './tree.ts';

/** The counters update at most ten times a second. */
const SHOW_MS = 100;

/**
 * Starts a drop of each folder, and one of all single files: by path if the host reads this computer's disk, by upload
 * otherwise. Whether they become one batch or several is chosen when they have been counted.
 * @returns the drops; their files may still be uploading
 * @throws RedwellError the host's error, or `folder_empty` if there are no files
 */
export async function beginDropped(app: AppStore, dropped: Dropped): Promise<Drop[]> {
  const info = await hostInfo(app);
  const groups = groupsOf(dropped);
  if (info.capabilities.localPaths === true) {
    const drops: Drop[] = [];
    for (const { files } of groups) {
      const paths = files.map((file) => app.bridge.pathOf(file)).filter((path) => path !== null);
      if (paths.length === 0) continue;
      const drop = await app.bridge.request('intake.begin', { kind: 'paths', paths });
      app.drops.put(drop);
      drops.push(drop);
    }
    if (drops.length === 0) throw nothingToAdd();
    return drops;
  }
  // Some sources provide files but no entries.
  if (dropped.entries.length === 0) return [await beginFiles(app, dropped.files)];
  const uploads: UploadPart[] = [];
  for (const { entries } of groups)
    uploads.push(
      await openUpload(app, nameOf(entries.map(({ name }) => name)), (skip) => walkEntries(entries, skip)),
    );
  void streamAll(app, uploads);
  return uploads.map(({ drop }) => drop);
}

/** Returns each folder by itself, and all single files together. */
export function groupsOf({ files, entries }: Dropped): readonly Dropped[] {
  const folders = entries.flatMap((entry, i) => (entry.isDirectory ? [i] : []));
  // A file and its entry have the same place, unless the source had no entry for one.
  const isWhole = files.length === entries.length || files.length === 0;
  if (!isWhole || folders.length === 0 || entries.length === 1) return [{ files, entries }];
  const pick = (places: readonly number[]): Dropped => ({
    files: places.flatMap((i) => files[i] ?? []),
    entries: places.flatMap((i) => entries[i] ?? []),
  });
  const single = entries.flatMap((entry, i) => (entry.isDirectory ? [] : [i]));
  return [...folders.map((i) => pick([i])), ...(single.length === 0 ? [] : [pick(single)])];
}

/** Starts a drop with the files of a file chooser. @throws RedwellError as `beginDropped` does */
export async function beginFiles(app: AppStore, files: readonly File[]): Promise<Drop> {
  const tops = new Set(
    files.map((file) => (file.webkitRelativePath || file.name).split('/')[0] ?? file.name),
  );
  if (files.length === 0) throw nothingToAdd();
  return beginUpload(app, nameOf([...tops]), () => walkFiles(files));
}

/**
 * Starts a drop of one file, another copy of a document.
 * @throws RedwellError the host's error, such as when the document cannot be replaced
 */
export async function beginCopy(app: AppStore, file: File, replaces: AttentionKey): Promise<Drop> {
  const { capabilities } = await hostInfo(app);
  const path = capabilities.localPaths ? app.bridge.pathOf(file) : null;
  if (path === null) return beginUpload(app, file.name, () => walkFiles([file]), replaces);
  const drop = await app.bridge.request('intake.begin', { kind: 'paths', paths: [path], replaces });
  app.drops.put(drop);
  return drop;
}

/** Returns the host's info, and requests it if a drop arrives before the page has it. */
const hostInfo = async ({ bridge, connection }: AppStore): Promise<HostInfo> =>
  connection.getState().info ?? bridge.request('host.info', {});

const nothingToAdd = (): RedwellError =>
  new RedwellError('folder_empty', UPLOAD_TEXT.nothing, { action: UPLOAD_TEXT.nothingAction });

type Walk = (skip: (file: SkippedFile) => void) => AsyncIterator<TreeFile>;

interface UploadPart {
  drop: Drop;
  url: string;
  files: Walk;
}

async function beginUpload(app: AppStore, name: string, files: Walk, replaces?: AttentionKey): Promise<Drop> {
  const upload = await openUpload(app, name, files, replaces);
  void streamAll(app, [upload]);
  return upload.drop;
}

/** Starts a drop whose files will be sent. */
async function openUpload(
  app: AppStore,
  name: string,
  files: Walk,
  replaces?: AttentionKey,
): Promise<UploadPart> {
  const { uploadUrl: url } = await hostInfo(app);
  if (url === null)
    throw new RedwellError('not_allowed', UPLOAD_TEXT.notAllowed, { action: UPLOAD_TEXT.notAllowedAction });
  const drop = await app.bridge.request('intake.begin', {
    ...{ kind: 'upload', name },
    ...(replaces === undefined ? {} : { replaces }),
  });
  app.uploads.setState({ [drop.id]: NOTHING_SENT });
  app.drops.put(drop);
  return { drop, url, files };
}

/** Sends one drop after the other: each keeps the connection busy by itself. */
async function streamAll(app: AppStore, uploads: readonly UploadPart[]): Promise<void> {
  for (const { drop, url, files } of uploads) await stream(app, drop.id, url, files);
}

const NOTHING_SENT: Upload = {
  found: 0,
  complete: false,
  sent: 0,
  bytes: 0,
  skipped: 0,
  state: 'sending',
  error: null,
};

async function stream(app: AppStore, dropId: string, url: string, files: Walk): Promise<void> {
  let upload = NOTHING_SENT;
  const show = (change: Partial<Upload>): void => {
    upload = { ...upload, ...change };
    app.uploads.setState({ [dropId]: upload });
  };
  show({});
  let shownAt = 0;
  try {
    const result = await uploadTree(files, { url, dropId }, (now) => {
      if (performance.now() - shownAt < SHOW_MS) return;
      shownAt = performance.now();
      const { found, complete, sent, bytes, skipped } = now;
      show({ found, complete, sent, bytes, skipped });
    });
    app.drops.put(await app.bridge.request('intake.uploaded', { dropId, ...result }));
    show({ found: result.files, sent: result.files, skipped: result.skipped.length, state: 'done' });
  } catch (error) {
    show({ state: 'failed', error: asError(error) });
  }
}
