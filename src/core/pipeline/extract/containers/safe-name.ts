/** Makes the names of members safe: joined to a directory, they cannot point outside it. */

const MAX_PART_BYTES = 200;
const MAX_DEPTH = 32;
/** Names that Windows reserves for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

export interface SafeName {
  /** Relative, with `/`; never empty. */
  name: string;
  /** What the written name contained that is not allowed, as the end of a sentence; null if it was fine. */
  fault: string | null;
}

/**
 * Removes everything that could lead out of a directory.
 * @param fallback the name to use if nothing else remains
 */
export function safeName(written: string, fallback: string): SafeName {
  const faults: string[] = [];
  let name = written.normalize('NFC').replace(/\\/g, '/');
  if (/\p{Cc}/u.test(name)) {
    faults.push('control characters');
    name = name.replace(/\p{Cc}/gu, '_');
  }
  if (/^[a-z]:/i.test(name)) {
    faults.push('a drive letter');
    name = name.slice(2);
  }
  if (name.startsWith('/')) faults.push('an absolute path');
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) faults.push('a path that leaves its folder');
  const kept = parts
    .filter((part) => part !== '..')
    .slice(-MAX_DEPTH)
    .map((part) => shortened(part.replace(/[<>:"|?*]/g, '_').replace(/[. ]+$/, '')))
    .map((part) => (DEVICE.test(part) ? `_${part}` : part))
    .filter((part) => part !== '');
  return {
    name: kept.length === 0 ? fallback : kept.join('/'),
    fault: faults.length === 0 ? null : faults.join(' and '),
  };
}

/** Shortens a name that is too long for a file system, and keeps its extension. */
function shortened(part: string): string {
  if (Buffer.byteLength(part) <= MAX_PART_BYTES) return part;
  const extension = /\.[^.]{1,10}$/.exec(part)?.[0] ?? '';
  let stem = part.slice(0, part.length - extension.length);
  while (Buffer.byteLength(stem + extension) > MAX_PART_BYTES) stem = [...stem].slice(0, -1).join('');
  return stem + extension;
}

/**
 * Returns a function that makes names unique: the second `a.pdf` becomes `a (2).pdf`. It ignores case, because some
 * file systems do.
 */
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
