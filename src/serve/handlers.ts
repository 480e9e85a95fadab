/** Handlers for a page in a browser: the core's, except where a browser can do less than a desktop window. */
import type { Redwell } from '../core/app/types.ts';
import type { BridgeHandlers, HostInfo } from '../shared/bridge.ts';
import { RedwellError } from '../shared/errors.ts';
import { EXPORT_PATH, ORIGINAL_PATH } from './originals.ts';

export function browserHandlers(
  redwell: Redwell,
  { version, dataDir }: { version: string; dataDir: string },
): BridgeHandlers {
  const info: HostInfo = {
    version,
    capabilities: { localPaths: false, nativeNotifications: false, folderDialog: false },
    uploadUrl: '/upload',
    originalUrl: `${ORIGINAL_PATH}?document=`,
    exportUrl: `${EXPORT_PATH}?id=`,
    dataDir,
    platform: process.platform,
  };
  return {
    ...redwell.handlers,
    'host.info': async () => info,
    'documents.open': cannotOpen,
    'documents.reveal': cannotOpen,
    'handover.pick': cannotChoose,
    'handover.reveal': cannotChoose,
    'batches.export': async (input) => redwell.handlers['batches.export'](inOwnFolder(input)),
    'packs.pick': cannotChoose,
    'watch.pick': cannotWatch,
    async 'settings.set'(change) {
      // A page may not make Redwell read where it likes: it may only change how a folder that is set is watched.
      const known = (await redwell.handlers['settings.get']({})).watch?.folder;
      if (change.watch != null && change.watch.folder !== known) return cannotWatch();
      return redwell.handlers['settings.set'](change);
    },
    'handover.plan': async (input) => redwell.handlers['handover.plan'](inOwnFolder(input)),
    'handover.start': async (input) => redwell.handlers['handover.start'](inOwnFolder(input)),
    'intake.pick': async () => {
      throw new RedwellError('not_allowed', 'Redwell cannot open a folder dialog from a browser.', {
        action: 'Drop the folder on the page, or choose it there.',
      });
    },
    'intake.begin': async (input) => {
      if (input.kind === 'paths')
        throw new RedwellError('not_allowed', 'A browser cannot give Redwell the path of a folder.', {
          action: 'Drop the folder on the page. The browser sends its files to Redwell.',
        });
      return redwell.handlers['intake.begin'](input);
    },
  };
}

/** @throws RedwellError not_allowed for a folder: a page must not make the host write where it likes */
function inOwnFolder<T extends { into: string | null }>(input: T): T {
  if (input.into === null) return input;
  return noFolder();
}

const noFolder = (): never => {
  throw new RedwellError('not_allowed', 'From a browser, Redwell exports into its own folder only.', {
    action: 'To choose a folder, use the app or the command redwell export.',
  });
};
const cannotChoose = async (): Promise<never> => noFolder();

const cannotWatch = async (): Promise<never> => {
  throw new RedwellError('not_allowed', 'A page in a browser cannot name the folder to watch.', {
    action: 'Run: redwell watch FOLDER --in-app',
  });
};

const cannotOpen = async (): Promise<never> => {
  throw new RedwellError('not_allowed', 'A browser cannot open a file of this computer in another program.', {
    action: 'Download the original.',
  });
};
