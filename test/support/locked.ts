/** Makes files that need a password: archives with ZipCrypto and AES, office files with MS-OFFCRYPTO. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import officeCrypto from 'officecrypto-tool';
import { type Packed, pack, zipArchive } from '../../scripts/lib-zip.mjs';

const ENCRYPTED = 0x1;
const UTF8 = 0x800;
/** 1 January 2025 in DOS form. */
const DATE = 0x5a21;

/** Encrypts with ZipCrypto. Written from the specification (APPNOTE 6.1), independently of the reader under test. */
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

/** One step of CRC-32, without the inversions that `zlib` applies. */
const step = (crc: number, byte: number): number => ~crc32(Buffer.from([byte]), ~crc >>> 0) >>> 0;

export interface LockedMember {
  name: string;
  content: Buffer | string;
  /** null: not encrypted. */
  password: string | null;
  /** Stored instead of deflated. */
  store?: boolean;
  /** The size in the directory, if it is not the true one. */
  statedSize?: number;
}

/** Makes an archive whose members have separate passwords, with ZipCrypto. */
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
  // A reader checks the password by the last byte, and a wrong password passes once in 256 times. Real files
  // have random bytes before it; these are fixed, so that a test never depends on chance.
  const salt = createHash('sha256').update(name).digest().subarray(0, 11);
  const header = Buffer.concat([salt, Buffer.from([crc >>> 24])]);
  return new ZipCrypto(password).encrypt(Buffer.concat([header, data]));
}

/** Makes an archive whose members are all encrypted with AES-256, as WinZip and 7-Zip do. */
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

/** Encrypts an office file: `agile` as Office 2010 and later do, `standard` as Office 2007 did. */
export async function lockedOffice(
  plain: Buffer,
  password: string,
  scheme: 'agile' | 'standard' = 'agile',
): Promise<Buffer> {
  return officeCrypto.encrypt(plain, { password, ...(scheme === 'standard' ? { type: scheme } : {}) });
}
