/** DOCX: the text as it reads with all changes accepted, then what stands beside it, each under its name. */
import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';
import { readParts } from './package.ts';
import { readProperties } from './properties.ts';
import { type Change, type WordItem, wordText } from './word-text.ts';
import { readRelationships } from './xml.ts';

const ENGINE = engineOf('htmlparser2', 'htmlparser2');

/** Parts that say how it looks, and no words. */
const NO_TEXT = /\/(?:theme\/|styles|stylesWithEffects|settings|webSettings|fontTable|numbering)[^/]*/i;

type Parts = ReadonlyMap<string, Buffer>;

/** @throws DocumentError encrypted, corrupt, oversize */
export async function extractDocx(source: Source): Promise<Extracted> {
  const wanted = (name: string): boolean => /\.(?:xml|rels)$/i.test(name) && !NO_TEXT.test(`/${name}`);
  const parts = await readParts(source, source.limits.maxBytes, wanted, 'Word document');
  const main = mainPart(parts);
  const bytes = parts.get(main);
  if (bytes === undefined) throw new DocumentError('corrupt', 'The Word document has no text part');
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
  // Without one it would pass for an empty document, and nobody would look for what is lost.
  if (body.items.length === 0)
    throw new DocumentError('corrupt', 'The text part of the Word document has no body');
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
    // First, even and other pages often have the same.
    ...distinct(read('header')).map((text) => `[Header] ${text}`),
    ...distinct(read('footer')).map((text) => `[Footer] ${text}`),
    ...read('comments', 'comment').map(({ attributes, text }) => `[${by('Comment', attributes)}] ${text}`),
    ...changes.map(changeLine),
  ];
  return {
    body: blocks.filter((block) => block !== '').join('\n\n'),
    metadata: readProperties(parts.get('docProps/core.xml')),
    warnings: [],
    engine: ENGINE,
  };
}

/** The package says which part is the document; nearly always it is this one. */
function mainPart(parts: Parts): string {
  const found = [...readRelationships(parts.get('_rels/.rels'), '').values()].find((r) =>
    r.type.endsWith('/officeDocument'),
  );
  return found?.target ?? 'word/document.xml';
}

/** Those with a type are lines drawn between text and notes. */
const numbered = (label: string, items: readonly WordItem[]): string[] =>
  items
    .filter(({ attributes, text }) => (attributes.type ?? 'normal') === 'normal' && text.trim() !== '')
    .map(({ text }, i) => `[${label} ${i + 1}] ${text.trim()}`);

/** A lone page number says nothing. */
const distinct = (items: readonly WordItem[]): string[] => [
  ...new Set(items.map(({ text }) => text.trim()).filter((text) => /\p{L}/u.test(text))),
];

function by(what: string, { author = '', date = '' }: { author?: string; date?: string }): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(date)?.[0];
  return `${what}${author === '' ? '' : ` by ${author}`}${day === undefined ? '' : `, ${day}`}`;
}

function changeLine(change: Change): string {
  const text = change.text.replace(/\s+/g, ' ').trim();
  if (text === '') return '';
  return `[${by(change.kind === 'inserted' ? 'Inserted' : 'Deleted', change)}] ${text}`;
}
