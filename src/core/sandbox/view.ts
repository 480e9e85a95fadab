/** What of the disk a child may see besides its own folder: the system's programs, Node and Redwell itself. */
import { lstat, readlink, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

export interface View {
  /** Folders and files, absolute and without links in them. None is inside another. */
  paths: readonly { path: string; folder: boolean }[];
  /** Links, each with its target as written. */
  links: readonly (readonly [path: string, target: string])[];
}

const SYSTEM = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'],
  ...['/nix/store', '/gnu/store', '/home/linuxbrew/.linuxbrew'],
  ...['/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/alternatives', '/etc/localtime'],
  ...['/etc/fonts', '/etc/libreoffice', '/etc/papersize', '/var/cache/fontconfig', '/var/lib/libreoffice'],
];

/**
 * @param entry the built `sandbox.js`
 * @returns only what exists
 */
export async function viewOf(entry: string, env: NodeJS.ProcessEnv): Promise<View> {
  const links = new Map<string, string>();
  const paths = new Map<string, boolean>();
  const add = async (path: string): Promise<void> => {
    const found = await lstat(path).catch(() => null);
    if (found === null) return;
    if (!found.isSymbolicLink()) {
      paths.set(await realpath(path), found.isDirectory());
      return;
    }
    links.set(join(await realpath(dirname(path)), path.slice(dirname(path).length)), await readlink(path));
    const target = await realpath(path).catch(() => null);
    if (target !== null) await add(target);
  };
  for (const path of SYSTEM) await add(path);
  await add(await realpath(process.execPath));
  if (env.TESSDATA_PREFIX) await add(env.TESSDATA_PREFIX);
  for (const path of await officesOutside(env)) await add(path);
  const program = dirname(await realpath(entry));
  await add(program);
  for (const folder of ancestors(program)) {
    await add(join(folder, 'node_modules'));
    await add(join(folder, 'package.json'));
  }
  const inside = (path: string): boolean => ancestors(dirname(path)).some((folder) => paths.get(folder));
  return {
    paths: [...paths].map(([path, folder]) => ({ path, folder })).filter(({ path }) => !inside(path)),
    links: [...links].filter(([path]) => !inside(path)),
  };
}

/** The office suite's own packages are installed below /opt. */
async function officesOutside(env: NodeJS.ProcessEnv): Promise<string[]> {
  const found: string[] = [];
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const program = await realpath(join(folder, 'soffice')).catch(() => '');
    if (program.startsWith('/opt/')) found.push(dirname(dirname(program)));
  }
  return found;
}

/** The folder itself and those above it, without the root. */
function ancestors(folder: string): string[] {
  const above: string[] = [];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) above.push(at);
  return above;
}
