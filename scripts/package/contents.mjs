/** Library: what lies in a packed app, and what must not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import asar from '@electron/asar';

/** What would be a mistake of the configuration. Paths in the archive. */
const FOREIGN = [
  /^\/(src|test|scripts|docs|lua|node_modules\/(electron|vitest|typescript|app-builder-lib|@biomejs)\/)/,
  /\.(map|tsx?|mts|cts)$/,
  /^\/resources\/(?!icons(\/|$))/,
  /(^|\/)(\.env|\.git|\.npmrc|.*\.pem|.*\.key|.*\.p12)$/,
];
/** What must be there. */
const PARTS = [
  '/package.json',
  '/LICENSE',
  '/out/main/index.js',
  '/out/main/worker.js',
  '/out/main/sandbox.js',
  '/out/main/search.js',
  '/out/main/handover.js',
  '/out/main/similarity.js',
  '/out/main/copy.js',
  '/out/main/erase.js',
  '/out/preload/index.cjs',
  '/out/renderer/index.html',
  '/resources/icons/tray.png',
];

/** Returns the archive of a packed app. */
export function archiveOf(folder) {
  const mac = join(folder, 'Redwell.app', 'Contents', 'Resources', 'app.asar');
  return existsSync(mac) ? mac : join(folder, 'resources', 'app.asar');
}

/** Returns every file in the archive with its size in bytes and whether it lies beside the archive. */
export function packedFiles(archive) {
  return asar
    .listPackage(archive)
    .map((path) => path.replaceAll('\\', '/'))
    .flatMap((path) => {
      const entry = asar.statFile(archive, path.slice(1));
      if ('files' in entry || 'link' in entry) return [];
      return [
        { path, size: entry.size, unpacked: entry.unpacked === true, hash: entry.integrity?.hash ?? null },
      ];
    });
}

/**
 * Checks the contents of a packed app. @returns the number of files and their size
 * @throws Error naming what is there and must not be, what is missing, or what has no checksum
 */
export function checkPacked(folder) {
  const archive = archiveOf(folder);
  const files = packedFiles(archive);
  const paths = new Set(files.map(({ path }) => path));
  const foreign = files.filter(({ path }) => FOREIGN.some((pattern) => pattern.test(path)));
  if (foreign.length > 0)
    throw new Error(
      `These files do not belong into the app: ${foreign
        .slice(0, 10)
        .map(({ path }) => path)
        .join(', ')}.`,
    );
  const missing = PARTS.filter((path) => !paths.has(path));
  if (missing.length > 0) throw new Error(`These files are missing: ${missing.join(', ')}.`);
  const native = files.filter(({ path }) => /\.(node|dylib|dll|so(\.[\d.]+)?)$/.test(path));
  const closed = native.filter(({ unpacked }) => !unpacked);
  if (native.length === 0 || closed.length > 0)
    throw new Error(
      `Native parts must lie beside the archive: ${closed.map(({ path }) => path).join(', ')}.`,
    );
  const unproven = files.filter(({ hash }) => hash === null);
  if (unproven.length > 0)
    throw new Error(`These files have no checksum: ${unproven.map(({ path }) => path).join(', ')}.`);
  const notices = ['.', 'Redwell.app/Contents'].map((place) =>
    join(folder, place, 'THIRD-PARTY-NOTICES.txt'),
  );
  if (!notices.some(existsSync)) throw new Error('The third-party notices are missing.');
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}
