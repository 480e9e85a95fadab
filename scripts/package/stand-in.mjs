/**
 * Library: a folder that stands in for Electron's program where that cannot be had, so that all of the packing runs.
 * It has the names that electron-builder looks for, and the wire of the fuses. It starts nothing.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Marks the fuses in Electron's program: then follow the version of the wire, its length, and one byte per fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'; // cspell:disable-line
/** What Electron ships: run as Node, Node options and inspect arguments are on, and so are privileges of files. */
const SHIPPED = '10110001';

const program = () =>
  Buffer.concat([
    Buffer.from(
      '#!/bin/sh\necho "This is not Electron. Its program could not be had when Redwell was packed." >&2\nexit 3\n',
    ),
    Buffer.from(SENTINEL),
    Buffer.from([1, SHIPPED.length]),
    Buffer.from(SHIPPED),
  ]);

/** Writes the stand-in for Linux into an empty folder. @returns the folder, for `electronDist` */
export function writeStandIn(folder, version) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'electron'), program());
  chmodSync(join(folder, 'electron'), 0o755);
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), '');
  return folder;
}
