/** Writes the payload of a bag: every original at the path where it was received, the texts, and what is known of each. */
import { isWellFormed, wellFormed } from '../../util/well-formed.ts';
import { bothDone, heldBy, workAhead } from '../ahead.ts';
import type { ExportFolder } from '../export-folder.ts';
import { copyInto, isTaken, noteOriginal, recordOf } from '../originals.ts';
import type { SelectedDocument, Selection } from '../selection.ts';
import type { Work } from '../types.ts';
import { originalPaths } from './paths.ts';

/** @throws what the disk says; the signal's reason */
export async function writeBagPayload(work: Work, folder: ExportFolder): Promise<void> {
  const { selection, signal } = work;
  const metadata = await folder.openText('metadata/documents.jsonl');
  for await (const { item, result } of workAhead(
    placed(selection),
    (one) => writeFiles(work, folder, one),
    ({ selected }) => heldBy(selected),
  )) {
    signal.throwIfAborted();
    const { document, copied, textFile, report } = result;
    await report();
    await noteOriginal(work, document, copied);
    const { text, textCheck } = document;
    if (text !== null && !isWellFormed(text))
      await work.notes.change({ documentId: document.id, field: 'text', kind: 'invalid_character' });
    if (text === null && textCheck === 'differs')
      await work.notes.leaveOut({
        ...{ documentId: document.id, path: document.path },
        ...{ what: 'text', reason: 'text_altered' },
      });
    const original = copied.fault === null ? result.original : null;
    await metadata.write(`${JSON.stringify({ ...document, original, text: textFile })}\n`);
    work.documentDone({ original: original !== null, taken: isTaken(copied), bytes: item.selected.bytes });
  }
  await metadata.close();
}

interface Placed {
  selected: SelectedDocument;
  number: string;
  /** Returns its path below `originals/`. Call it in the order of the documents. */
  place(path: string): string;
}

function* placed({ documents }: Selection): Generator<Placed, void> {
  const placeOf = originalPaths();
  const places: (string | null)[] = [];
  for (const [index, selected] of documents.entries()) {
    const number = String(index + 1).padStart(8, '0');
    yield {
      ...{ selected, number },
      place(path) {
        const asked = {
          path,
          parent: places[selected.parent] ?? null,
          hasMembers: selected.children > 0,
          number,
        };
        const { file, members } = placeOf(asked);
        places[index] = members;
        return file;
      },
    };
  }
}

/** Writes the files of a document. What is said about it comes later, in order. */
async function writeFiles(work: Work, within: ExportFolder, { selected, number, place }: Placed) {
  const document = recordOf(work, selected.id);
  const original = `originals/${place(document.path)}`;
  const [originals, texts] = [within.apart(), within.apart()];
  const textFile = document.text === null ? null : `text/${number}.txt`;
  const [copied] = await bothDone(
    copyInto(work, originals.folder, document, original, false),
    document.text === null || textFile === null
      ? null
      : texts.folder.writeText(textFile, wellFormed(document.text)),
  );
  const report = async (): Promise<void> => {
    await originals.report();
    await texts.report();
  };
  return { document, original, copied, textFile, report };
}
