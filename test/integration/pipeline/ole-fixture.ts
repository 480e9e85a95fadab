/** OLE objects for tests, as Windows programs embed them. */
import CFB from 'cfb';

export function compound(streams: Readonly<Record<string, Buffer>>): Buffer {
  const container = CFB.utils.cfb_new();
  for (const [name, content] of Object.entries(streams)) CFB.utils.cfb_add(container, `/${name}`, content);
  return Buffer.from(CFB.write(container, { type: 'buffer' }) as Uint8Array);
}

const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
const sized = (bytes: Buffer): Buffer => Buffer.concat([u32(bytes.length), bytes]);
const zero = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1');

/** Returns the data of a file that was dropped into a document. */
export const packageData = (name: string, content: Buffer, wide = name): Buffer =>
  Buffer.concat([
    u16(2),
    zero(name),
    zero(`C:\\Files\\${name}`),
    u16(0),
    u16(3),
    sized(zero(`C:\\Temp\\${name}`)),
    sized(content),
    ...[`C:\\Temp\\${wide}`, wide, `C:\\Files\\${wide}`].flatMap((text) => [
      u32(text.length),
      Buffer.from(text, 'utf16le'),
    ]),
  ]);

/** Returns the data of a file that a document only links to. */
export const linkData = (path: string): Buffer =>
  Buffer.concat([u16(2), zero('Link'), zero(path), u16(0), u16(1), u32(0)]);

export const nativeObject = (data: Buffer): Buffer => compound({ '\x01Ole10Native': sized(data) });

/** Returns the hexadecimal digits of an OLE 1.0 object, as RTF has them. */
export const rtfObject = (className: string, data: Buffer): string =>
  Buffer.concat([u32(0x501), u32(2), sized(zero(className)), u32(0), u32(0), sized(data)])
    .toString('hex')
    .replace(/.{64}/g, '$&\n');
