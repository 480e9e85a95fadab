/** Writes the payload of a bag: every original at the path where it was received, the texts, and what is known of each. */
import { RedwellError } from '../../../shared/errors.ts';
import { isWellFormed, wellFormed } from '../../util/well-formed.ts';
import type { ExportFolder } from '../export-folder.ts';
import { copyInto } from '../originals.ts';
import type { Work } from '../types.ts';
import { originalPaths } from './paths.ts';

/** @throws what the disk says; the signal's reason */
export async function writeBagPayload(work: Work, folder: ExportFolder): Promise<void> {
  const { deps, selection, signal } = work;
  const metadata = await folder.openText('metadata/documents.jsonl');
  const placeOf = originalPaths();
  const places: (string | null)[] = [];
  for (const [index, selected] of selection.documents.entries()) {
    signal.throwIfAborted();
    const document = deps.history.document(selected.id);
    if (document === null)
      throw new RedwellError('conflict', `Document ${selected.id} was removed while it was exported.`, {
        action: 'Export again.',
      });
    const number = String(index + 1).padStart(8, '0');
    const parent = places[selected.parent] ?? null;
    const place = placeOf({ path: document.path, parent, hasMembers: selected.children > 0, number });
    places.push(place.members);
    const copied = await copyInto(work, folder, document, `originals/${place.file}`);
    const { text, textCheck, stages: _stages, attempts: _attempts, ...said } = document;
    const textFile = text === null ? null : `text/${number}.txt`;
    if (text !== null && textFile !== null) {
      await folder.writeText(textFile, wellFormed(text));
      if (!isWellFormed(text))
        await work.notes.change({ documentId: document.id, field: 'text', kind: 'invalid_character' });
    } else if (textCheck === 'differs')
      await work.notes.leaveOut({
        ...{ documentId: document.id, path: document.path },
        ...{ what: 'text', reason: 'text_altered' },
      });
    const original = copied.fault === null ? `originals/${place.file}` : null;
    await metadata.write(`${JSON.stringify({ original, text: textFile, textCheck, ...said })}\n`);
    work.documentDone({ original: original !== null, bytes: selected.bytes });
  }
  await metadata.close();
}
