/**
 * A double of the part of Electron's main process that Redwell uses, for machines without Electron's binary. It is
 * checked against Electron's type declarations, so it stops compiling when they change. It cannot prove the OS sandbox,
 * the real context bridge or native notifications.
 */
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type Electron from 'electron';
import { type Handler, Page } from './electron-page.ts';

/** What the app has done, and the handlers it has set, for electron-control.ts. */
export const seen = {
  ready: false,
  sandboxed: false,
  paths: {} as Record<string, string>,
  schemes: [] as Electron.CustomScheme[],
  handlers: new Map<string, Handler>(),
  windows: [] as BrowserWindow[],
  notifications: [] as Notification[],
  trays: [] as Tray[],
  menu: null as Menu | null,
  badge: 0,
  opened: [] as string[],
  /** Paths shown in the file manager. */
  shown: [] as string[],
  errors: [] as string[],
  dialogAnswer: [] as string[],
  /** Questions of message boxes, with their buttons. The next answers are taken from `answers`. */
  questions: [] as { message: string; buttons: string[] }[],
  answers: [] as number[],
  /** How many blocks of the computer's sleep are held. */
  awake: 0,
  pageHandler: null as ((request: Request) => Response | Promise<Response>) | null,
  permissionRequest: null as Parameters<Electron.Session['setPermissionRequestHandler']>[0],
  permissionCheck: null as Parameters<Electron.Session['setPermissionCheckHandler']>[0],
  devicePermission: null as Parameters<Electron.Session['setDevicePermissionHandler']>[0],
  download: null as ((event: Refusable, item: Electron.DownloadItem) => void) | null,
  /** What a session in memory serves, refuses and prints. */
  prints: [] as { preferences: Electron.WebPreferences | undefined; html: string; refused: string[] }[],
};

// As in Electron, one emitter has listeners with different arguments.
type Anything = (...args: never[]) => void;
class Emitter {
  readonly emitter = new EventEmitter();
  // Electron returns the object itself. Redwell doesn't chain calls.
  on(event: string, listener: Anything): never {
    this.emitter.on(event, listener as () => void);
    return undefined as never;
  }
  once(event: string, listener: Anything): never {
    this.emitter.once(event, listener as () => void);
    return undefined as never;
  }
}

/** An event with `preventDefault`. */
export class Refusable {
  defaultPrevented = false;
  constructor(readonly url = '') {}
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Throws after the app is ready, as Electron does. */
function onlyBeforeReady(name: string): void {
  if (seen.ready) throw new Error(`${name} can only be called before app is ready`);
}

class App extends Emitter {
  readonly isPackaged = process.env.REDWELL_DOUBLE_PACKAGED === '1';
  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    seen.paths[name] = path;
  }
  enableSandbox(): void {
    onlyBeforeReady('enableSandbox');
    seen.sandboxed = true;
  }
  requestSingleInstanceLock(_data?: unknown): boolean {
    return true;
  }
  setAsDefaultProtocolClient(_scheme: string): boolean {
    return true;
  }
  setBadgeCount(count?: number): boolean {
    seen.badge = count ?? 0;
    return true;
  }
  async whenReady(): Promise<void> {
    // As in Electron, only after the entry has been loaded.
    await new Promise((resolve) => setImmediate(resolve));
    seen.ready = true;
  }
  quit(): void {
    const event = new Refusable();
    this.emitter.emit('before-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }
  exit(code?: number): void {
    process.exit(code);
  }
}
export const app = new App() satisfies Pick<
  Electron.App,
  | 'enableSandbox'
  | 'exit'
  | 'isPackaged'
  | 'on'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'setBadgeCount'
  | 'setPath'
  | 'whenReady'
>;

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]) {
    onlyBeforeReady('registerSchemesAsPrivileged');
    seen.schemes.push(...schemes);
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>;

const sessionProtocol = {
  handle(_scheme: string, handler: (request: Request) => Response | Promise<Response>) {
    seen.pageHandler = handler;
  },
} satisfies Pick<Electron.Protocol, 'handle'>;

export const session = {
  fromPartition(partition: string): never {
    const known = MemorySession.all.get(partition) ?? new MemorySession();
    MemorySession.all.set(partition, known);
    return known as never;
  },
  defaultSession: {
    protocol: sessionProtocol,
    setPermissionRequestHandler(handler: typeof seen.permissionRequest) {
      seen.permissionRequest = handler;
    },
    setPermissionCheckHandler(handler: typeof seen.permissionCheck) {
      seen.permissionCheck = handler;
    },
    setDevicePermissionHandler(handler: typeof seen.devicePermission) {
      seen.devicePermission = handler;
    },
    on(_event: string, listener: Anything): never {
      seen.download = listener as typeof seen.download;
      return undefined as never;
    },
  } satisfies Pick<
    Electron.Session,
    'on' | 'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
  > & { protocol: Pick<Electron.Protocol, 'handle'> },
};

/** What a page that prints could ask for, and must not get. */
const TEMPTING = ['https://evil.example/x.png', 'file:///etc/passwd', 'redwell://app/index.html', 'data:,x'];

type BeforeRequest = Parameters<Electron.WebRequest['onBeforeRequest']>[0];
class MemorySession extends Emitter {
  static readonly all = new Map<string, MemorySession>();
  handler: ((request: Request) => Response | Promise<Response>) | null = null;
  beforeRequest: BeforeRequest | null = null;
  readonly protocol = {
    handle: (_scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
      if (this.handler !== null) throw new Error('The scheme is handled already');
      this.handler = handler;
    },
    unhandle: (_scheme: string) => {
      this.handler = null;
    },
  } satisfies Pick<Electron.Protocol, 'handle' | 'unhandle'>;
  readonly webRequest = {
    onBeforeRequest: (listener: unknown) => {
      this.beforeRequest = listener as BeforeRequest;
    },
  };
  setPermissionRequestHandler(_handler: unknown): void {}
  /** Returns whether a request is let through. */
  async lets(url: string): Promise<boolean> {
    return new Promise((resolve) => {
      const details = { url } as Electron.OnBeforeRequestListenerDetails;
      if (this.beforeRequest === null) resolve(true);
      else
        (
          this.beforeRequest as unknown as (
            of: object,
            answer: (reply: Electron.CallbackResponse) => void,
          ) => void
        )(details, ({ cancel }) => resolve(cancel !== true));
    });
  }
}

export const ipcMain = {
  handle(channel: string, handler: Handler) {
    if (seen.handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    seen.handlers.set(channel, handler);
  },
  removeHandler: (channel: string) => void seen.handlers.delete(channel),
} satisfies Pick<Electron.IpcMain, 'handle' | 'removeHandler'>;

type OpenHandler = (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse;

class WebContents extends Emitter {
  page: Page | null = null;
  url = '';
  openHandler: OpenHandler | null = null;
  isDestroyed(): boolean {
    return false;
  }
  send(channel: string, ...args: unknown[]): void {
    this.page?.receive(channel, args);
  }
  printed = '';
  async printToPDF(_options: Electron.PrintToPDFOptions): Promise<Buffer> {
    return Buffer.from(`%PDF-1.7 ${this.printed.length} characters`);
  }
  reloads = 0;
  reload(): void {
    this.reloads += 1;
  }
  forcefullyCrashRenderer(): void {
    this.emitter.emit('render-process-gone', new Refusable(), { reason: 'killed', exitCode: 1 });
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
  get mainFrame(): Electron.WebFrameMain {
    return { url: this.url, parent: null } as Electron.WebFrameMain;
  }
}
void (WebContents satisfies new () => Pick<
  Electron.WebContents,
  | 'forcefullyCrashRenderer'
  | 'isDestroyed'
  | 'mainFrame'
  | 'on'
  | 'printToPDF'
  | 'reload'
  | 'send'
  | 'setWindowOpenHandler'
>);

export class BrowserWindow extends Emitter {
  readonly webContents = new WebContents();
  response: { status: number; headers: Record<string, string>; body: string } | null = null;
  progress = -1;
  calls: string[] = [];
  constructor(readonly options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    seen.windows.push(this);
    app.emitter.emit('web-contents-created', new Refusable(), this.webContents);
  }
  static getAllWindows(): never[] {
    return seen.windows as never[];
  }
  /** Takes the window away from the list of open ones. */
  destroy = (): void => {
    seen.windows = seen.windows.filter((one) => one !== this);
  };
  /** Serves a page from a session in memory, and tries what it may not load. */
  async #loadInMemory(partition: string, url: string): Promise<void> {
    const own = MemorySession.all.get(partition);
    const answer = (await own?.lets(url)) ? await own?.handler?.(new Request(url)) : undefined;
    if (answer === undefined) throw new Error(`ERR_BLOCKED_BY_CLIENT (-20) loading '${url}'`);
    const html = await answer.text();
    const refused: string[] = [];
    for (const tempting of TEMPTING) if (!(await own?.lets(tempting))) refused.push(tempting);
    this.webContents.printed = html;
    seen.prints.push({ preferences: this.options.webPreferences, html, refused });
  }
  /** Fetches the page through the app's protocol, runs the preload, and reports the first paint. */
  async loadURL(url: string): Promise<void> {
    const { partition } = this.options.webPreferences ?? {};
    if (partition !== undefined) return this.#loadInMemory(partition, url);
    const answer = await seen.pageHandler?.(new Request(url));
    if (answer === undefined) throw new Error(`ERR_UNKNOWN_URL_SCHEME (-302) loading '${url}'`);
    this.response = {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
    };
    this.webContents.url = url;
    const sender = this.webContents as unknown as Electron.WebContents;
    this.webContents.page = new Page(this.options.webPreferences?.preload ?? '', async (channel, args) => {
      const handler = seen.handlers.get(channel);
      if (handler === undefined)
        throw new Error(`Error invoking remote method '${channel}': no handler registered`);
      const event = { sender, senderFrame: this.webContents.mainFrame };
      return structuredClone(await handler(event as Electron.IpcMainInvokeEvent, ...args));
    });
    this.emitter.emit('ready-to-show');
  }
  show = (): void => void this.calls.push('show');
  hide = (): void => {
    this.calls.push('hide');
    this.emitter.emit('hide');
  };
  maximize = (): void => void this.calls.push('maximize');
  isMaximized = (): boolean => this.calls.includes('maximize');
  getNormalBounds = () => {
    const { x = 0, y = 0, width = 0, height = 0 } = this.options;
    return { x, y, width, height };
  };
  /** What a click on the cross does. */
  close = (): void => {
    const event = new Refusable();
    this.emitter.emit('close', event);
    if (!event.defaultPrevented) app.emitter.emit('window-all-closed');
  };
  focus = (): void => void this.calls.push('focus');
  restore = (): void => void this.calls.push('restore');
  isMinimized = (): boolean => false;
  isDestroyed = (): boolean => false;
  setProgressBar(progress: number): void {
    this.progress = progress;
  }
}
void (BrowserWindow satisfies Pick<typeof Electron.BrowserWindow, 'getAllWindows'> &
  (new (
    options?: Electron.BrowserWindowConstructorOptions,
  ) => Pick<
    Electron.BrowserWindow,
    | 'close'
    | 'destroy'
    | 'focus'
    | 'getNormalBounds'
    | 'hide'
    | 'isDestroyed'
    | 'isMaximized'
    | 'isMinimized'
    | 'loadURL'
    | 'maximize'
    | 'once'
    | 'restore'
    | 'setProgressBar'
    | 'show'
  >));

export class Notification extends Emitter {
  shown = false;
  constructor(readonly options: Electron.NotificationConstructorOptions = {}) {
    super();
    seen.notifications.push(this);
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    this.shown = true;
  }
}
void (Notification satisfies Pick<typeof Electron.Notification, 'isSupported'> &
  (new (
    options?: Electron.NotificationConstructorOptions,
  ) => Pick<Electron.Notification, 'once' | 'show'>));

export class Menu {
  constructor(readonly template: Electron.MenuItemConstructorOptions[] = []) {}
  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): never {
    return new Menu(template) as never;
  }
  static setApplicationMenu(menu: unknown): void {
    seen.menu = menu as Menu;
  }
}
void (Menu satisfies Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>);

export class Tray extends Emitter {
  menu: Menu | null = null;
  destroyed = false;
  constructor(image: Electron.NativeImage | string) {
    super();
    if (typeof image === 'string' && !existsSync(image))
      throw new Error(`Failed to load image from path '${image}'`);
    seen.trays.push(this);
  }
  setContextMenu(menu: unknown): void {
    this.menu = menu as Menu;
  }
  setToolTip(_text: string): void {}
  destroy(): void {
    this.destroyed = true;
  }
}
void (Tray satisfies new (
  image: Electron.NativeImage | string,
) => Pick<Electron.Tray, 'destroy' | 'on' | 'setContextMenu' | 'setToolTip'>);

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] as Electron.Display[],
} satisfies Pick<Electron.Screen, 'getAllDisplays'>;

class PowerMonitor extends Emitter {
  off(event: string, listener: Anything): never {
    this.emitter.off(event, listener as () => void);
    return undefined as never;
  }
}
export const powerMonitor = new PowerMonitor() satisfies Pick<Electron.PowerMonitor, 'off' | 'on'>;

export const powerSaveBlocker = {
  start(_type: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    seen.awake += 1;
    return seen.awake;
  },
  stop(_id: number): boolean {
    seen.awake -= 1;
    return true;
  },
} satisfies Pick<Electron.PowerSaveBlocker, 'start' | 'stop'>;

export const dialog = {
  showMessageBox: async (...args: unknown[]) => {
    const { message, buttons = [], cancelId = 0 } = args.at(-1) as Electron.MessageBoxOptions;
    seen.questions.push({ message, buttons });
    return { response: seen.answers.shift() ?? cancelId, checkboxChecked: false };
  },
  showErrorBox: (_title: string, content: string) => void seen.errors.push(content),
  showOpenDialog: async () => ({
    canceled: seen.dialogAnswer.length === 0,
    filePaths: seen.dialogAnswer,
  }),
} satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'>;

/** A keychain that reverses text, so that a test can tell stored text from the secret. */
export const safeStorage = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptString: (text: string) => Buffer.from([...text].reverse().join('')),
  decryptString: (encrypted: Buffer) => [...encrypted.toString()].reverse().join(''),
} satisfies Pick<
  Electron.SafeStorage,
  'decryptString' | 'encryptString' | 'getSelectedStorageBackend' | 'isEncryptionAvailable'
>;

export const shell = {
  openExternal: async (url: string) => void seen.opened.push(url),
  openPath: async (path: string) => {
    seen.opened.push(path);
    return '';
  },
  showItemInFolder: (path: string) => void seen.shown.push(path),
} satisfies Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>;

export const utilityProcess = {
  fork(entry: string, args: string[] = [], options: Electron.ForkOptions = {}) {
    // Not with our own --import: the worker needs only `parentPort`.
    const child = fork(entry, args, {
      env: options.env as NodeJS.ProcessEnv,
      execArgv: ['--import', join(import.meta.dirname, 'electron-utility.mjs')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return Object.assign(child, { postMessage: (message: never) => child.send(message) }) as never;
  },
} satisfies Pick<typeof Electron.utilityProcess, 'fork'>;
