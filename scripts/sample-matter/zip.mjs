/** Archives that are the same each time they are made (APPNOTE 4.3): every member has one date. */
import { crc32, deflateRawSync } from 'node:zlib';
import { fromBufferPromise } from 'yauzl';

/** 1 November 2024, 12:00, in DOS form. */
const TIME = 12 << 11;
const DATE = ((2024 - 1980) << 9) | (11 << 5) | 1;

/** @param {readonly (readonly [string, Buffer])[]} members */
export function zip(members) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [path, content] of members) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(TIME, 6);
    common.writeUInt16LE(DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, name]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** Packs an archive anew without the time of day in it. @param {Buffer} archive @param {(name: string, content: Buffer) => Buffer} change */
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
