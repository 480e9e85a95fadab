/** Writes compound files (MS-CFB) that contain only a directory, which is enough to detect their type. */

const SECTOR = 512;
const END_OF_CHAIN = 0xfffffffe;
const FREE = 0xffffffff;

/** @param first number of the directory's first sector; beyond 13,952 the FAT needs a DIFAT chain */
export function compoundFile(names: readonly string[], first = 1): Buffer {
  const sectors = Math.max(1, Math.ceil((names.length + 1) / 4));
  const perFat = SECTOR / 4;
  const fatCount = Math.ceil((first + sectors) / perFat);
  // FAT and DIFAT sectors come after the directory.
  const fatAt = first + sectors;
  const difatCount = fatCount <= 109 ? 0 : Math.ceil((fatCount - 109) / (perFat - 1));
  const file = Buffer.alloc((1 + fatAt + fatCount + difatCount) * SECTOR);
  const at = (sector: number): number => (sector + 1) * SECTOR;
  file.write('d0cf11e0a1b11ae1', 'hex');
  file.writeUInt16LE(3, 26);
  file.writeUInt16LE(0xfffe, 28);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(fatCount, 44);
  file.writeUInt32LE(first, 48);
  file.writeUInt32LE(difatCount === 0 ? END_OF_CHAIN : fatAt + fatCount, 68);
  file.writeUInt32LE(difatCount, 72);
  for (let i = 0; i < 109; i += 1) file.writeUInt32LE(i < fatCount ? fatAt + i : FREE, 76 + i * 4);
  for (let i = 109; i < fatCount; i += 1) {
    const place = i - 109;
    const sector = fatAt + fatCount + Math.floor(place / (perFat - 1));
    file.writeUInt32LE(fatAt + i, at(sector) + (place % (perFat - 1)) * 4);
  }
  for (let i = 0; i < difatCount; i += 1)
    file.writeUInt32LE(
      i + 1 < difatCount ? fatAt + fatCount + i + 1 : END_OF_CHAIN,
      at(fatAt + fatCount + i) + (perFat - 1) * 4,
    );
  for (let i = 0; i < sectors; i += 1) {
    const sector = first + i;
    const entry = at(fatAt + Math.floor(sector / perFat)) + (sector % perFat) * 4;
    file.writeUInt32LE(i + 1 < sectors ? sector + 1 : END_OF_CHAIN, entry);
  }
  for (const [i, name] of ['Root Entry', ...names].entries()) {
    const entry = at(first) + i * 128;
    file.write(name, entry, 'utf16le');
    file.writeUInt16LE((name.length + 1) * 2, entry + 64);
  }
  return file;
}
