/** The Electron main process: composes the console and the shell, and owns their lifetime. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
  utilityProcess,
} from 'electron';
import { openRedwell } from '../core/app/redwell.ts';
import { parseStartArguments, type StartArguments } from '../core/host/arguments.ts';
import { resolveDataDir } from '../core/host/data-dir.ts';
import { Lifetime } from '../core/util/lifecycle.ts';
import { VERSION } from '../core/util/version.ts';
import { toWireError } from '../shared/errors.ts';
import { connectPage, desktopHandlers, type Page } from './app.ts';
import { registerRequests } from './bridge/ipc.ts';
import { pickFolders } from './shell/dialogs.ts';
import { trayIcon, windowIcon } from './shell/icons.ts';
import { applicationMenu } from './shell/menu.ts';
import { notifier } from './shell/notifications.ts';
import { isListedExternal, ORIGIN } from './shell/origin.ts';
import { progressBar } from './shell/progress.ts';
import { PRIVILEGES, servePage } from './shell/protocol.ts';
import { quitInOrder } from './shell/quit.ts';
import { keychain } from './shell/secrets.ts';
import { confine, denyPermissions } from './shell/security.ts';
import { openTray } from './shell/tray.ts';
import { openWindow } from './shell/window.ts';
import { utilityWorkerSpawner } from './shell/worker.ts';

/** Running stages are given this long to finish, then the process ends whatever they do. */
const QUIT_BOUND_MS = 20_000;
const OUT = import.meta.dirname;
const ICONS = join(OUT, '..', '..', 'resources', 'icons');

function explain(error: unknown): void {
  const { message, action } = toWireError(error);
  console.error(message);
  dialog.showErrorBox('Redwell', action === undefined ? message : `${message}\n\n${action}`);
}

/** Our arguments stand after `--` (`npm start`), or after the program, mixed with Chromium's switches. */
function ownArguments(argv: readonly string[]): StartArguments {
  const after = argv.indexOf('--');
  return after < 0
    ? parseStartArguments(argv.slice(app.isPackaged ? 1 : 2), process.cwd(), true)
    : parseStartArguments(argv.slice(after + 1), process.cwd());
}

async function run(options: StartArguments, dataDir: string, lifetime: Lifetime): Promise<Page> {
  const secrets = keychain(safeStorage, process.platform);
  const host = lifetime.own(
    await openRedwell({
      dataDir,
      redisUrl: process.env.REDWELL_REDIS_URL || null,
      spawnWorker: utilityWorkerSpawner(utilityProcess, join(OUT, 'worker.js'), dataDir),
      sandbox: { entry: join(OUT, 'sandbox.js'), kind: 'thread' },
      version: VERSION,
      ...(secrets === undefined ? {} : { secrets }),
    }),
  );

  servePage(session.defaultSession.protocol, join(OUT, '..', 'renderer'));
  denyPermissions(session.defaultSession);

  const pick = async (): Promise<string[] | null> => {
    const [front] = BrowserWindow.getAllWindows();
    return front === undefined ? null : pickFolders(dialog, front);
  };
  const info = {
    version: VERSION,
    capabilities: { localPaths: true, nativeNotifications: true, folderDialog: true },
    uploadUrl: null,
    dataDir,
    platform: process.platform,
  };
  const handlers = desktopHandlers(host, info, pick);
  lifetime.own(registerRequests(ipcMain, handlers, ORIGIN));

  const window = await openWindow(BrowserWindow, {
    preload: join(OUT, '..', 'preload', 'index.cjs'),
    icon: windowIcon(ICONS),
  });
  const page = lifetime.own(connectPage(host, window, explain));
  const progress = progressBar(window, app);
  const notify = notifier(Notification, (batchId) => page.open(`/batch/${batchId}`));
  const pauseAll = (batchIds: readonly string[]): void => {
    for (const batchId of batchIds) handlers['batches.control']({ batchId, action: 'pause' }).catch(explain);
  };
  const tray = lifetime.own(
    openTray(Tray, Menu, trayIcon(process.platform, ICONS), {
      open: page.open,
      pauseAll,
      quit: () => app.quit(),
    }),
  );
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      applicationMenu(process.platform, {
        open: page.open,
        pick: () => void handlers['intake.pick']({}).then((drop) => drop && page.open('/intake'), explain),
        external: (address) => void (isListedExternal(address) && shell.openExternal(address)),
      }),
    ),
  );
  lifetime.defer(host.on('batch.changed', progress));
  lifetime.defer(host.on('batch.changed', tray.changed));
  lifetime.defer(host.on('notification', notify));
  for (const batch of await handlers['batches.active']({})) {
    progress(batch);
    tray.changed(batch);
  }
  if (options.folder !== null) void page.submit(options.folder);
  return page;
}

function main(): void {
  const options = ownArguments(process.argv);
  const dataDir = resolveDataDir(options.data);
  // Chromium's own files stand in the data folder too; the lock below is one per such folder.
  const own = join(dataDir, 'electron');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  app.setPath('userData', own);
  app.setPath('sessionData', own);
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([PRIVILEGES]);
  if (!app.requestSingleInstanceLock({ folder: options.folder })) {
    app.exit(0);
    return;
  }
  const lifetime = new Lifetime();
  const opening = app.whenReady().then(() => run(options, dataDir, lifetime));
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const folder = (data as { folder?: unknown } | null)?.folder;
    // A start that failed has been explained below, and the app is on its way out.
    opening.then(
      (page) => (typeof folder === 'string' ? page.submit(folder) : page.open('/')),
      () => undefined,
    );
  });
  app.on('web-contents-created', (_event, contents) => confine(contents, shell));
  app.on('window-all-closed', () => app.quit());
  quitInOrder(
    app,
    () => lifetime.dispose(),
    QUIT_BOUND_MS,
    (error) => console.error(error),
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  opening.catch((error: unknown) => {
    explain(error);
    app.quit();
  });
}

try {
  main();
} catch (error) {
  explain(error);
  app.exit(1);
}
