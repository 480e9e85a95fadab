/** The console's one window. */
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { ORIGIN } from './origin.ts';

/** Options on which the security of the page rests; see the list in docs. @param preload absolute path */
export const windowOptions = (preload: string): BrowserWindowConstructorOptions => ({
  width: 1280,
  height: 860,
  minWidth: 640,
  minHeight: 480,
  show: false,
  title: 'Redwell',
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
    spellcheck: false,
  },
});

/** Brings the window to the operator, wherever it is. */
export function present(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Opens the window; it shows itself when the first paint is ready, so that it never flashes white. */
export async function openWindow(Window: typeof BrowserWindow, preload: string): Promise<BrowserWindow> {
  const window = new Window(windowOptions(preload));
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${ORIGIN}/`);
  return window;
}
