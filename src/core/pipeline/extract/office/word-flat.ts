/** Reads Word documents that are a single XML file: the package of a DOCX as XML, and the format of Word 2003. */
import { Parser } from 'htmlparser2';
import { DocumentError } from '../../../documents/errors.ts';
import type { DocumentMetadata } from '../../../documents/types.ts';
import { changeLine, labelOf } from './word-changes.ts';
import { WordReader, type WordText } from './word-text.ts';
import type { LoadParts, WordDocument } from './word-types.ts';
import { decodeXml, readXml } from './xml.ts';

/** Returns whether the start of a file is that of a single XML file of Word. */
export const isFlatWord = (head: string): boolean =>
  /^\s*<[\s\S]*?<?(?:w:wordDocument|pkg:package)[\s>]/.test(head);

/** Returns a loader for the parts of a package that is an XML file (flat OPC); null for Word 2003. */
export function flatParts(bytes: Buffer): LoadParts | null {
  const xml = decodeXml(bytes);
  const parts = new Map<string, Buffer>();
  let name = '';
  let from = -1;
  let binary = '';
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        if (tag === 'pkg:part') name = (attributes['pkg:name'] ?? '').replace(/^\//, '');
        else if (tag === 'pkg:xmlData') from = parser.endIndex + 1;
        else if (tag === 'pkg:binaryData') [from, binary] = [-2, ''];
      },
      ontext(text) {
        if (from === -2) binary += text;
      },
      onclosetag(tag) {
        if (tag === 'pkg:xmlData' && from >= 0)
          parts.set(name, Buffer.from(xml.slice(from, parser.startIndex)));
        else if (tag === 'pkg:binaryData') parts.set(name, Buffer.from(binary, 'base64'));
        else return;
        from = -1;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
  if (parts.size === 0) return null;
  return (isWanted) => Promise.resolve(new Map([...parts].filter(([part]) => isWanted(part))));
}

/** Elements of Word 2003 with a text of their own, which stand in the middle of another. */
const ASIDES = new Map([
  ['footnote', 'Footnote'],
  ['endnote', 'Endnote'],
  ['hdr', 'Header'],
  ['ftr', 'Footer'],
]);
/** Annotations of Word 2003, by the elements that later versions have in their place. */
const CHANGES = new Map([
  ['Word.Insertion', 'ins'],
  ['Word.Deletion', 'del'],
]);
const PROPERTIES = new Map<string, 'title' | 'author' | 'created'>([
  ['Title', 'title'],
  ['Author', 'author'],
  ['Created', 'created'],
]);

/** Returns the text of a Word 2003 document. @throws DocumentError corrupt */
export function readWord2003(bytes: Buffer): WordDocument {
  const reader = new Word2003Reader();
  readXml(bytes, reader);
  return reader.done();
}

class Word2003Reader {
  readonly #body = new WordReader('body', {});
  readonly #texts: WordText[] = [];
  readonly #asides: { label: string; text: string }[] = [];
  readonly #metadata: DocumentMetadata = {};
  /** The texts around the current one, which is the last. */
  readonly #open: { reader: WordReader; label: string }[] = [];
  /** The names under which the open annotations were read. */
  readonly #annotations: string[] = [];
  #property: 'title' | 'author' | 'created' | undefined;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const label = ASIDES.get(name);
    this.#property = PROPERTIES.get(name);
    if (name === 'annotation') this.#annotate(attributes);
    else if (label !== undefined) this.#begin(/separator/.test(attributes.type ?? '') ? '' : label);
    else this.#reader.open(name, attributes);
  }

  text(text: string): void {
    this.#reader.text(text);
    const property = this.#property;
    const plain = text.trim();
    if (property === undefined || plain === '' || this.#metadata[property] !== undefined) return;
    if (property !== 'created') this.#metadata[property] = plain;
    else if (!Number.isNaN(Date.parse(plain))) this.#metadata.created = new Date(plain).toISOString();
  }

  close(name: string): void {
    this.#property = undefined;
    if (name === 'annotation') {
      const element = this.#annotations.pop();
      if (element === 'comment') this.#end();
      else if (element !== undefined && element !== '') this.#reader.close(element);
    } else if (ASIDES.has(name)) this.#end();
    else this.#reader.close(name);
  }

  done(): WordDocument {
    while (this.#open.length > 0) this.#end();
    const body = this.#body.done();
    if (body.items.length === 0)
      throw new DocumentError(
        'corrupt',
        'The Word document is damaged: its text is missing. Ask for a new copy',
      );
    const of = (label: string): string[] =>
      this.#asides.filter((aside) => aside.label === label && /\S/.test(aside.text)).map(({ text }) => text);
    const numbered = (label: string): string[] => of(label).map((text, i) => `[${label} ${i + 1}] ${text}`);
    const once = (label: string): string[] =>
      [...new Set(of(label).filter((text) => /\p{L}/u.test(text)))].map((text) => `[${label}] ${text}`);
    const comments = this.#asides.filter(({ label }) => label.startsWith('Comment'));
    const blocks = [
      ...body.items.map(({ text }) => text),
      ...numbered('Footnote'),
      ...numbered('Endnote'),
      ...once('Header'),
      ...once('Footer'),
      ...comments.map(({ label, text }) => `[${label}] ${text}`),
      ...[body, ...this.#texts].flatMap(({ changes }) => changes.map(changeLine)),
    ];
    return {
      text: blocks.filter((block) => block !== '').join('\n\n'),
      metadata: this.#metadata,
      unread: [...new Set([body, ...this.#texts].flatMap(({ unread }) => unread))],
    };
  }

  get #reader(): WordReader {
    return this.#open.at(-1)?.reader ?? this.#body;
  }

  #annotate({ type = '', author = '', createdate = '' }: Readonly<Record<string, string>>): void {
    const change = CHANGES.get(type) ?? '';
    const isComment = type === 'Word.Comment';
    this.#annotations.push(isComment ? 'comment' : change);
    if (isComment) this.#begin(labelOf('Comment', { author, date: createdate }));
    else if (change !== '') this.#reader.open(change, { author, date: createdate });
  }

  #begin(label: string): void {
    this.#open.push({ reader: new WordReader(undefined, {}), label });
  }

  #end(): void {
    const ended = this.#open.pop();
    if (ended === undefined) return;
    const text = ended.reader.done();
    this.#texts.push(text);
    if (ended.label !== '') this.#asides.push({ label: ended.label, text: text.items[0]?.text.trim() ?? '' });
  }
}
