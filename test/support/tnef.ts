/** Writes TNEF streams (winmail.dat) for tests. */

export const PT = { object: 0x0d, text: 0x1e, unicode: 0x1f, bytes: 0x102, time: 0x40, long: 0x03 } as const;

/** A property: its number, or for a named one the number in its set, then its type and value. */
export type Property = [tag: number | { named: number }, type: number, value: Buffer | string | number];

const u16 = (n: number): Buffer => Buffer.from([n & 255, n >> 8]);
function u32(n: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n);
  return bytes;
}
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

/** Returns a time as property value. */
export function fileTime(iso: string): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n);
  return bytes;
}

function encoded(type: number, value: Buffer | string | number): Buffer {
  if (typeof value === 'number') return u32(value);
  if (Buffer.isBuffer(value) && type === PT.time) return value;
  const bytes = Buffer.isBuffer(value)
    ? value
    : Buffer.from(`${value}\0`, type === PT.unicode ? 'utf16le' : 'latin1');
  return Buffer.concat([u32(1), u32(bytes.length), padded(bytes)]);
}

export const properties = (list: readonly Property[]): Buffer =>
  Buffer.concat([
    u32(list.length),
    ...list.map(([tag, type, value]) =>
      Buffer.concat([
        u16(type),
        ...(typeof tag === 'number' ? [u16(tag)] : [u16(0x8001), Buffer.alloc(16), u32(0), u32(tag.named)]),
        encoded(type, value),
      ]),
    ),
  ]);

/** Returns the table of recipients: 1 is to, 2 cc. */
export const recipients = (rows: readonly [kind: number, name: string, address: string][]): Buffer =>
  Buffer.concat([
    u32(rows.length),
    ...rows.map(([kind, name, address]) =>
      properties([
        [0xc15, PT.long, kind],
        [0x3001, PT.text, name],
        [0x3003, PT.text, address],
      ]),
    ),
  ]);

/** Returns one attribute with its checksum. @param level 1 is the message, 2 an attachment */
export function attribute(level: 1 | 2, id: number, data: Buffer): Buffer {
  const sum = data.reduce((total, byte) => (total + byte) & 0xffff, 0);
  return Buffer.concat([Buffer.from([level]), u16(id), u16(6), u32(data.length), data, u16(sum)]);
}

export const tnef = (...attributes: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('789f3e220100', 'hex'), attribute(1, 0x9007, u32(1252)), ...attributes]);

/** Returns the attributes of one attachment. */
export const attached = (title: string, content: Buffer | string, more: readonly Property[] = []): Buffer =>
  Buffer.concat([
    attribute(2, 0x9002, Buffer.alloc(14)),
    attribute(2, 0x8010, Buffer.from(`${title}\0`, 'latin1')),
    ...(content.length === 0 ? [] : [attribute(2, 0x800f, Buffer.from(content))]),
    ...(more.length === 0 ? [] : [attribute(2, 0x9005, properties(more))]),
  ]);

/** Returns a mail with a winmail.dat. */
export const mailWithTnef = (stream: Buffer, plain = ''): Buffer =>
  Buffer.from(
    [
      'From: Ines Halloran <ines@halloran.example>',
      'Subject: The easement',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=cut',
      '',
      '--cut',
      'Content-Type: text/plain',
      '',
      plain,
      '--cut',
      'Content-Type: application/ms-tnef; name="winmail.dat"',
      'Content-Disposition: attachment; filename="winmail.dat"',
      'Content-Transfer-Encoding: base64',
      '',
      stream.toString('base64'),
      '--cut--',
    ].join('\r\n'),
  );

/** Returns RTF in the uncompressed form of a compressed body. */
export const packedRtf = (rtf: string): Buffer =>
  Buffer.concat([
    u32(rtf.length + 12),
    u32(rtf.length),
    Buffer.from('MELA'),
    u32(0),
    Buffer.from(rtf, 'latin1'),
  ]);
