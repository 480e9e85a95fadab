/** Which picture stands where; `scripts/make-icons.mjs` draws them. */
import { join } from 'node:path';

/** macOS colors a template by itself; Electron finds the `@2x` file beside each one. */
export const trayIcon = (platform: NodeJS.Platform, folder: string): string =>
  join(folder, platform === 'darwin' ? 'trayTemplate.png' : 'tray.png');

/** For Linux and for Windows before packaging; a packaged program carries its own. */
export const windowIcon = (folder: string): string => join(folder, '256x256.png');
