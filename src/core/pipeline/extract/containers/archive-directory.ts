/** Reads the directory of an archive as 7-Zip prints it. */
import { DocumentError } from '../../../documents/errors.ts';
import { refusal } from '../password-refusal.ts';
import { lineSplitter, sevenZip } from './seven-zip.ts';

export interface ArchiveEntry {
  /** As in the archive: its encoding is not known. */
  name: Buffer;
  /** Null if the archive does not say. */
  size: number | null;
  folder: boolean;
  encrypted: boolean;
  modifiedAt: number | null;
  /** What it is instead of a file, e.g. `a symbolic link`; null for a file. */
  instead: string | null;
}

export interface ArchiveDirectory {
  entries: ArchiveEntry[];
  /** The password that opens the directory itself; null if it is open. */
  password: string | null;
  /** What 7-Zip says is wrong with the archive as a whole. */
  faults: string[];
  /** The content is compressed but has no directory (gzip, bzip2). */
  single: boolean;
}

/** More entries are an attack: each takes memory before any is counted. */
const MAX_ENTRIES = 500_000;
const LOCKED = /Wrong password|encrypted archive/i;
const SINGLE = new Set(['gzip', 'bzip2']);
const DIRECTORY_STARTS = '----------';

/**
 * Returns what is in an archive. A password that hides the directory is looked for among those given.
 * @throws DocumentError container_error, encrypted, container_limit
 */
export async function readDirectory(
  location: string,
  passwords: readonly string[],
): Promise<ArchiveDirectory> {
  let locked = false;
  for (const password of [null, ...passwords]) {
    const found = await list(location, password);
    if (found.entries.length > 0 || (found.opened && found.faults.length === 0))
      return { ...found, password };
    locked ||= found.faults.some((fault) => LOCKED.test(fault));
    if (!locked) throw new DocumentError('container_error', unreadable(found.faults));
  }
  throw new DocumentError('encrypted', refusal(passwords.length, 'The archive'));
}

/** Returns the sentence for an archive that cannot be opened. */
export function unreadable(faults: readonly string[]): string {
  const reason = faults.join('; ').slice(0, 500);
  return /Unexpected end|Missing volume/i.test(reason)
    ? `The archive is cut off, or other parts of it are missing (${reason})`
    : `The archive could not be read${reason === '' ? '' : `: ${reason}`}`;
}

interface Listed {
  entries: ArchiveEntry[];
  faults: string[];
  opened: boolean;
  single: boolean;
}

async function list(location: string, password: string | null): Promise<Listed> {
  const entries: ArchiveEntry[] = [];
  const faults = new Set<string>();
  let head = true;
  let type = '';
  let fields = new Map<string, Buffer>();
  const take = (line: Buffer): void => {
    const text = line.toString('latin1');
    if (head) {
      if (text === DIRECTORY_STARTS) head = false;
      else if (text.startsWith('Type = ')) type ||= text.slice(7).trim();
      return;
    }
    const at = text.indexOf(' = ');
    if (text === '' || at < 0) {
      if (fields.size > 0) entries.push(entryOf(fields));
      fields = new Map();
      if (entries.length > MAX_ENTRIES)
        throw new DocumentError('container_limit', `The container has more than ${MAX_ENTRIES} entries`);
    } else fields.set(text.slice(0, at), line.subarray(at + 3));
  };
  const out = lineSplitter(take);
  await sevenZip(['l', '-slt'], location, password, {
    out: out.take,
    log: (line) => {
      const fault = faultIn(line.toString('utf8'));
      if (fault !== null) faults.add(fault);
    },
  });
  out.end();
  take(Buffer.alloc(0));
  return { entries, faults: [...faults], opened: type !== '', single: SINGLE.has(type) };
}

/** Returns what a line of the log complains about, without the path of the archive; null if it does not. */
export function faultIn(line: string): string | null {
  if (/^(?:ERRORS?|WARNINGS?):?\s*$|^(?:\S+ )*Errors: \d+|^Archives with|^Can't open as archive/.test(line))
    return null;
  // The ending of the name is another format's; the program found the right one by the bytes.
  if (/^(?:Open )?WARNING: Cannot open the file as \[/.test(line)) return null;
  const named = /^(?:Open )?(?:ERROR|WARNING)S?: ?(?:\/in\/[^:]*: )?(.*)$/.exec(line);
  if (named !== null) return named[1]?.trim() || null;
  return /^(?:Unexpected end|Headers Error|Is not archive|There (?:is|are) (?:some )?data|Data Error|CRC Failed|Unavailable|Missing volume|Unconfirmed)/i.test(
    line,
  )
    ? line.trim()
    : null;
}

function entryOf(fields: ReadonlyMap<string, Buffer>): ArchiveEntry {
  const text = (key: string): string => fields.get(key)?.toString('latin1').trim() ?? '';
  const attributes = `${text('Attributes')} ${text('Mode')}`;
  const size = text('Size');
  const time = Date.parse(`${text('Modified').replace(' ', 'T').slice(0, 19)}Z`);
  return {
    name: fields.get('Path') ?? Buffer.alloc(0),
    size: /^\d+$/.test(size) ? Number(size) : null,
    folder: text('Folder') === '+' || /(?:^|\s)D/.test(attributes) || /(?:^|\s)d[r-][w-]/.test(attributes),
    encrypted: text('Encrypted') === '+',
    modifiedAt: Number.isNaN(time) ? null : time,
    instead:
      text('Hard Link') === ''
        ? otherThanFile(attributes, text('Symbolic Link'))
        : 'a second name of another member',
  };
}

function otherThanFile(attributes: string, target: string): string | null {
  if (target !== '' || /(?:^|\s)l[r-][w-]/.test(attributes)) return 'a symbolic link';
  const [, kind = ''] = /(?:^|\s)([bcps])[r-][w-]/.exec(attributes) ?? [];
  return kind === '' ? null : 'a device, not a file';
}
