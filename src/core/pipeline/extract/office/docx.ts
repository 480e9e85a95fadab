/** Reads DOCX: the text with all changes accepted, then labeled notes, headers, footers, comments and changes. */
import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';
import { readParts } from './package.ts';
import { readProperties } from './properties.ts';
import { type Change, type WordItem, wordText } from './word-text.ts';
import { readRelationships } from './xml.ts';

const ENGINE = engineOf('htmlparser2', 'htmlparser2');

/** Parts that define only the layout. */
const NO_TEXT = /\/(?:theme\/|styles|stylesWithEffects|settings|webSettings|fontTable|numbering)[^/]*/i;

type Parts = ReadonlyMap<string, Buffer>;

/** Returns the text of a Word document. @throws DocumentError encrypted, corrupt, oversize */
export async function extractDocx(source: Source): Promise<Extracted> {
  const hasText = (name: string): boolean => /\.(?:xml|rels)$/i.test(name) && !NO_TEXT.test(`/${name}`);
  const parts = await readParts(source, source.limits.maxBytes, hasText, 'Word document');
  const main = mainPart(parts);
  const bytes = parts.get(main);
  if (bytes === undefined)
    throw new DocumentError(
      'corrupt',
      'The Word document is damaged: its text is missing. Ask for a new copy',
    );
  const folder = main.replace(/\/?[^/]*$/, '');
  const related = [
    ...readRelationships(parts.get(main.replace(/([^/]*)$/, '_rels/$1.rels')), folder).values(),
  ];
  const ofType = (type: string): Buffer[] =>
    related
      .filter((r) => r.type.endsWith(`/${type}`))
      .map((r) => parts.get(r.target))
      .filter((part) => part !== undefined);

  const body = wordText(bytes, 'body');
  // Without a body the file would pass for an empty document, and nobody would notice the loss.
  if (body.items.length === 0)
    throw new DocumentError(
      'corrupt',
      'The Word document is damaged: its text has no body. Ask for a new copy',
    );
  const changes = [...body.changes];
  const read = (type: string, item?: string): WordItem[] =>
    ofType(type).flatMap((part) => {
      const text = wordText(part, item);
      changes.push(...text.changes);
      return text.items;
    });
  const blocks = [
    ...body.items.map((item) => item.text),
    ...numbered('Footnote', read('footnotes', 'footnote')),
    ...numbered('Endnote', read('endnotes', 'endnote')),
    // The first page, even pages and other pages often share the same header.
    ...distinct(read('header')).map((text) => `[Header] ${text}`),
    ...distinct(read('footer')).map((text) => `[Footer] ${text}`),
    ...read('comments', 'comment').map(
      ({ attributes, text }) => `[${labelOf('Comment', attributes)}] ${text}`,
    ),
    ...changes.map(changeLine),
  ];
  return {
    body: blocks.filter((block) => block !== '').join('\n\n'),
    metadata: readProperties(parts.get('docProps/core.xml')),
    warnings: [],
    engine: ENGINE,
  };
}

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

/** Returns a label such as `Comment by Jane Doe, 2025-03-03`. */
function labelOf(kind: string, { author = '', date = '' }: { author?: string; date?: string }): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(date)?.[0];
  return `${kind}${author === '' ? '' : ` by ${author}`}${day === undefined ? '' : `, ${day}`}`;
}

function changeLine(change: Change): string {
  const text = change.text.replace(/\s+/g, ' ').trim();
  if (text === '') return '';
  return `[${labelOf(change.kind === 'inserted' ? 'Inserted' : 'Deleted', change)}] ${text}`;
}
