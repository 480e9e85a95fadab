/** Writes the page images of a volume: an OPT file, and a TIFF or JPEG for each page or a PDF for each document. */
import type { DocumentContent } from '../../../shared/documents.ts';
import { RedwellError } from '../../../shared/errors.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { LEFT_OUT_TEXT, type LeftOutReason } from '../../../shared/handover.ts';
import type { ExportFolder } from '../export-folder.ts';
import { hasPages, imagesOf, type Numbers } from '../load-file/numbering.ts';
import type { SelectedDocument } from '../selection.ts';
import type { Work } from '../types.ts';
import { drawDocument } from './draw-document.ts';
import { optRow } from './opt.ts';
import { openPdf } from './pdf-file.ts';
import type { DrawOptions, PageDrawer, SheetFile } from './types.ts';

/** The images of a document, as its record in the DAT file has them. */
export interface WrittenImages {
  count: number;
  /** The first one, with `\`. */
  path: string;
  /** What its slip sheet says; empty if its pages were drawn. */
  slip: string;
}

export interface ImageTask {
  selected: SelectedDocument;
  document: DocumentContent;
  index: number;
  /** Folder of the volume for its files. */
  part: string;
  /** Why its original is not in the export; null if it is. */
  fault: LeftOutReason | null;
}

export interface ImageWriter {
  /** @throws what the disk says; the signal's reason */
  add(task: ImageTask): Promise<WrittenImages | null>;
  close(): Promise<void>;
}

const EXTENSION = { tiff: 'tif', jpeg: 'jpg', png: 'png' } as const;
const AS_NATIVE = 'Produced as native.';

const windowsPath = (path: string): string => path.replaceAll('/', '\\');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** @param volume its name @returns a writer that writes nothing if the profile has no images */
export async function openImages(
  work: Work,
  folder: ExportFolder,
  volume: string,
  numbers: Numbers,
): Promise<ImageWriter> {
  const { images } = work.profile;
  if (images === null) return { add: async () => null, close: async () => undefined };
  const { drawer } = work.deps;
  if (drawer === undefined) throw new RedwellError('internal', 'Page images cannot be drawn here.');
  const opt = await folder.openText(`${volume}/DATA/${volume}.opt`);
  const options: DrawOptions = {
    ...{ dpi: images.dpi, color: images.color },
    bilevel: images.format === 'tiff' ? 'tiff' : 'png',
  };
  return {
    async add(task) {
      const { index, selected } = task;
      const count = imagesOf(selected, work.profile);
      const slip = reasonForSlip(task);
      const files =
        (slip === null ? await drawnBefore(work, folder, selected.id) : null) ??
        (await drawAgain(work, folder, { task, options, numbers, count, slip, drawer, volume }));
      for (const [i, file] of files.entries()) {
        const pages = i === 0 ? count : null;
        await opt.write(optRow({ key: numbers.image(index, i + 1), volume, path: windowsPath(file), pages }));
      }
      const path = windowsPath(files[0] ?? '');
      return { count, path, slip: slip ?? '' };
    },
    close: () => opt.close(),
  };
}

/** Takes over the images of a document that an interrupted export had drawn. @returns their paths; null if they are not there */
async function drawnBefore(
  { earlier, journal, signal }: Work,
  folder: ExportFolder,
  documentId: string,
): Promise<string[] | null> {
  const files = (await earlier?.filesOf(documentId)) ?? [];
  if (files.length === 0 || !(await folder.take(files, signal))) return null;
  journal.files(documentId, files);
  return files.map(({ path }) => folder.relative(path));
}

interface Drawing extends How {
  task: ImageTask;
  drawer: PageDrawer;
  volume: string;
}

/** Draws the images of a document. Those that are all pages, without a word about any, can be taken over later. */
async function drawAgain(work: Work, within: ExportFolder, drawing: Drawing): Promise<string[]> {
  const { task, drawer, volume, numbers, slip } = drawing;
  const { index, part, document } = task;
  const { folder, written, report } = within.apart();
  let isPlain = slip === null;
  const onLeftOut = (): void => {
    isPlain = false;
  };
  const sheets = sheetsOf(work, drawer, task, { ...drawing, onLeftOut });
  const paths: string[] = [];
  if (work.profile.images?.format === 'pdf') {
    const file = `${volume}/IMAGES/${part}/${numbers.begin(index)}.pdf`;
    const pdf = await openPdf(folder, file);
    for await (const sheet of sheets) await pdf.add(sheet);
    await pdf.close();
    paths.push(file);
  } else
    for await (const sheet of sheets) {
      const page = paths.length + 1;
      const file = `${volume}/IMAGES/${part}/${numbers.image(index, page)}.${EXTENSION[sheet.format]}`;
      await folder.writeBytes(file, Buffer.from(sheet.data, 'base64'));
      paths.push(file);
    }
  if (isPlain) work.journal.files(document.id, written);
  await report();
  return paths;
}

/** Returns why a document has slip sheets instead of its pages; null if its pages are drawn. */
function reasonForSlip({ selected, document, fault }: ImageTask): string | null {
  if (fault !== null) return LEFT_OUT_TEXT[fault];
  if (hasPages(selected)) return null;
  return document.exception === null ? AS_NATIVE : EXCEPTIONS[document.exception.code].sentence;
}

interface How {
  options: DrawOptions;
  numbers: Numbers;
  count: number;
  slip: string | null;
}

/** Yields the sheets of a document: exactly as many as it has numbers. */
async function* sheetsOf(
  { notes, signal }: Work,
  drawer: PageDrawer,
  { document, index, fault }: ImageTask,
  { options, numbers, count, slip, onLeftOut }: How & { onLeftOut(): void },
): AsyncGenerator<SheetFile, void> {
  const slipLines = (page: number, reason: string): string[] => [
    numbers.image(index, page),
    `File: ${nameOf(document.path)}`,
    ...(count === 1 ? [] : [`Page ${page} of ${count}`]),
    reason.endsWith('.') ? reason : `${reason}.`,
    ...(fault === null && reason !== AS_NATIVE ? [AS_NATIVE] : []),
  ];
  if (slip !== null) {
    for (let page = 1; page <= count; page += 1) {
      signal.throwIfAborted();
      yield await drawer.slip(slipLines(page, slip), options, signal);
    }
    return;
  }
  const { id, path } = document;
  yield* drawDocument({
    ...{ drawer, document, pages: count, options, signal, slipLines },
    onLeftOut(reason, detail) {
      onLeftOut();
      return notes.leaveOut({ documentId: id, path, what: 'image', reason, detail });
    },
  });
}
