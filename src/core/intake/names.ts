/** Names of files: as bytes on disk, as text on the screen, and made safe where they come from outside. */
import { isUtf8 } from 'node:buffer';

/** What is shown for a name. A name that is not valid UTF-8 gets replacement characters. */
export const shownName = (raw: Buffer): string => raw.toString('utf8');

/** The bytes to keep beside the shown path, or null when the text says it all. */
export const keptBytes = (raw: Buffer): Buffer | null => (isUtf8(raw) ? null : raw);

/** Lone surrogates and the like cannot be a file name or travel as UTF-8. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

const MAX_PARTS = 500;

/**
 * A path as a browser states it, made relative and harmless for display and export; on disk an upload's
 * files are numbered, so no name from outside ever reaches the file system.
 * @param fallback stands for a path of which nothing is left
 */
export function safePath(written: string, fallback: string): string {
  const parts = wellFormed(written)
    .split('/')
    .map((part) => part.replace(/\p{Cc}/gu, '_'))
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .slice(-MAX_PARTS);
  return parts.length === 0 ? fallback : parts.join('/');
}

/**
 * Order of paths: folder by folder, so that what lies in a folder or container follows it directly.
 * `a`, `a/x`, `a-b` and not `a`, `a-b`, `a/x`. By code unit, the same on every machine.
 */
export function pathOrder(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    if (x === 47) return -1;
    if (y === 47) return 1;
    return x - y;
  }
  return a.length - b.length;
}

/** Gives each name once: a second `a.pdf` becomes `a (2).pdf`. */
export class UniqueNames {
  readonly #taken = new Set<string>();
  readonly #key: (name: string) => string;

  /** @param key what must differ; lower case where a file system may not tell cases apart */
  constructor(key: (name: string) => string = (name) => name) {
    this.#key = key;
  }

  take(name: string): string {
    const extension = /\.[^./]{1,10}$/.exec(name)?.[0] ?? '';
    const stem = name.slice(0, name.length - extension.length);
    let candidate = name;
    for (let n = 2; this.#taken.has(this.#key(candidate)); n += 1) candidate = `${stem} (${n})${extension}`;
    this.#taken.add(this.#key(candidate));
    return candidate;
  }
}
