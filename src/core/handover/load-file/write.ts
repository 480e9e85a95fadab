/** Writes a load file: per volume a DAT file, the originals (NATIVES), the texts (TEXT) and the page images (IMAGES). */
import type { DocumentDetail } from '../../../shared/documents.ts';
import { RedwellError } from '../../../shared/errors.ts';
import type { ChangeKind, LeftOutReason } from '../../../shared/handover.ts';
import { isWellFormed, wellFormed } from '../../util/well-formed.ts';
import type { ExportFolder, TextFile } from '../export-folder.ts';
import { openImages } from '../images/write.ts';
import { copyInto } from '../originals.ts';
import type { SelectedDocument } from '../selection.ts';
import type { Work } from '../types.ts';
import { datRow } from './dat.ts';
import { extensionOf, FIELD_VALUES, type FieldValue, type RowInput } from './fields.ts';
import { momentsIn } from './moments.ts';
import { type Numbers, numbersFor, placeFamilies, volumeName } from './numbering.ts';

/** Files in one folder. Programs that list a folder become slow with more. */
const PER_FOLDER = 1000;
/** An extension that no file system objects to. */
const PLAIN_EXTENSION = /^[a-z0-9]{1,12}$/;

/** @throws what the disk says; the signal's reason */
export async function writeLoadFile(work: Work, folder: ExportFolder): Promise<void> {
  const { selection, profile } = work;
  const numbers = numbersFor(selection.documents, profile);
  let open = null as { volume: number; writer: VolumeWriter } | null;
  for (const { first, last, volume } of placeFamilies(selection.documents, profile)) {
    if (open?.volume !== volume) {
      await open?.writer.close();
      open = { volume, writer: await openVolume(work, folder, volumeName(volume), numbers) };
    }
    for (let i = first; i <= last; i += 1) {
      const selected = selection.documents[i];
      if (selected !== undefined) await open.writer.add(selected, i);
    }
  }
  await open?.writer.close();
}

interface VolumeWriter {
  add(selected: SelectedDocument, index: number): Promise<void>;
  close(): Promise<void>;
}

async function openVolume(
  work: Work,
  folder: ExportFolder,
  name: string,
  numbers: Numbers,
): Promise<VolumeWriter> {
  const { profile, signal, deps } = work;
  const dat = await folder.openText(`${name}/DATA/${name}.dat`, { encoding: profile.encoding, mark: true });
  await dat.write(datRow(headOf(profile), () => undefined));
  const pictures = await openImages(work, folder, name, numbers);
  const moment = momentsIn(profile.timeZone);
  let count = 0;
  return {
    async add(selected, index) {
      signal.throwIfAborted();
      const document = deps.history.document(selected.id);
      if (document === null)
        throw new RedwellError('conflict', `Document ${selected.id} was removed while it was exported.`, {
          action: 'Export again.',
        });
      const part = String(Math.floor(count / PER_FOLDER) + 1).padStart(4, '0');
      const place = { volume: name, part, name: numbers.begin(index) };
      count += 1;
      const { fault, ...files } = await writeFiles(work, folder, document, place);
      const images = await pictures.add({ selected, document, index, part, fault });
      const { timeZone } = profile;
      await writeRow(work, dat, {
        ...{ ...files, images, document, batch: work.batch, timeZone, moment },
        numbers: numbersOf(numbers, selected, index),
      });
      work.documentDone({ original: files.nativePath !== '', bytes: selected.bytes });
    },
    async close() {
      await dat.close();
      await pictures.close();
    },
  };
}

const headOf = ({ fields }: Work['profile']): string[] => fields.map(({ field, as = field }) => as);

async function writeRow({ profile, notes }: Work, dat: TextFile, input: RowInput): Promise<void> {
  const names = headOf(profile);
  const changes: { field: string; kind: ChangeKind }[] = [];
  const values = profile.fields.map(({ field, as = field }) => {
    const value = FIELD_VALUES[field](input);
    if (hasSeparatorInside(value, profile.separator)) changes.push({ field: as, kind: 'separator_inside' });
    return typeof value === 'string' ? value : value.join(`${profile.separator} `);
  });
  await dat.write(datRow(values, (i, kind) => changes.push({ field: names[i] ?? '', kind })));
  for (const change of changes) await notes.change({ documentId: input.document.id, ...change });
}

const hasSeparatorInside = (value: FieldValue, separator: string): boolean =>
  typeof value !== 'string' && value.some((one) => one.includes(separator));

interface Place {
  volume: string;
  part: string;
  name: string;
}

/** Load files have paths as Windows writes them. */
const windowsPath = (path: string): string => path.replaceAll('/', '\\');

/** Copies the original and writes the text. What cannot be exported is noted, and its path stays empty. */
async function writeFiles(
  work: Work,
  folder: ExportFolder,
  document: DocumentDetail,
  { volume, part, name }: Place,
): Promise<Pick<RowInput, 'md5' | 'nativePath' | 'textPath' | 'faults'> & { fault: LeftOutReason | null }> {
  const extension = extensionOf(document.path);
  const native = `${volume}/NATIVES/${part}/${name}${PLAIN_EXTENSION.test(extension) ? `.${extension}` : ''}`;
  const copied = await copyInto(work, folder, document, native);
  const faults: LeftOutReason[] = copied.fault === null ? [] : [copied.fault];
  let textPath = '';
  if (document.text !== null) {
    const path = `${volume}/TEXT/${part}/${name}.txt`;
    await folder.writeText(path, wellFormed(document.text));
    if (!isWellFormed(document.text))
      await work.notes.change({ documentId: document.id, field: 'TEXT', kind: 'invalid_character' });
    textPath = windowsPath(path);
  } else if (document.textCheck === 'differs') {
    faults.push('text_altered');
    await work.notes.leaveOut({
      documentId: document.id,
      path: document.path,
      what: 'text',
      reason: 'text_altered',
    });
  }
  return {
    md5: copied.fault === null ? copied.md5 : '',
    nativePath: copied.fault === null ? windowsPath(native) : '',
    textPath,
    faults,
    fault: copied.fault,
  };
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
