/** The text of a pure container is the list of its members, which are documents of their own. */
import { blameFile, DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';
import { subjectOf } from './expand-mbox.ts';
import { messagesOf } from './mbox.ts';
import { eachEntry, nameOf } from './zip.ts';

/** A longer list ends with the number of names that it omits. */
const MAX_NAMES = 10_000;

/** @throws DocumentError container_error */
export async function listZip(source: Source): Promise<Extracted> {
  const names: string[] = [];
  let total = 0;
  try {
    await eachEntry(source.location, (entry) => {
      total += 1;
      if (names.length < MAX_NAMES) names.push(nameOf(entry));
    });
  } catch (error) {
    const fault = blameFile(error, 'archive');
    throw fault.code === 'corrupt'
      ? new DocumentError('container_error', fault.message, { cause: error })
      : fault;
  }
  return listing(names, total, engineOf('yauzl', 'yauzl'));
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

const listing = (names: readonly string[], total: number, engine: string): Extracted => ({
  body: [...names, ...(total > names.length ? [`(${total - names.length} more)`] : [])].join('\n'),
  metadata: {},
  warnings: [],
  engine,
});
