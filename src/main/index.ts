/** Process entry of Electron's main process: opens Redwell and its window, and closes both on quit. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
} from 'electron';
import { openDataFolder } from '../core/app/data-folder.ts';
import { pdfPrinter } from '../core/app/print-pdf.ts';
import { openRedwell } from '../core/app/redwell.ts';
import type { Redwell } from '../core/app/types.ts';
import { resolveDataDir } from '../core/host/data-dir.ts';
import { devPage } from '../core/host/dev-page.ts';
import { watchFolder } from '../core/host/watch-folder.ts';
import { Lifetime } from '../core/util/lifecycle.ts';
import { findInstalledPrograms } from '../core/util/programs.ts';
import { VERSION } from '../core/util/version.ts';
import type { BridgeHandlers } from '../shared/bridge.ts';
import { RedwellError, toWireError } from '../shared/errors.ts';
import { visible } from '../shared/visible.ts';
import { connectPage, desktopHandlers, type Page } from './app.ts';
import { registerRequests } from './bridge/ipc.ts';
import { type Desk, keepDesk, stateFile } from './shell/desk.ts';
import { pickFolders, pickPackFolder, pickTarget } from './shell/dialogs.ts';
import { keepDownloads } from './shell/downloads.ts';
import { trayIcon, windowIcon } from './shell/icons.ts';
import { applicationMenu } from './shell/menu.ts';
import { notifier } from './shell/notifications.ts';
import { grant, grantWishes, readWish, type Wish } from './shell/open-with.ts';
import { listedExternal, ORIGIN, SCHEME } from './shell/origin.ts';
import { utilityChildren, utilityParserStarter } from './shell/parsers.ts';
import { isHidden, windowPrinter } from './shell/print.ts';
import { progressBar } from './shell/progress.ts';
import { PRIVILEGES, servePage } from './shell/protocol.ts';
import { quitInOrder } from './shell/quit.ts';
import { keychain } from './shell/secrets.ts';
import { confine, debugArgument, denyPermissions } from './shell/security.ts';
import { openTray } from './shell/tray.ts';
import { openWindow } from './shell/window.ts';
import { readState, workAreas } from './shell/window-state.ts';
import { utilityWorkerSpawner } from './shell/worker.ts';

/** After this the process ends even if something is still running. ms */
const QUIT_BOUND_MS = 20_000;
const OUT = import.meta.dirname;
const ICONS = join(OUT, '..', '..', 'resources', 'icons');

function explain(error: unknown): void {
  const { message, action = '' } = toWireError(error);
  console.error(visible(message));
  dialog.showErrorBox('Redwell', [message, action].map(visible).join('\n\n').trim());
}

/** Our arguments follow `--` (`npm start`), or follow the program, mixed with Chromium's switches. */
function ownArguments(argv: readonly string[]): ReturnType<typeof readWish> {
  const after = argv.indexOf('--');
  return readWish(argv.slice(after < 0 ? (app.isPackaged ? 1 : 2) : after + 1), process.cwd(), after < 0);
}

function open(dataDir: string): Promise<Redwell> {
  const secrets = keychain(safeStorage, process.platform);
  const parser = join(OUT, 'sandbox.js');
  const startParser = utilityParserStarter(utilityProcess, parser);
  const printInWindow = windowPrinter({ BrowserWindow, session });
  const printElsewhere = pdfPrinter();
  return openRedwell({
    dataDir,
    redisUrl: process.env.REDWELL_REDIS_URL || null,
    spawnWorker: utilityWorkerSpawner(utilityProcess, join(OUT, 'worker.js'), dataDir, startParser),
    sandbox: { entry: parser, starter: utilityChildren(startParser) },
    services: {
      startChild: startParser,
      async printPdf(html, signal) {
        return (await printInWindow(html, signal)) ?? printElsewhere(html, signal);
      },
    },
    version: VERSION,
    from: 'window',
    watchFolder,
    ...(secrets === undefined ? {} : { secrets }),
  });
}

function handlersOf(redwell: Redwell, dataDir: string): BridgeHandlers {
  const info = {
    version: VERSION,
    capabilities: { localPaths: true, nativeNotifications: true, folderDialog: true },
    uploadUrl: null,
    originalUrl: null,
    exportUrl: null,
    dataDir,
    platform: process.platform,
  };
  /** Dialogs belong to the window. */
  const ask =
    <T>(question: (on: typeof dialog, window: BrowserWindow) => Promise<T | null>) =>
    async () => {
      const front = BrowserWindow.getAllWindows().find((window) => !isHidden(window));
      return front === undefined ? null : question(dialog, front);
    };
  return desktopHandlers(redwell, info, {
    folders: ask(pickFolders),
    target: ask(pickTarget),
    pack: ask(pickPackFolder),
    watched: ask((on, window) => pickTarget(on, window, 'Choose the folder to watch')),
    shell,
  });
}

/** Shows batches on the taskbar, in the tray and in notifications, and sets the menu. */
async function connectDesktop(
  redwell: Redwell,
  handlers: BridgeHandlers,
  window: BrowserWindow,
  page: Page,
  desk: Desk,
  lifetime: Lifetime,
): Promise<void> {
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
        external: (address) => {
          const listed = listedExternal(address);
          if (listed !== null) shell.openExternal(listed).catch(explain);
        },
      }),
    ),
  );
  lifetime.defer(redwell.on('batch.changed', progress));
  lifetime.defer(redwell.on('batch.changed', tray.changed));
  lifetime.defer(redwell.on('batch.changed', desk.changed));
  lifetime.defer(redwell.on('attention.changed', ({ open }) => tray.needs(open)));
  lifetime.defer(redwell.on('notification', notify));
  tray.needs((await handlers['attention.count']({})).open);
  for (const batch of await handlers['batches.active']({})) {
    progress(batch);
    tray.changed(batch);
    desk.changed(batch);
  }
}

function deskOf(window: BrowserWindow, handlers: BridgeHandlers, dataDir: string): Desk {
  return keepDesk(window, {
    ...{ app, dialog, powerMonitor, powerSaveBlocker, dataDir },
    reconcile: () => handlers['reconcile.run']({ repair: true }),
  });
}

async function run(wish: Wish, dataDir: string, lifetime: Lifetime): Promise<Page> {
  // Production builds drop this branch.
  const dev = import.meta.env.MODE === 'development' ? devPage(process.env.REDWELL_DEV_ORIGIN) : null;
  const redwell = lifetime.own(await open(dataDir));
  servePage(session.defaultSession.protocol, join(OUT, '..', 'renderer'), dev);
  denyPermissions(session.defaultSession);
  keepDownloads(session.defaultSession);
  const handlers = handlersOf(redwell, dataDir);
  lifetime.own(registerRequests(ipcMain, handlers, ORIGIN));
  const files = {
    preload: join(OUT, '..', 'preload', 'index.cjs'),
    icon: windowIcon(ICONS),
    devTools: import.meta.env.MODE === 'development',
  };
  const place = { state: readState(stateFile(dataDir)), areas: workAreas(screen) };
  const desks: Desk[] = [];
  const window = await openWindow(BrowserWindow, files, place, (created) =>
    desks.push(lifetime.own(deskOf(created, handlers, dataDir))),
  );
  const page = lifetime.own(connectPage(redwell, window, explain));
  const [desk] = desks;
  if (desk !== undefined) await connectDesktop(redwell, handlers, window, page, desk, lifetime);
  if (Object.values(wish).some((one) => one !== null)) grant(page, wish);
  return page;
}

/** @throws RedwellError not_allowed when a shipped Redwell was started for a debugger */
function refuseDebugging(): void {
  if (!app.isPackaged) return;
  const argument = debugArgument([...process.execArgv, ...process.argv.slice(1)], process.env.NODE_OPTIONS);
  if (argument === null) return;
  throw new RedwellError('not_allowed', `Redwell does not start with ${argument.split('=')[0]}.`, {
    action: 'It would let other programs read your clients’ documents. Start Redwell without it.',
  });
}

function main(): void {
  refuseDebugging();
  findInstalledPrograms();
  const { options, wish } = ownArguments(process.argv);
  const dataDir = resolveDataDir(options.data);
  openDataFolder(dataDir);
  // Chromium keeps its files in the data folder too, so the single-instance lock below is one per data folder.
  const chromiumDir = join(dataDir, 'electron');
  mkdirSync(chromiumDir, { recursive: true, mode: 0o700 });
  app.setPath('userData', chromiumDir);
  app.setPath('sessionData', chromiumDir);
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([PRIVILEGES]);
  if (!app.requestSingleInstanceLock({ ...wish })) {
    app.exit(0);
    return;
  }
  const lifetime = new Lifetime();
  const opening = app.whenReady().then(() => run(wish, dataDir, lifetime));
  grantWishes(app, opening);
  // The installer registers the scheme on Linux and macOS.
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient(SCHEME);
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
    // The operator quit while the app was still opening; what opened late has been closed.
    if (lifetime.disposed) return;
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
