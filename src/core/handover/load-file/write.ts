/** Writes a load file: per volume a DAT file, the originals (NATIVES), the texts (TEXT) and the page images (IMAGES). */
import type { DocumentContent } from '../../../shared/documents.ts';
import type { ChangeKind, LeftOutReason } from '../../../shared/handover.ts';
import { isWellFormed, wellFormed } from '../../util/well-formed.ts';
import { bothDone, heldBy, workAhead } from '../ahead.ts';
import type { ExportFolder, TextFile } from '../export-folder.ts';
import { openImages } from '../images/write.ts';
import { type CopiedInto, copyInto, isTaken, noteOriginal, recordOf } from '../originals.ts';
import type { SelectedDocument } from '../selection.ts';
import type { Work } from '../types.ts';
import { datRow } from './dat.ts';
import { extensionOf, FIELD_VALUES, type RowInput } from './fields.ts';
import { momentsIn } from './moments.ts';
import { type Numbers, numbersFor, placeFamilies, volumeName } from './numbering.ts';

/** Files in one folder. Programs that list a folder become slow with more. */
const PER_FOLDER = 1000;
/** An extension that no file system objects to. */
const PLAIN_EXTENSION = /^[a-z0-9]{1,12}$/;

/** A document with the place of its files. */
interface Placed {
  selected: SelectedDocument;
  index: number;
  volume: string;
  /** Folder in the volume. */
  part: string;
}

/** @throws what the disk says; the signal's reason */
export async function writeLoadFile(work: Work, folder: ExportFolder): Promise<void> {
  const { selection, profile, signal } = work;
  const numbers = numbersFor(selection.documents, profile);
  const wantsMd5 = profile.fields.some(({ field }) => field === 'MD5');
  const start = (placed: Placed): Promise<Written> => writeFiles(work, folder, placed, { numbers, wantsMd5 });
  const ahead = workAhead(placedDocuments(work), start, ({ selected }) => heldBy(selected));
  let open = null as { volume: string; writer: VolumeWriter } | null;
  for await (const { item, result } of ahead) {
    signal.throwIfAborted();
    if (open?.volume !== item.volume) {
      await open?.writer.close();
      open = { volume: item.volume, writer: await openVolume(work, folder, item.volume, numbers) };
    }
    await open.writer.add(item, result);
  }
  await open?.writer.close();
}

function* placedDocuments({ selection: { documents }, profile }: Work): Generator<Placed, void> {
  let volume = '';
  let count = 0;
  for (const family of placeFamilies(documents, profile)) {
    const name = volumeName(family.volume);
    if (name !== volume) count = 0;
    volume = name;
    for (let index = family.first; index <= family.last; index += 1) {
      const selected = documents[index];
      if (selected === undefined) continue;
      const part = String(Math.floor(count / PER_FOLDER) + 1).padStart(4, '0');
      count += 1;
      yield { selected, index, volume, part };
    }
  }
}

interface VolumeWriter {
  add(placed: Placed, written: Written): Promise<void>;
  close(): Promise<void>;
}

async function openVolume(
  work: Work,
  folder: ExportFolder,
  name: string,
  numbers: Numbers,
): Promise<VolumeWriter> {
  const { profile } = work;
  const dat = await folder.openText(`${name}/DATA/${name}.dat`, { encoding: profile.encoding, mark: true });
  const names = headOf(profile);
  await dat.write(datRow(names, () => undefined));
  const pictures = await openImages(work, folder, name, numbers);
  const moment = momentsIn(profile.timeZone);
  return {
    async add({ selected, index, part }, written) {
      const { document, copied, textPath, report } = written;
      await report();
      const faults = await noteFaults(work, document, copied);
      const images = await pictures.add({ selected, document, index, part, fault: copied.fault });
      await writeRow(work, names, dat, {
        faults,
        nativePath: copied.fault === null ? written.nativePath : '',
        textPath,
        images,
        document,
        batch: work.batch,
        timeZone: profile.timeZone,
        moment,
        md5: copied.fault === null ? copied.md5 : '',
        numbers: numbersOf(numbers, selected, index),
      });
      work.documentDone({ original: copied.fault === null, taken: isTaken(copied), bytes: selected.bytes });
    },
    async close() {
      await dat.close();
      await pictures.close();
    },
  };
}

const headOf = ({ fields }: Work['profile']): string[] => fields.map(({ field, as = field }) => as);

async function writeRow(
  { profile, notes }: Work,
  names: readonly string[],
  dat: TextFile,
  input: RowInput,
): Promise<void> {
  const changes: { field: string; kind: ChangeKind }[] = [];
  const values = profile.fields.map(({ field }, i) => {
    const value = FIELD_VALUES[field](input);
    if (typeof value === 'string') return value;
    if (value.some((one) => one.includes(profile.separator)))
      changes.push({ field: names[i] ?? '', kind: 'separator_inside' });
    return value.join(`${profile.separator} `);
  });
  await dat.write(datRow(values, (i, kind) => changes.push({ field: names[i] ?? '', kind })));
  for (const change of changes) await notes.change({ documentId: input.document.id, ...change });
}

/** Load files have paths as Windows writes them. */
const windowsPath = (path: string): string => path.replaceAll('/', '\\');

/** What was written of a document. `nativePath` is the place of its original, also of one that is not there. */
interface Written {
  document: DocumentContent;
  copied: CopiedInto;
  nativePath: string;
  textPath: string;
  /** Reports its files. */
  report: () => Promise<void>;
}

/** Copies the original and writes the text. What is said about them comes later, in order. */
async function writeFiles(
  work: Work,
  within: ExportFolder,
  { selected, index, volume, part }: Placed,
  { numbers, wantsMd5 }: { numbers: Numbers; wantsMd5: boolean },
): Promise<Written> {
  const document = recordOf(work, selected.id);
  const [original, texts] = [within.apart(), within.apart()];
  const name = numbers.begin(index);
  const extension = extensionOf(document.path);
  const native = `${volume}/NATIVES/${part}/${name}${PLAIN_EXTENSION.test(extension) ? `.${extension}` : ''}`;
  const text = `${volume}/TEXT/${part}/${name}.txt`;
  const [copied] = await bothDone(
    copyInto(work, original.folder, document, native, wantsMd5),
    document.text === null ? null : texts.folder.writeText(text, wellFormed(document.text)),
  );
  return {
    document,
    copied,
    nativePath: windowsPath(native),
    async report() {
      await original.report();
      await texts.report();
    },
    textPath: document.text === null ? '' : windowsPath(text),
  };
}

/** Notes what of a document is not exported, or not exactly. @returns why an original or a text is missing */
async function noteFaults(
  work: Work,
  document: DocumentContent,
  copied: CopiedInto,
): Promise<LeftOutReason[]> {
  const { id, path, text, textCheck } = document;
  await noteOriginal(work, document, copied);
  const faults: LeftOutReason[] = copied.fault === null ? [] : [copied.fault];
  if (text !== null && !isWellFormed(text))
    await work.notes.change({ documentId: id, field: 'TEXT', kind: 'invalid_character' });
  if (text === null && textCheck === 'differs') {
    faults.push('text_altered');
    await work.notes.leaveOut({ documentId: id, path, what: 'text', reason: 'text_altered' });
  }
  return faults;
}

/** A document without a family has no attachment range. */
function numbersOf(numbers: Numbers, { family, parent, children }: SelectedDocument, index: number) {
  const isAlone = family.first === family.last;
  return {
    own: numbers.begin(index),
    end: numbers.end(index),
    first: isAlone ? '' : numbers.begin(family.first),
    last: isAlone ? '' : numbers.end(family.last),
    parent: parent < 0 ? '' : numbers.begin(parent),
    attachments: children,
  };
}
