/** Names of members made safe: they can point nowhere but under the directory they are given. */

const MAX_PART_BYTES = 200;
const MAX_DEPTH = 32;
/** Names that Windows gives to devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

export interface SafeName {
  /** Relative, with `/`; never empty. */
  name: string;
  /** What was wrong with the name as written, or null. */
  escape: string | null;
}

/** @param fallback used for a name of which nothing is left */
export function safeName(written: string, fallback: string): SafeName {
  const escapes: string[] = [];
  let name = written.normalize('NFC').replace(/\\/g, '/');
  if (/\p{Cc}/u.test(name)) {
    escapes.push('control characters');
    name = name.replace(/\p{Cc}/gu, '_');
  }
  if (/^[a-z]:/i.test(name)) {
    escapes.push('a drive letter');
    name = name.slice(2);
  }
  if (name.startsWith('/')) escapes.push('an absolute path');
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) escapes.push('a path that leaves its folder');
  const kept = parts
    .filter((part) => part !== '..')
    .slice(-MAX_DEPTH)
    .map((part) => bounded(part.replace(/[<>:"|?*]/g, '_').replace(/[. ]+$/, '')))
    .map((part) => (DEVICE.test(part) ? `_${part}` : part))
    .filter((part) => part !== '');
  return {
    name: kept.length === 0 ? fallback : kept.join('/'),
    escape: escapes.length === 0 ? null : `The name held ${escapes.join(' and ')}`,
  };
}

/** Keeps the extension when a name is too long for a file system. */
function bounded(part: string): string {
  if (Buffer.byteLength(part) <= MAX_PART_BYTES) return part;
  const extension = /\.[^.]{1,10}$/.exec(part)?.[0] ?? '';
  let stem = part.slice(0, part.length - extension.length);
  while (Buffer.byteLength(stem + extension) > MAX_PART_BYTES) stem = [...stem].slice(0, -1).join('');
  return stem + extension;
}

/** Gives each name once: the second `a.pdf` becomes `a (2).pdf`. Case does not tell names apart everywhere. */
export function uniqueNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const extension = /\.[^./]{1,10}$/.exec(name)?.[0] ?? '';
    const stem = name.slice(0, name.length - extension.length);
    let candidate = name;
    for (let n = 2; taken.has(candidate.toLowerCase()); n += 1) candidate = `${stem} (${n})${extension}`;
    taken.add(candidate.toLowerCase());
    return candidate;
  };
}
