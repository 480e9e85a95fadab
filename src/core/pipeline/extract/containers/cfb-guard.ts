/** Checks a compound file's allocation tables (MS-CFB 2.2-2.6) before a library follows their chains. */
import { DocumentError } from '../../../documents/errors.ts';

/** Entries from here on are markers (end of chain, free, sector of a table), not sector numbers. */
const FIRST_MARK = 0xfffffffa;
/** The header lists this many FAT sectors; the DIFAT chain lists the others. */
const IN_HEADER = 109;

/** A directory entry: its length, and where it names the entries left of, right of and below it (MS-CFB 2.6.1). */
const ENTRY_BYTES = 128;
const SIBLINGS_AT = [68, 72] as const;
const CHILD_AT = 76;
const UNUSED = 0;
const STREAM = 2;

/**
 * Rejects chains and directories that loop: a reader that follows one never returns. Other damage is left to the
 * reader, which reports it.
 * @param noun the kind of file in a paralegal's words
 * @throws DocumentError corrupt
 */
export function guardCompound(bytes: Buffer, noun = 'Outlook message'): void {
  try {
    refuseEndless(bytes);
  } catch (error) {
    if (!(error instanceof EndlessChain)) throw error;
    throw new DocumentError(
      'corrupt',
      `The ${noun} is damaged: a chain in its table of sectors leads back to itself`,
    );
  }
}

class EndlessChain extends Error {}

/** @throws EndlessChain */
function refuseEndless(bytes: Buffer): void {
  if (bytes.length < 512) return;
  const sectorBytes = 1 << Math.min(12, Math.max(7, bytes.readUInt16LE(30)));
  const sectorAt = (n: number): Buffer | null => {
    const at = (n + 1) * sectorBytes;
    return at + sectorBytes <= bytes.length ? bytes.subarray(at, at + sectorBytes) : null;
  };
  const fat = entriesOf(fatSectors(bytes, sectorBytes, sectorAt), sectorAt);
  refuseLoops(fat);
  refuseLoops(entriesOf(chainFrom(bytes.readUInt32LE(60), fat), sectorAt));
  refuseSharedEntries(chainFrom(bytes.readUInt32LE(48), fat), sectorAt);
}

/** The directory is a tree, so each entry hangs from one other at most. @throws EndlessChain */
function refuseSharedEntries(sectors: readonly number[], sectorAt: SectorAt): void {
  const named = new Set<number>();
  for (const n of sectors) {
    const sector = sectorAt(n);
    if (sector === null) continue;
    for (let entry = 0; entry + ENTRY_BYTES <= sector.length; entry += ENTRY_BYTES) {
      const kind = sector[entry + 66];
      if (kind === UNUSED) continue;
      for (const at of kind === STREAM ? SIBLINGS_AT : [...SIBLINGS_AT, CHILD_AT]) {
        const to = sector.readUInt32LE(entry + at);
        if (to >= FIRST_MARK) continue;
        if (named.has(to)) throw new EndlessChain();
        named.add(to);
      }
    }
  }
}

type SectorAt = (n: number) => Buffer | null;

/** Returns the sector numbers of the FAT itself. @throws EndlessChain when the DIFAT chain loops */
function fatSectors(bytes: Buffer, sectorBytes: number, sectorAt: SectorAt): number[] {
  const found: number[] = [];
  for (let i = 0; i < IN_HEADER; i += 1) found.push(bytes.readUInt32LE(76 + i * 4));
  const perSector = sectorBytes / 4 - 1;
  const seen = new Set<number>();
  for (let next = bytes.readUInt32LE(68); next < FIRST_MARK; ) {
    if (seen.has(next)) throw new EndlessChain();
    seen.add(next);
    const sector = sectorAt(next);
    if (sector === null) break;
    for (let i = 0; i < perSector; i += 1) found.push(sector.readUInt32LE(i * 4));
    next = sector.readUInt32LE(perSector * 4);
  }
  return found.filter((n) => n < FIRST_MARK);
}

function entriesOf(sectors: readonly number[], sectorAt: SectorAt): number[] {
  const entries: number[] = [];
  for (const n of sectors) {
    const sector = sectorAt(n);
    if (sector === null) continue;
    for (let at = 0; at < sector.length; at += 4) entries.push(sector.readUInt32LE(at));
  }
  return entries;
}

/** Returns the sectors of one chain. `refuseLoops` must have checked the table. */
function chainFrom(first: number, fat: readonly number[]): number[] {
  const chain: number[] = [];
  for (let n = first; n < fat.length && chain.length <= fat.length; n = fat[n] ?? FIRST_MARK) chain.push(n);
  return chain;
}

/** @throws EndlessChain */
function refuseLoops(table: readonly number[]): void {
  // For each sector, the number of the walk that visited it, or 0. A walk that reaches its own sector again loops.
  const visitedBy = new Uint32Array(table.length);
  for (let start = 0; start < table.length; start += 1) {
    const walk = start + 1;
    for (let n = start; n < table.length && visitedBy[n] === 0; n = table[n] ?? FIRST_MARK) {
      visitedBy[n] = walk;
      const next = table[n] ?? FIRST_MARK;
      if (next < table.length && visitedBy[next] === walk) throw new EndlessChain();
    }
  }
}
