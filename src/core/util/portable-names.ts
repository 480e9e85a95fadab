/** Names that every file system takes, and that differ for those that ignore case. */
import { parse } from 'node:path';

/** Windows opens a device under these names, whatever their extension, and drops dots and blanks at the end. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?= *(\.|$))/i;

/** Replaces everything in a path that some file system or unpacker rejects. */
export const portablePath = (path: string): string => path.split('/').map(portablePart).join('/');

/** File systems take names of 255 bytes; the rest is left for what keeps names unique. */
const MAX_NAME_BYTES = 220;
/** A longer extension is not kept when its name is cut. */
const MAX_EXTENSION_BYTES = 20;

function portablePart(part: string): string {
  const name = part
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\\:*?"<>|\uFFFD]/gu, '_')
    .replace(/[. ]+$/, (end) => '_'.repeat(end.length))
    .replace(RESERVED, '_$1');
  return Buffer.byteLength(name) <= MAX_NAME_BYTES ? name : shortened(name);
}

/** Cuts a name in its middle, so that it keeps its extension. */
function shortened(name: string): string {
  const { ext } = parse(name);
  const end = Buffer.byteLength(ext) <= MAX_EXTENSION_BYTES ? ext : '';
  let kept = '';
  let bytes = Buffer.byteLength(end);
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_NAME_BYTES) break;
    kept += character;
  }
  return kept + end;
}

/** Returns what file systems that ignore case and spelling in Unicode take for the same name. */
export const foldedName = (name: string): string => name.normalize('NFC').toLowerCase().normalize('NFC');

/** Makes names unique: a second `a.pdf` becomes `a (2).pdf`. */
export class UniqueNames {
  readonly #taken = new Set<string>();
  /** Where the search for a free number goes on, so that many equal names stay cheap. */
  readonly #next = new Map<string, number>();
  readonly #key: (name: string) => string;

  /** @param key returns the part that must differ, e.g. the lower case for file systems that ignore case */
  constructor(key: (name: string) => string = (name) => name) {
    this.#key = key;
  }

  take(name: string): string {
    const extension = /\.[^./]{1,10}$/.exec(name)?.[0] ?? '';
    const stem = name.slice(0, name.length - extension.length);
    const key = this.#key(name);
    let n = this.#next.get(key) ?? 2;
    let candidate = name;
    for (; this.#taken.has(this.#key(candidate)); n += 1) candidate = `${stem} (${n})${extension}`;
    if (candidate !== name) this.#next.set(key, n);
    this.#taken.add(this.#key(candidate));
    return candidate;
  }
}
