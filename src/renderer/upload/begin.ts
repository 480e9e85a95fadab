/** From what the operator dropped or chose to a drop at the host. */
import type { HostInfo } from '../../shared/bridge.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { Drop } from '../../shared/intake.ts';
import type { AppStore } from '../stores/app-store.ts';
import type { Upload } from '../stores/uploads.ts';
import { uploadTree } from './queue.ts';
import { nameOf, type Skipped, type TreeFile, walkEntries, walkFiles } from './tree.ts';

/** What a drop event holds. It must be taken while the event is handled: afterwards the browser empties it. */
export interface Dropped {
  readonly files: readonly File[];
  readonly entries: readonly FileSystemEntry[];
}

/** Takes everything out of the event at once; entries and files stay usable afterwards. */
export function takeDropped(transfer: DataTransfer): Dropped {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  return {
    files: [...transfer.files],
    entries: items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null),
  };
}

/** Counters are shown ten times a second at most, however fast files go. */
const SHOW_MS = 100;

/**
 * Begins a drop: by path where the host reads this machine's disk, by streaming elsewhere.
 * @returns the drop; files may still be on their way
 * @throws RedwellError what the host says, or `folder_empty` when there is nothing to take
 */
export async function beginDropped(app: AppStore, dropped: Dropped): Promise<Drop> {
  const info = await hostInfo(app);
  if (info.capabilities.localPaths === true) {
    const paths = dropped.files.map((file) => app.bridge.pathOf(file)).filter((path) => path !== null);
    if (paths.length === 0) throw nothingThere();
    const drop = await app.bridge.request('intake.begin', { kind: 'paths', paths });
    app.drops.put(drop);
    return drop;
  }
  // A dropped entry of a page's own content has no file behind it, and some sources give files only.
  if (dropped.entries.length > 0)
    return beginUpload(app, nameOf(dropped.entries.map(({ name }) => name)), (skip) =>
      walkEntries(dropped.entries, skip),
    );
  return beginFiles(app, dropped.files);
}

/** Files from a file chooser. */
export async function beginFiles(app: AppStore, files: readonly File[]): Promise<Drop> {
  const tops = new Set(
    files.map((file) => (file.webkitRelativePath || file.name).split('/')[0] ?? file.name),
  );
  if (files.length === 0) throw nothingThere();
  return beginUpload(app, nameOf([...tops]), () => walkFiles(files));
}

/** A drop may come before the page knows its host. */
const hostInfo = async ({ bridge, connection }: AppStore): Promise<HostInfo> =>
  connection.getState().info ?? bridge.request('host.info', {});

const nothingThere = (): RedwellError =>
  new RedwellError('folder_empty', 'There is nothing to take in.', {
    action: 'Drop a folder or files from your file manager.',
  });

async function beginUpload(
  app: AppStore,
  name: string,
  files: (skip: (what: Skipped) => void) => AsyncIterator<TreeFile>,
): Promise<Drop> {
  const { uploadUrl: url } = await hostInfo(app);
  if (url === null)
    throw new RedwellError('not_allowed', 'This host takes no uploads.', {
      action: 'Use the folder button instead.',
    });
  const drop = await app.bridge.request('intake.begin', { kind: 'upload', name });
  app.drops.put(drop);
  void stream(app, drop.id, url, files);
  return drop;
}

async function stream(
  app: AppStore,
  dropId: string,
  url: string,
  files: (skip: (what: Skipped) => void) => AsyncIterator<TreeFile>,
): Promise<void> {
  let upload: Upload = { found: 0, sent: 0, bytes: 0, skipped: 0, state: 'sending', error: null };
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
      show({ found: now.found, sent: now.sent, bytes: now.bytes, skipped: now.skipped });
    });
    app.drops.put(await app.bridge.request('intake.uploaded', { dropId, ...result }));
    show({ found: result.files, sent: result.files, skipped: result.skipped.length, state: 'done' });
  } catch (error) {
    show({ state: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
  }
}
