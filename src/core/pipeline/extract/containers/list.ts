/** The text of a pure container is the list of its members, which are documents of their own. */
import { blameFile, DocumentError } from '../../../documents/errors.ts';
import type { StageWarning } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';
import { readDirectory } from './archive-directory.ts';
import { subjectOf } from './expand-mbox.ts';
import { itemName } from './expand-pst.ts';
import { nameDecoder } from './legacy-names.ts';
import { messagesOf } from './mbox.ts';
import { pstItems } from './pst-file.ts';
import { eachEntry, legacyNames, nameOf } from './zip.ts';

/** The names may be wrong, though the files are read. */
const DOUBTFUL_NAMES: StageWarning = {
  code: 'charset_overruled',
  detail: 'The archive does not say in which encoding the names of its files are, so some may be wrong',
};
/** A longer list ends with the number of names that it omits. */
const MAX_NAMES = 10_000;

/** @throws DocumentError container_error */
export async function listZip(source: Source): Promise<Extracted> {
  const names: string[] = [];
  const warnings: StageWarning[] = [];
  let total = 0;
  try {
    const legacy = await legacyNames(source.location);
    if (legacy.inDoubt) warnings.push(DOUBTFUL_NAMES);
    await eachEntry(source.location, (entry) => {
      total += 1;
      if (names.length < MAX_NAMES) names.push(nameOf(entry, legacy));
    });
  } catch (error) {
    const fault = blameFile(error, 'archive');
    throw fault.code === 'corrupt'
      ? new DocumentError('container_error', fault.message, { cause: error })
      : fault;
  }
  return listing(names, total, engineOf('yauzl', 'yauzl'), warnings);
}

/** @throws DocumentError container_error, oversize */
export async function listMbox(source: Source): Promise<Extracted> {
  const names: string[] = [];
  let total = 0;
  for await (const message of messagesOf(source.location)) {
    total += 1;
    if (names.length < MAX_NAMES) names.push(subjectOf(message));
  }
  if (total === 0) throw new DocumentError('container_error', 'The mailbox contains no messages');
  return listing(names, total, engineOf('postal-mime', 'postal-mime'));
}

/** @throws DocumentError container_error, encrypted, container_limit */
export async function listArchive(source: Source): Promise<Extracted> {
  const { entries } = await readDirectory(source.location, source.passwords);
  const files = entries.filter(({ folder }) => !folder);
  const { decode, inDoubt } = nameDecoder(files.map(({ name }) => name));
  const names = files.slice(0, MAX_NAMES).map(({ name }) => decode(name));
  return listing(names, files.length, engineOf('7-zip', '7z-wasm'), inDoubt ? [DOUBTFUL_NAMES] : []);
}

/** @throws DocumentError container_error, encrypted */
export async function listPst(source: Source): Promise<Extracted> {
  const names: string[] = [];
  let total = 0;
  for await (const item of pstItems(source.location)) {
    total += 1;
    if (names.length < MAX_NAMES) names.push(itemName(item));
  }
  return listing(names, total, engineOf('pst-extractor', 'pst-extractor'));
}

const listing = (
  names: readonly string[],
  total: number,
  engine: string,
  warnings: StageWarning[] = [],
): Extracted => ({
  body: [...names, ...(total > names.length ? [`(${total - names.length} more)`] : [])].join('\n'),
  metadata: {},
  warnings,
  engine,
});
