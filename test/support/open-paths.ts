/** Finds what other accounts could read. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the paths of a folder, itself included, that grant anything to the group or to others, with their modes. */
export function openPaths(folder: string): string[] {
  const own = lstatSync(folder);
  const inside = own.isDirectory()
    ? readdirSync(folder).flatMap((name) => openPaths(join(folder, name)))
    : [];
  const isOpen = !own.isSymbolicLink() && (own.mode & 0o077) !== 0;
  return isOpen ? [`${(own.mode & 0o777).toString(8)} ${folder}`, ...inside] : inside;
}
