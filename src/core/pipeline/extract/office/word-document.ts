/** Puts the parts of a Word document together: body, notes, headers, footers, comments and changes. */
import { DocumentError } from '../../../documents/errors.ts';
import { ListDefinitions } from './list-definitions.ts';
import { readProperties } from './properties.ts';
import { changeLine, labelOf } from './word-changes.ts';
import { insertsOf } from './word-inserts.ts';
import { type WordItem, type WordText, wordText } from './word-text.ts';
import type { LoadParts, WordDocument } from './word-types.ts';
import { readRelationships } from './xml.ts';

/** Parts that define only the layout. */
const NO_TEXT = /\/(?:theme\/|stylesWithEffects|settings|webSettings|fontTable)[^/]*/i;
const hasText = (name: string): boolean => /\.(?:xml|rels)$/i.test(name) && !NO_TEXT.test(`/${name}`);

/**
 * Reads a Word document.
 * @param load returns parts of the package
 * @param depth number of documents around this one
 * @throws DocumentError encrypted, corrupt, oversize
 */
export async function readWordDocument(load: LoadParts, depth = 0): Promise<WordDocument> {
  const parts = await load(hasText);
  const main = mainPart(parts);
  const bytes = parts.get(main);
  if (bytes === undefined)
    throw new DocumentError(
      'corrupt',
      'The Word document is damaged: its text is missing. Ask for a new copy',
    );
  const related = [...relationshipsOf(parts, main).values()];
  const namesOf = (type: string): string[] =>
    related.filter((r) => r.type.endsWith(`/${type}`) && parts.has(r.target)).map((r) => r.target);
  const numbering = parts.get(namesOf('numbering')[0] ?? '');
  const lists = numbering && new ListDefinitions(numbering, parts.get(namesOf('styles')[0] ?? ''));
  const inside = { load, depth, readDocument: readWordDocument };
  const texts: WordText[] = [];
  const unread: string[] = [];
  const readPart = async (name: string, item?: string): Promise<WordItem[]> => {
    const inserts = await insertsOf(relationshipsOf(parts, name), parts, inside);
    const text = wordText(parts.get(name) ?? Buffer.alloc(0), item, { lists, inserts: inserts.texts });
    texts.push(text);
    unread.push(...inserts.unread, ...text.unread);
    return text.items;
  };
  const read = async (type: string, item?: string): Promise<WordItem[]> => {
    const items: WordItem[] = [];
    for (const name of namesOf(type)) items.push(...(await readPart(name, item)));
    return items;
  };

  const body = await readPart(main, 'body');
  // Without a body the file would pass for an empty document, and nobody would notice the loss.
  if (body.length === 0)
    throw new DocumentError(
      'corrupt',
      'The Word document is damaged: its text has no body. Ask for a new copy',
    );
  const blocks = [
    ...body.map((item) => item.text),
    ...numbered('Footnote', await read('footnotes', 'footnote')),
    ...numbered('Endnote', await read('endnotes', 'endnote')),
    // The first page, even pages and other pages often share the same header.
    ...distinct(await read('header')).map((text) => `[Header] ${text}`),
    ...distinct(await read('footer')).map((text) => `[Footer] ${text}`),
    ...(await read('comments', 'comment')).map(
      ({ attributes, text }) => `[${labelOf('Comment', attributes)}] ${text}`,
    ),
    ...texts.flatMap(({ changes }) => changes.map(changeLine)),
  ];
  return {
    text: blocks.filter((block) => block !== '').join('\n\n'),
    metadata: readProperties(parts.get('docProps/core.xml')),
    unread: [...new Set(unread)],
  };
}

type Parts = ReadonlyMap<string, Buffer>;

const relationshipsOf = (parts: Parts, name: string): ReturnType<typeof readRelationships> =>
  readRelationships(parts.get(name.replace(/([^/]*)$/, '_rels/$1.rels')), name.replace(/\/?[^/]*$/, ''));

/** Returns the name of the part that has the text; the package may name one, usually the default. */
function mainPart(parts: Parts): string {
  const found = [...readRelationships(parts.get('_rels/.rels'), '').values()].find((r) =>
    r.type.endsWith('/officeDocument'),
  );
  return found?.target ?? 'word/document.xml';
}

/** Labels notes by number. Notes with a type other than `normal` are separator lines. */
const numbered = (label: string, items: readonly WordItem[]): string[] =>
  items
    .filter(({ attributes, text }) => (attributes.type ?? 'normal') === 'normal' && text.trim() !== '')
    .map(({ text }, i) => `[${label} ${i + 1}] ${text.trim()}`);

/** Returns each text once, without those that have no letters, such as a page number. */
const distinct = (items: readonly WordItem[]): string[] => [
  ...new Set(items.map(({ text }) => text.trim()).filter((text) => /\p{L}/u.test(text))),
];
