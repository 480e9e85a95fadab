/** Writes archives for tests: tar by hand, 7z with the library that also reads them. */
import SevenZipModule, { type SevenZipModuleFactory } from '7z-wasm';

export interface TarMember {
  name: Buffer | string;
  content?: string | Buffer;
  /** `0` is a file, `1` a hard link, `2` a symbolic link, `6` a named pipe. */
  kind?: string;
  target?: string;
  statedSize?: number;
}

const BLOCK = 512;

function tarMember({ name, content = '', kind = '0', target = '', statedSize }: TarMember): Buffer {
  const header = Buffer.alloc(BLOCK);
  Buffer.from(name as string).copy(header);
  const octal = (value: number, length: number): string => value.toString(8).padStart(length - 1, '0');
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(statedSize ?? content.length, 12), 124);
  header.write(octal(1_700_000_000, 12), 136);
  header.write('        ', 148);
  header.write(kind, 156);
  header.write(target, 157);
  header.write('ustar\x0000', 257);
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    )}\0 `,
    148,
  );
  return Buffer.concat([
    header,
    Buffer.from(content),
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
}

export const tar = (members: readonly TarMember[]): Buffer =>
  Buffer.concat([...members.map(tarMember), Buffer.alloc(2 * BLOCK)]);

/** Returns a 7z archive. @param options switches of 7-Zip, e.g. `-psecret` and `-mhe` */
export async function sevenZipOf(
  files: Readonly<Record<string, string | Buffer>>,
  options: readonly string[] = [],
  output = 'a.7z',
): Promise<Buffer> {
  const create =
    (SevenZipModule as unknown as { default?: SevenZipModuleFactory }).default ??
    (SevenZipModule as unknown as SevenZipModuleFactory);
  const program = await create({ print: () => undefined, printErr: () => undefined });
  for (const [name, content] of Object.entries(files))
    program.FS.writeFile(name, Buffer.from(content as string));
  program.callMain(['a', ...options, output, ...Object.keys(files)]);
  return Buffer.from(
    program.FS.readFile(program.FS.readdir('.').includes(output) ? output : `${output}.001`),
  );
}
