/**
 * Reads Word documents of 1997-2003 (MS-DOC). The library is fast, but knows no pictures, so a document that has them
 * goes through LibreOffice where it is installed.
 */
/// <reference path="./libraries.d.ts" />
import BufferReader from 'word-extractor/lib/buffer-reader.js';
import { blameFile } from '../../../documents/errors.ts';
import type { StageWarning } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';
import { type Compound, readCompound } from './compound.ts';
import { UnknownFormat } from './doc-lists.ts';
import { type Numbering, readNumbering } from './doc-numbers.ts';
import { DocExtractor } from './doc-text.ts';
import { extractDocx } from './docx.ts';
import { convert, findLibreOffice } from './libreoffice.ts';
import { readSummary } from './summary.ts';
import { changeLine } from './word-changes.ts';

/** By default the library replaces dashes and quotation marks; its types do not know the option. */
const AS_WRITTEN = { filterUnicode: false };
type Part = (options: { filterUnicode: boolean; includeFooters?: boolean }) => string;
type Accessors = Readonly<
  Record<
    `get${'Headers' | 'Body' | 'Textboxes' | 'Footnotes' | 'Endnotes' | 'Annotations' | 'Footers'}`,
    Part
  >
>;

/** The stream of a document without pictures is shorter. */
const PICTURE_BYTES = 4096;
const OBJECTS: StageWarning = {
  code: 'part_not_read',
  detail: 'The document contains other files, which Redwell does not take out of this format',
};

/** Returns the text, with headers, notes and comments. @throws DocumentError encrypted, corrupt, oversize */
export async function extractDoc(source: Source): Promise<Extracted> {
  const compound = await readCompound(source, 'Word document');
  const numbering = numberingOf(compound);
  const lost = partsThatNeedWord(compound, numbering === 'unknown');
  const objects = compound.hasObjects ? [OBJECTS] : [];
  if (lost.length > 0 && !compound.wasEncrypted && (await findLibreOffice()) !== null) {
    const converted = await convert(source, { as: 'docx', extension: 'doc' }, extractDocx);
    return { ...converted, warnings: [...converted.warnings, ...objects] };
  }
  const warnings = [...warningsOf(lost, compound.wasEncrypted), ...objects];
  const text = await readWithLibrary(compound, numbering === 'unknown' ? null : numbering);
  return { ...text, warnings };
}

/** Returns the automatic numbers, null for none, `unknown` for numbers that Redwell cannot tell. */
function numberingOf({ stream }: Compound): Numbering | null | 'unknown' {
  try {
    return readNumbering(stream);
  } catch (error) {
    // A damaged table, or a format of another script: the text is read all the same, with a warning.
    if (error instanceof RangeError || error instanceof UnknownFormat) return 'unknown';
    throw error;
  }
}

async function readWithLibrary(
  { bytes, stream }: Compound,
  numbering: Numbering | null,
): Promise<Omit<Extracted, 'warnings'>> {
  try {
    const extractor = new DocExtractor(numbering);
    const document = (await extractor.extract(new BufferReader(bytes))) as unknown as Accessors;
    const parts = [
      document.getHeaders({ includeFooters: false, ...AS_WRITTEN }),
      document.getBody(AS_WRITTEN),
      document.getTextboxes(AS_WRITTEN),
      document.getFootnotes(AS_WRITTEN),
      document.getEndnotes(AS_WRITTEN),
      document.getAnnotations(AS_WRITTEN),
      document.getFooters(AS_WRITTEN),
      ...extractor.changes.map(changeLine),
    ];
    return {
      body: parts.filter((part) => part.trim() !== '').join('\n\n'),
      metadata: readSummary(stream('\u0005SummaryInformation')),
      engine: engineOf('word-extractor', 'word-extractor'),
    };
  } catch (error) {
    throw blameFile(error, 'Word document');
  }
}

/** Returns what the library would lose, in a paralegal's words. */
function partsThatNeedWord({ stream }: Compound, hasUnknownNumbers: boolean): string[] {
  return [
    ...(hasUnknownNumbers ? ['numbers that Word adds by itself, such as those of clauses'] : []),
    ...((stream('Data')?.length ?? 0) > PICTURE_BYTES ? ['pictures'] : []),
  ];
}

const warningsOf = (lost: readonly string[], wasEncrypted: boolean): StageWarning[] =>
  lost.map((part) => ({
    code: part === 'pictures' ? 'picture_not_read' : 'part_not_read',
    detail: wasEncrypted
      ? `Redwell cannot read ${part} in a protected document of this format. Save a copy as .docx`
      : `Redwell cannot read ${part} in a document of this format unless LibreOffice is installed`,
  }));
