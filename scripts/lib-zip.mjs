/** Library: writes ZIP archives byte by byte (APPNOTE 4.3). Checks nothing, so tests can write broken ones. */
import { crc32, deflateRawSync } from 'node:zlib';

/** MS-DOS has no file modes. Unix keeps the mode in the upper half of the attributes. */
const MADE_BY = { dos: 0, unix: 3 };

const NONE = Buffer.alloc(0);

/** @param {Buffer} content @param {{ store?: boolean | undefined, level?: number | undefined }} options */
export function pack(content, { store = false, level = undefined } = {}) {
  return {
    data: store ? content : deflateRawSync(content, level === undefined ? {} : { level }),
    method: store ? 0 : 8,
    crc: crc32(content),
    size: content.length,
  };
}

/** @param {readonly import('./lib-zip.mjs').PackedMember[]} members */
export function zipArchive(members) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, data, method, crc, size, flags, time = 0, date, attributes, extra = NONE } of members) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt16LE(time, 6);
    common.writeUInt16LE(date, 8);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    common.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, extra, data]);
    const madeBy = Buffer.from([20, attributes === undefined ? MADE_BY.dos : MADE_BY.unix]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((attributes ?? 0) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, common, tail, name, extra]));
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
