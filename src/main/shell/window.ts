/** Redwell's one window. */
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { ORIGIN } from './origin.ts';

export interface WindowFiles {
  /** Absolute paths. */
  preload: string;
  icon: string;
  /** Only for development. */
  devTools: boolean;
}

/** The page's security depends on these options: isolated, sandboxed, without Node. */
const windowOptions = ({ preload, icon, devTools }: WindowFiles): BrowserWindowConstructorOptions => ({
  width: 1280,
  height: 860,
  minWidth: 640,
  minHeight: 480,
  show: false,
  title: 'Redwell',
  icon,
  autoHideMenuBar: false,
  webPreferences: {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    devTools,
    spellcheck: false,
  },
});

/** Brings the window to the front, even if it is minimized. */
export function present(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Opens the window and shows it after the first paint, so it does not flash white. */
export async function openWindow(Window: typeof BrowserWindow, files: WindowFiles): Promise<BrowserWindow> {
  const window = new Window(windowOptions(files));
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${ORIGIN}/`);
  return window;
}
