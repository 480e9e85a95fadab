/** Renders a Word document: headings, paragraphs with their numbers, tables, pictures, notes, comments and changes. */
import { open } from 'node:fs/promises';
import type { ViewSource } from '../../../documents/types.ts';
import { ListDefinitions } from '../office/list-definitions.ts';
import { ListCounter } from '../office/list-numbers.ts';
import { readParts } from '../office/package.ts';
import { mainPart, type Parts, partsOfType, type Related, relatedParts } from '../office/related.ts';
import { isFlatWord } from '../office/word-flat.ts';
import { decodeXml, readXml } from '../office/xml.ts';
import type { RenderWriter } from './render-writer.ts';
import { WordPart } from './word-part.ts';
import { readWordStyles } from './word-styles.ts';

const MAX_BYTES = 256 * 1024 * 1024;
const HEAD_BYTES = 4096;
const PICTURE = /\.(?:png|jpe?g|gif|webp|tiff?)$/i;

/** @throws DocumentError encrypted, corrupt, oversize */
export async function writeWord(writer: RenderWriter, source: ViewSource): Promise<void> {
  writer.note('fonts, colors and page layout');
  if (await isOneXmlFile(source.location)) {
    await writeFlat(writer, source);
    return;
  }
  const isWanted = (name: string): boolean => /\.(?:xml|rels)$/i.test(name) || PICTURE.test(name);
  const parts = await readParts(source, MAX_BYTES, isWanted, 'Word document');
  const main = mainPart(parts, 'word/document.xml');
  const related = relatedParts(parts, main);
  const lists = listsOf(parts, related);
  const context = {
    styles: readWordStyles(partsOfType(parts, related, 'styles')[0]),
    counter: lists === null ? null : new ListCounter(lists),
  };
  const write = (name: string): void => {
    const bytes = parts.get(name);
    if (bytes === undefined) return;
    const targets = new Map(relatedParts(parts, name).map(({ id, target }) => [id, target]));
    const picture = (id: string): Buffer | null => parts.get(targets.get(id) ?? '') ?? null;
    const look = new WordPart(writer, { ...context, picture });
    readXml(bytes, look);
    look.end();
  };
  const targetsOf = (type: string): string[] =>
    related.filter((r) => r.type === type && hasLetters(parts.get(r.target))).map(({ target }) => target);
  write(main);
  for (const [type, title] of BESIDE)
    for (const [index, target] of targetsOf(type).entries()) {
      if (index === 0) {
        writer.single('hr');
        writer.element('h5', title);
      }
      writer.open('section');
      write(target);
      writer.close('section');
    }
}

/** Parts that are shown after the body. */
const BESIDE = [
  ['footnotes', 'Footnotes'],
  ['endnotes', 'Endnotes'],
  ['comments', 'Comments'],
  ['header', 'Headers of the pages'],
  ['footer', 'Footers of the pages'],
] as const;

const hasLetters = (bytes: Buffer | undefined): boolean =>
  bytes !== undefined && /<w:t[ >][^<]*[^\s<>]/.test(decodeXml(bytes));

function listsOf(parts: Parts, related: readonly Related[]): ListDefinitions | null {
  const [numbering] = partsOfType(parts, related, 'numbering');
  if (numbering === undefined) return null;
  return new ListDefinitions(numbering, partsOfType(parts, related, 'styles')[0]);
}

async function isOneXmlFile(location: string): Promise<boolean> {
  const file = await open(location);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return isFlatWord(decodeXml(buffer.subarray(0, bytesRead)));
  } finally {
    await file.close();
  }
}

async function writeFlat(writer: RenderWriter, source: ViewSource): Promise<void> {
  const { extractDocx } = await import('../office/docx.ts');
  const { readable } = await import('./readable.ts');
  const { writeParagraphs } = await import('./text-look.ts');
  const { body } = await extractDocx(await readable(source));
  if (typeof body === 'string') writeParagraphs(writer, body);
  writer.note('pictures and tables');
}
