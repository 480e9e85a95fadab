/** The double's side in the built main process: runs the test's operations, which come over Node's IPC channel. */
import type Electron from 'electron';
import { app, type BrowserWindow, powerMonitor, Refusable, seen } from './electron.ts';
import type { Handler } from './electron-page.ts';

const window = (): BrowserWindow => {
  const [first] = seen.windows;
  if (first === undefined) throw new Error('No window is open');
  return first;
};
const page = () => {
  const open = window().webContents.page;
  if (open === null) throw new Error('The window shows no page');
  return open;
};

interface Pushed {
  name: string;
  seq: number;
  payload: unknown;
  /** Keys of the listener's argument, to check that it is no Electron event. */
  keys: string[];
  others: number;
}
const pushed: Pushed[] = [];

/** The operations for tests. Arguments and results are plain data. */
export const operations = {
  state: () => ({
    sandboxed: seen.sandboxed,
    schemes: seen.schemes,
    paths: seen.paths,
    channels: [...seen.handlers.keys()],
    webPreferences: { ...window().options.webPreferences },
    response: window().response,
    url: window().webContents.url,
    windowCalls: window().calls,
    progress: window().progress,
    badge: seen.badge,
    questions: seen.questions,
    awake: seen.awake,
    reloads: window().webContents.reloads,
    options: { ...window().options, webPreferences: undefined },
    errors: seen.errors,
    opened: seen.opened,
    shown: seen.shown,
    notifications: seen.notifications.map(({ options, shown }) => ({ ...options, shown })),
    tray: seen.trays[0]?.menu?.template.map(({ label }) => label ?? '-') ?? [],
    menu: seen.menu?.template.length ?? 0,
    preloadRequired: page().required,
    exposed: Object.fromEntries(
      Object.entries(page().world).map(([key, value]) => [key, Object.keys(value as object).sort()]),
    ),
  }),
  request: (name: string, input: unknown) => page().api.request(name, input),
  pathOf: (path: string) => page().api.pathOf({ path }),
  listen: (name: string) => {
    page().api.on(name, (event, ...others: unknown[]) => {
      pushed.push({ name, ...event, keys: Object.keys(event).sort(), others: others.length });
    });
  },
  pushed: () => pushed,
  /** Sends a request that does not come from our page. */
  forge: async (channel: string, frameUrl: string | null, inSubframe: boolean, args: unknown[]) => {
    const handler = seen.handlers.get(channel) as Handler;
    const parent = inSubframe ? ({ url: 'redwell://app/' } as Electron.WebFrameMain) : null;
    const senderFrame = frameUrl === null ? null : ({ url: frameUrl, parent } as Electron.WebFrameMain);
    const sender = window().webContents as unknown as Electron.WebContents;
    return handler({ sender, senderFrame } as Electron.IpcMainInvokeEvent, ...args);
  },
  /** Returns whether this event may leave our page for `url`. */
  leaves: (event: 'will-frame-navigate' | 'will-navigate' | 'will-redirect', url: string) => {
    const leaving = new Refusable(url);
    window().webContents.emitter.emit(event, leaving);
    return !leaving.defaultPrevented;
  },
  attachesWebview: () => {
    const attaching = new Refusable();
    window().webContents.emitter.emit('will-attach-webview', attaching, {}, {});
    return !attaching.defaultPrevented;
  },
  /** Returns what the save dialog proposes for a download; null if it is refused. */
  downloads: (url: string, filename: string) => {
    const starting = new Refusable();
    let proposed: Electron.SaveDialogOptions = {};
    seen.download?.(starting, {
      getURL: () => url,
      getFilename: () => filename,
      setSaveDialogOptions: (options: Electron.SaveDialogOptions) => {
        proposed = options;
      },
    } as Electron.DownloadItem);
    return starting.defaultPrevented ? null : { path: proposed.defaultPath, filters: proposed.filters };
  },
  prints: () => seen.prints,
  opensWindow: (url: string) =>
    window().webContents.openHandler?.({ url } as Electron.HandlerDetails).action ?? 'allow',
  permission: async (name: string, url: string, isMainFrame = true) => {
    const contents = window().webContents as unknown as Electron.WebContents;
    const requested = await new Promise((decide) => {
      seen.permissionRequest?.(contents, name as 'notifications', decide, {
        requestingUrl: url,
        isMainFrame,
      } as Electron.PermissionRequest);
    });
    const checked = seen.permissionCheck?.(contents, name as 'notifications', url, {
      isMainFrame,
      requestingUrl: url,
    } as Electron.PermissionCheckHandlerHandlerDetails);
    return { requested, checked };
  },
  device: () => seen.devicePermission?.({} as Electron.DevicePermissionHandlerHandlerDetails),
  fetch: async (url: string, method = 'GET') => {
    const answer = await seen.pageHandler?.(new Request(url, { method }));
    return { status: answer?.status ?? 0, body: (await answer?.text()) ?? '' };
  },
  clickNotification: (index: number) => void seen.notifications[index]?.emitter.emit('click'),
  clickTray: (label: string) => {
    const item = seen.trays[0]?.menu?.template.find((one) => one.label === label);
    (item?.click as (() => void) | undefined)?.();
    return item !== undefined;
  },
  answerDialog: (paths: string[]) => {
    seen.dialogAnswer = paths;
  },
  secondInstance: (folder: string | null, link: string | null = null, pack: string | null = null) =>
    void app.emitter.emit('second-instance', new Refusable(), [], '/', { folder, link, pack }),
  openFile: (path: string) => void app.emitter.emit('open-file', new Refusable(), path),
  openUrl: (address: string) => void app.emitter.emit('open-url', new Refusable(), address),
  /** Clicks the cross of the window, and answers the question that follows with this button. */
  closeWindow: (answer: number) => {
    seen.answers.push(answer);
    window().close();
  },
  crashPage: () => window().webContents.forcefullyCrashRenderer(),
  hangPage: (answer: number) => {
    seen.answers.push(answer);
    window().emitter.emit('unresponsive');
  },
  power: (event: 'resume' | 'suspend') => void powerMonitor.emitter.emit(event),
  quit: () => app.quit(),
};

export type Operations = typeof operations;

interface Question {
  id: number;
  operation: keyof Operations;
  args: unknown[];
}

/** The id of the message that the window shows its page. It replies to no question. */
const OPENED = 0;
app.emitter.on('web-contents-created', () => {
  seen.windows.at(-1)?.emitter.once('ready-to-show', () => process.send?.({ id: OPENED, value: null }));
});

process.on('message', ({ id, operation, args }: Question) => {
  const ask = operations[operation] as (...values: unknown[]) => unknown;
  Promise.resolve()
    .then(() => ask(...args))
    .then(
      (value) => process.send?.({ id, value }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    );
});
