/** Writes ZIP archives for tests, including invalid ones. */
import { pack, zipArchive } from '../../../scripts/lib-zip.mjs';

export interface ZipMember {
  name: string | Buffer;
  content: Buffer | string;
  /** General purpose flags. */
  flags?: number;
  /** Upper half: Unix mode. */
  attributes?: number;
  /** The size in the directory, when it is not the true one. */
  statedSize?: number;
  /** Stored instead of deflated. */
  store?: boolean;
  /** Extra fields. */
  extra?: Buffer;
}

const UTF8 = 0x800;
/** January 1, 2025 in DOS format. */
const DATE = 0x5a21;

export const zip = (members: readonly ZipMember[]): Buffer =>
  zipArchive(
    members.map(({ name, content, flags = UTF8, attributes = 0, statedSize, store, extra }) => {
      const packed = pack(Buffer.from(content as string), { store });
      return {
        ...packed,
        name: Buffer.from(name as string),
        size: statedSize ?? packed.size,
        flags,
        date: DATE,
        attributes,
        ...(extra === undefined ? {} : { extra }),
      };
    }),
  );

export const zipOf = (files: Readonly<Record<string, string | Buffer>>): Buffer =>
  zip(Object.entries(files).map(([name, content]) => ({ name, content })));
