/** Files behind a password, made here: archives by ZipCrypto and AES, office packages by MS-OFFCRYPTO. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import officeCrypto from 'officecrypto-tool';
import { type Packed, pack, zipArchive } from '../../scripts/lib-zip.mjs';

const ENCRYPTED = 0x1;
const UTF8 = 0x800;
/** 1 January 2025 in DOS form. */
const DATE = 0x5a21;

/** The three keys of ZipCrypto (APPNOTE 6.1), written from the specification and not from what reads it. */
class ZipCrypto {
  #keys: [number, number, number] = [0x12345678, 0x23456789, 0x34567890];

  constructor(password: string) {
    for (const byte of Buffer.from(password)) this.#update(byte);
  }

  encrypt(bytes: Buffer): Buffer {
    return Buffer.from(
      bytes.map((plain) => {
        const temp = (this.#keys[2] | 2) & 0xffff;
        const cipher = plain ^ ((Math.imul(temp, temp ^ 1) >>> 8) & 0xff);
        this.#update(plain);
        return cipher;
      }),
    );
  }

  #update(byte: number): void {
    const [a, b] = this.#keys;
    const first = step(a, byte);
    const second = (Math.imul((b + (first & 0xff)) | 0, 134775813) + 1) | 0;
    this.#keys = [first, second, step(this.#keys[2], second >>> 24)];
  }
}

/** One step of CRC-32 without the inversions that `zlib` puts around it. */
const step = (crc: number, byte: number): number => ~crc32(Buffer.from([byte]), ~crc >>> 0) >>> 0;

export interface LockedMember {
  name: string;
  content: Buffer | string;
  /** null: not encrypted. */
  password: string | null;
  /** Stored instead of deflated. */
  store?: boolean;
  /** What the directory states instead of the true size. */
  statedSize?: number;
}

/** An archive with members behind passwords of their own, by ZipCrypto. */
export const zipCrypto = (members: readonly LockedMember[]): Buffer =>
  zipArchive(
    members.map(({ name: written, content, password, store, statedSize }) => {
      const name = Buffer.from(written);
      const packed = pack(Buffer.from(content as string), { store });
      return {
        ...packed,
        name,
        data: password === null ? packed.data : encrypted(packed, name, password),
        size: statedSize ?? packed.size,
        flags: UTF8 | (password === null ? 0 : ENCRYPTED),
        date: DATE,
        attributes: 0,
      };
    }),
  );

function encrypted({ data, crc }: Packed, name: Buffer, password: string): Buffer {
  // The last byte is what a reader checks a password by. The others are random in the field; here they are
  // not, since a wrong password passes that check once in 256 times and a test must not depend on it.
  const salt = createHash('sha256').update(name).digest().subarray(0, 11);
  const header = Buffer.concat([salt, Buffer.from([crc >>> 24])]);
  return new ZipCrypto(password).encrypt(Buffer.concat([header, data]));
}

/** An archive of which every member is encrypted with AES-256, as WinZip and 7-Zip write them. */
export async function zipAes(
  files: Readonly<Record<string, string | Buffer>>,
  password: string,
): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    password,
    encryptionStrength: 3,
    useWebWorkers: false,
  });
  for (const [name, content] of Object.entries(files))
    await writer.add(
      name,
      typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content),
    );
  return Buffer.from(await writer.close());
}

/** An office file behind a password: `agile` as Office 2010 and later write it, `standard` as 2007 did. */
export async function lockedOffice(
  plain: Buffer,
  password: string,
  how: 'agile' | 'standard' = 'agile',
): Promise<Buffer> {
  return officeCrypto.encrypt(plain, { password, ...(how === 'standard' ? { type: how } : {}) });
}
