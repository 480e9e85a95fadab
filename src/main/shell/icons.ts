/** Paths of the icons. `scripts/make-icons.mjs` draws them. */
import { join } from 'node:path';

/** macOS colors a template image. Electron finds the `@2x` file next to it. */
export const trayIcon = (platform: NodeJS.Platform, folder: string): string =>
  join(folder, platform === 'darwin' ? 'trayTemplate.png' : 'tray.png');

/** For Linux, and for Windows before packaging. A packaged program contains its own icon. */
export const windowIcon = (folder: string): string => join(folder, '256x256.png');
