/** Makes archives that are the same on every run: all members have the same date. */
import { fromBufferPromise } from 'yauzl';
import { pack, zipArchive } from '../lib-zip.mjs';

const UTF8 = 0x800;
/** November 1, 2024, 12:00, in DOS form. */
const TIME = 12 << 11;
const DATE = ((2024 - 1980) << 9) | (11 << 5) | 1;

/** @param {readonly (readonly [string, Buffer])[]} members */
export const zip = (members) =>
  zipArchive(
    members.map(([path, content]) => ({
      ...pack(content, { level: 9 }),
      name: Buffer.from(path),
      flags: UTF8,
      time: TIME,
      date: DATE,
    })),
  );

/** Repacks an archive with a fixed date. @param {Buffer} archive @param {(name: string, content: Buffer) => Buffer} change */
export async function repack(archive, change) {
  const file = await fromBufferPromise(archive, { lazyEntries: true });
  const members = /** @type {[string, Buffer][]} */ ([]);
  for await (const entry of file.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const pieces = [];
    for await (const piece of await file.openReadStreamPromise(entry)) pieces.push(piece);
    members.push([entry.fileName, change(entry.fileName, Buffer.concat(pieces))]);
  }
  return zip(members);
}
