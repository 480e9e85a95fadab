/** Finds a Chromium of this computer. */
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

const NAMES = [
  ...['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'],
  'chromium-headless-shell',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const ON_WINDOWS = [
  join('Google', 'Chrome', 'Application', 'chrome.exe'),
  join('Microsoft', 'Edge', 'Application', 'msedge.exe'),
];

const canRun = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // It is not there, or this user may not start it.
    return false;
  }
};

/** Returns the path of a Chromium; null if there is none. `REDWELL_CHROMIUM` comes first and is the only one then. */
export async function findChromium(env: NodeJS.ProcessEnv): Promise<string | null> {
  const names = env.REDWELL_CHROMIUM ? [env.REDWELL_CHROMIUM] : NAMES;
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const programs = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
    (folder) => folder !== undefined,
  );
  const places = [
    ...names.flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name)))),
    ...(env.REDWELL_CHROMIUM ? [] : programs.flatMap((folder) => ON_WINDOWS.map((at) => join(folder, at)))),
  ];
  for (const place of places) if (await canRun(place)) return place;
  return null;
}
