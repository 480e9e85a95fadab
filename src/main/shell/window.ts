/** Redwell's one window. */
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { ORIGIN } from './origin.ts';
import { LEAST, placeFor, type WindowState } from './window-state.ts';

export interface WindowFiles {
  /** Absolute paths. */
  preload: string;
  icon: string;
  /** Only for development. */
  devTools: boolean;
}

export interface WindowPlace {
  /** How the window was left; null: not known. */
  state: WindowState | null;
  /** Work areas of all screens. */
  areas: readonly Rectangle[];
}

/** The page's security depends on these options: isolated, sandboxed, without Node. */
const windowOptions = (
  { preload, icon, devTools }: WindowFiles,
  { state, areas }: WindowPlace,
): BrowserWindowConstructorOptions => ({
  ...placeFor(state, areas),
  minWidth: LEAST.width,
  minHeight: LEAST.height,
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

/**
 * Opens the window and shows it after the first paint, so it does not flash white.
 * @param created called with the window before its page is loaded
 */
export async function openWindow(
  Window: typeof BrowserWindow,
  files: WindowFiles,
  place: WindowPlace,
  created: (window: BrowserWindow) => void,
): Promise<BrowserWindow> {
  const window = new Window(windowOptions(files, place));
  if (place.state?.maximized === true) window.maximize();
  created(window);
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${ORIGIN}/`);
  return window;
}
