/** Writes ZIP archives byte by byte (APPNOTE 4.3), so that tests can also write wrong ones. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipMember {
  name: string | Buffer;
  content: Buffer | string;
  /** General purpose flags. */
  flags?: number;
  /** Upper half: Unix mode. */
  attributes?: number;
  /** What the directory states instead of the true size. */
  statedSize?: number;
  /** Stored instead of deflated. */
  store?: boolean;
}

export function zip(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name as string);
    const content = Buffer.from(member.content as string);
    const packed = member.store ? content : deflateRawSync(content);
    const flags = member.flags ?? 0x800;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(member.store ? 0 : 8, 4);
    common.writeUInt16LE(0, 6);
    common.writeUInt16LE(0x5a21, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(member.statedSize ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((member.attributes ?? 0) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, name]));
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

export const zipOf = (files: Readonly<Record<string, string | Buffer>>): Buffer =>
  zip(Object.entries(files).map(([name, content]) => ({ name, content })));
