/** Where programs of others lie on each system: redis-server, tesseract, pdftotext and LibreOffice. */
import { posix, win32 } from 'node:path';

/** Folders of package managers. A program started from the desktop of macOS is told of none of them. */
const ON_MACOS = [
  // Homebrew on Apple silicon and on Intel, then MacPorts.
  ...['/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin'],
  '/Applications/LibreOffice.app/Contents/MacOS',
];
/** Below `Program Files`: their installers do not extend the search path. */
const ON_WINDOWS = [['Tesseract-OCR'], ['LibreOffice', 'program']];

/**
 * Returns the search path with the usual folders of this system after what it has, so nothing takes the place of a
 * program that is found today.
 * @param env a plain object must name the path `PATH`
 */
export function searchPath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const { delimiter, join, normalize } = platform === 'win32' ? win32 : posix;
  const given = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const programFiles = [env.ProgramW6432 ?? env.PROGRAMFILES ?? env.ProgramFiles].filter(
    (folder) => folder !== undefined && win32.isAbsolute(folder),
  ) as string[];
  const usual = {
    darwin: ON_MACOS,
    win32: programFiles.flatMap((folder) => ON_WINDOWS.map((parts) => join(folder, ...parts))),
  }[platform as string];
  const key = (folder: string): string => normalize(`${folder}/`).toLowerCase();
  const known = new Set(given.map(key));
  return [...given, ...(usual ?? []).filter((folder) => !known.has(key(folder)))].join(delimiter);
}

/** From now on this process, and every one that it starts, finds programs where their installers put them. */
export function findInstalledPrograms(): void {
  const path = searchPath(process.env, process.platform);
  // Without any path, the system has one of its own.
  if (path !== '') process.env.PATH = path;
}

/** Returns the file name of a program on a system. */
export const programFile = (name: string, platform: NodeJS.Platform): string =>
  platform === 'win32' && win32.extname(name) === '' ? `${name}.exe` : name;

/**
 * Whether Redwell can run a server of its own. There is no redis-server for Windows, and ports of old versions, which
 * some computers have, listen on no socket file.
 */
export const runsOwnServer = (platform: NodeJS.Platform): boolean => platform !== 'win32';
