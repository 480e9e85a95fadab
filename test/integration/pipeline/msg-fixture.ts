/** An Outlook message (MS-OXMSG), defined stream by stream. The package of the reader writes the container. */
import { createRequire } from 'node:module';

interface Entry {
  name: string;
  type: number;
  length: number;
  binaryProvider?: () => Uint8Array;
  children?: number[];
}
const { burn } = createRequire(import.meta.url)('@kenjiuno/msgreader/lib/Burner.js') as {
  burn(entries: Entry[]): Uint8Array;
};

const DIRECTORY = 1;
const DOCUMENT = 2;
const ROOT = 5;
/** Milliseconds from 1601 to 1970. FILETIME counts units of 100 ns from 1601. */
const FILETIME_EPOCH_MS = 11_644_473_600_000n;

export interface Folder {
  [name: string]: Buffer | Folder;
}

const unicode = (text: string): Buffer => Buffer.from(text, 'utf16le');

function property(tag: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(tag, 0);
  bytes.writeUInt32LE(6, 4);
  bytes.writeBigUInt64LE(value, 8);
  return bytes;
}

export function msg(): Buffer {
  const sent = BigInt(Date.parse('2025-03-03T19:05:00Z'));
  return pack({
    '__properties_version1.0': Buffer.concat([
      Buffer.alloc(32),
      property(0x00390040, (sent + FILETIME_EPOCH_MS) * 10_000n),
    ]),
    '__substg1.0_0037001F': unicode('Rent for February'),
    '__substg1.0_0C1A001F': unicode('Karen Whitfield'),
    '__substg1.0_5D01001F': unicode('karen@whitfield.example'),
    '__substg1.0_1000001F': unicode('Thomas, the cheque for $4,250.00 is on its way.\r\n'),
    '__recip_version1.0_#00000000': {
      '__properties_version1.0': Buffer.concat([Buffer.alloc(8), property(0x0c150003, 1n)]),
      '__substg1.0_3001001F': unicode('Thomas Halvorsen'),
      '__substg1.0_39FE001F': unicode('thalvorsen@halvorsenpike.example'),
    },
    '__attach_version1.0_#00000000': {
      '__properties_version1.0': Buffer.concat([Buffer.alloc(8), property(0x37050003, 1n)]),
      '__substg1.0_3707001F': unicode('note.txt'),
      '__substg1.0_37010102': Buffer.from('A note that came with the mail.'),
    },
  });
}

/** Writes the container. Each stream gets its own buffer, because the writer reads the whole underlying buffer. */
export function pack(root: Folder): Buffer {
  const entries: Entry[] = [{ name: 'Root Entry', type: ROOT, length: 0, children: [] }];
  const add = (folder: Folder, parent: Entry): void => {
    for (const [name, content] of Object.entries(folder)) {
      const index = entries.length;
      parent.children?.push(index);
      if (Buffer.isBuffer(content)) {
        entries.push({
          name,
          type: DOCUMENT,
          length: content.length,
          binaryProvider: () => new Uint8Array(content),
        });
      } else {
        const entry: Entry = { name, type: DIRECTORY, length: 0, children: [] };
        entries.push(entry);
        add(content, entry);
      }
    }
  };
  add(root, entries[0]!);
  return Buffer.from(burn(entries));
}
