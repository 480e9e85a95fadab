/** Reads one WordprocessingML part: its paragraphs and tables in order, and its tracked changes. */
import type { ListDefinitions } from './list-definitions.ts';
import { ListCounter } from './list-numbers.ts';
import { symbolFont, symbolText, unknownSymbols } from './symbols.ts';
import { type Change, ChangeLog } from './word-changes.ts';
import { FIELD_ELEMENTS, WordFields } from './word-fields.ts';
import { TextFrames } from './word-frames.ts';
import { ParagraphProperties } from './word-paragraph.ts';
import { OnlyOnce } from './word-repeats.ts';
import { readXml } from './xml.ts';

/** A whole part, or one note or comment in it. */
export interface WordItem {
  attributes: Readonly<Record<string, string>>;
  text: string;
}

export interface WordText {
  items: WordItem[];
  changes: Change[];
  /** What was not read, in words. */
  unread: string[];
}

/** What a part refers to. */
export interface WordContext {
  lists?: ListDefinitions | undefined;
  /** Texts to put in place of a reference, by the ID of its relationship. */
  inserts?: ReadonlyMap<string, string>;
}

/** Names of the elements that mark changes, without prefix (ISO 29500-1, 17.13.5). */
const CHANGES = new Map<string, Change['kind']>([
  ['ins', 'inserted'],
  ['moveTo', 'inserted'],
  ['del', 'deleted'],
  ['moveFrom', 'deleted'],
]);
/** Characters that an element in a run stands for. */
const CHARACTERS = new Map([
  ['tab', '\t'],
  ['ptab', '\t'],
  ['br', '\n'],
  ['cr', '\n'],
  ['noBreakHyphen', '-'],
]);
/** Codes of symbol fonts. */
const SYMBOL = /[\uf020-\uf0ff]/;
/** Elements beside those of paragraphs, runs, tables and changes that show something. */
const ELEMENTS = new Set([
  ...CHARACTERS.keys(),
  ...['altChunk', 'subDoc', 'chart', 'relIds', 'textpath', 'control', 'rFonts', 'sym'],
]);
const TEXT = new Set(['t', 'delText']);
const INSTRUCTION = new Set(['instrText', 'delInstrText']);

/**
 * Returns the text and the changes of a part. Insertions and hidden text are in the text; deletions are only in
 * `changes`.
 * @param item element of one item, e.g. `footnote`; without it the whole part is one item
 */
export function wordText(bytes: Buffer, item?: string, context: WordContext = {}): WordText {
  const reader = new WordReader(item, context);
  readXml(bytes, reader);
  return reader.done();
}

/** Takes the tags and texts of a part, as `readXml` calls its handlers. */
export class WordReader {
  readonly #item: string | undefined;
  readonly #inserts: ReadonlyMap<string, string>;
  readonly #items: WordItem[] = [];
  readonly #log = new ChangeLog();
  readonly #frames = new TextFrames();
  readonly #fields = new WordFields();
  readonly #once = new OnlyOnce();
  readonly #paragraphs: ParagraphProperties[] = [];
  readonly #changing: Omit<Change, 'text'>[] = [];
  readonly #counter: ListCounter | null;
  readonly #unread = new Set<string>();
  #attributes: Readonly<Record<string, string>> = {};
  #runs = 0;
  #cells = 0;
  #written = 0;
  #font: string | undefined;
  /** The name of the element whose text is being read. */
  #inside = '';

  constructor(item: string | undefined, { lists, inserts }: WordContext) {
    this.#item = item;
    this.#inserts = inserts ?? new Map();
    this.#counter = lists === undefined ? null : new ListCounter(lists);
  }

  done(): WordText {
    if (this.#item === undefined) this.#endItem();
    return {
      items: this.#items,
      changes: this.#log.changes,
      unread: [...this.#unread, ...this.#fields.unread],
    };
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#once.open(name)) return;
    this.#inside = name;
    const paragraph = this.#paragraphs.at(-1);
    if (name !== 'p' && paragraph?.open(name, attributes)) return;
    const kind = CHANGES.get(name);
    if (kind !== undefined)
      this.#changing.push({ kind, author: attributes.author ?? '', date: attributes.date ?? '' });
    if (name === this.#item) this.#attributes = attributes;
    else if (name === 'p') this.#paragraphs.push(new ParagraphProperties(this.#frames.takeOver()));
    else if (name === 'tr') this.#frames.openRow();
    else if (name === 'tc') {
      this.#cells += 1;
      this.#frames.openCell();
    } else if (name === 'r') {
      this.#runs += 1;
      this.#font = undefined;
    } else this.#element(name, attributes);
  }

  text(text: string): void {
    if (this.#once.skips) return;
    if (INSTRUCTION.has(this.#inside)) this.#fields.instruct(text);
    if (!TEXT.has(this.#inside)) return;
    const isCoded = this.#font !== undefined || SYMBOL.test(text);
    if (!isCoded) {
      this.#add(text);
      return;
    }
    const shown = this.#font === undefined ? unknownSymbols(text) : symbolText(text, this.#font);
    if (SYMBOL.test(shown)) this.#unread.add('a symbol of a font that is not named');
    this.#add(shown);
  }

  close(name: string): void {
    if (this.#once.close(name)) return;
    this.#inside = '';
    if (name === 'pPr') this.#number();
    if (name !== 'p' && this.#paragraphs.at(-1)?.close()) return;
    if (CHANGES.has(name)) this.#changing.pop();
    if (name === this.#item) this.#endItem();
    else if (name === 'p') this.#endParagraph();
    else if (name === 'tc') {
      this.#cells -= 1;
      this.#frames.closeCell();
    } else if (name === 'tr') this.#frames.closeRow();
    else if (name === 'r') {
      this.#runs -= 1;
      this.#font = undefined;
    } else if (FIELD_ELEMENTS.has(name)) this.#add(this.#fields.close(name, this.#written));
  }

  #element(name: string, attributes: Readonly<Record<string, string>>): void {
    if (FIELD_ELEMENTS.has(name)) this.#add(this.#fields.open(name, attributes, this.#written));
    else if (!ELEMENTS.has(name)) return;
    else if (name === 'altChunk') this.#insert(attributes.id, 'an inserted file');
    else if (name === 'subDoc') this.#insert(attributes.id, 'a subdocument in another file');
    else if (name === 'chart') this.#insert(attributes.id, 'a chart');
    else if (name === 'relIds') this.#insert(attributes.dm, 'a diagram');
    else if (name === 'control') this.#unread.add(`the state of a control (${attributes.name ?? ''})`);
    else if (name === 'textpath') this.#block(attributes.string ?? '');
    else if (this.#runs === 0) return;
    else if (name === 'rFonts') this.#font = symbolFont(attributes.ascii) ?? symbolFont(attributes.hAnsi);
    else if (name === 'sym') this.#symbol(attributes);
    else this.#add(CHARACTERS.get(name) ?? '');
  }

  #symbol({ font, char = '' }: Readonly<Record<string, string>>): void {
    const code = Number.parseInt(char, 16);
    if (Number.isNaN(code) || code > 0xffff) return;
    const known = symbolFont(font);
    const character = String.fromCharCode(code);
    const shown = known === undefined ? unknownSymbols(character) : symbolText(character, known);
    if (SYMBOL.test(shown)) this.#unread.add(`a symbol of the font "${font ?? ''}"`);
    else this.#add(shown);
  }

  #insert(id: string | undefined, what: string): void {
    const text = id === undefined ? undefined : this.#inserts.get(id);
    if (text === undefined) this.#unread.add(what);
    else this.#block(text);
  }

  #add(text: string): void {
    if (text === '') return;
    const change = this.#changing.at(-1);
    if (change !== undefined) this.#log.add(change, text);
    else this.#log.unchanged(text);
    // Text that was inserted and later deleted counts as deleted.
    if (this.#changing.some((c) => c.kind === 'deleted')) return;
    this.#written += text.length;
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph !== undefined) paragraph.text += text;
  }

  #block(text: string): void {
    if (this.#changing.length === 0) this.#log.paragraph();
    this.#frames.add({ text, row: false });
  }

  /** Counts the paragraph. One whose end was deleted is counted only if some of its text is left. */
  #number(): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph === undefined || this.#counter === null) return;
    if (!paragraph.isNumbered && !paragraph.isJoined) paragraph.setLabel(this.#counter.next(paragraph));
  }

  #endParagraph(): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph === undefined) return;
    if (paragraph.isJoined && paragraph.text.trim() !== '' && this.#counter !== null && !paragraph.isNumbered)
      paragraph.setLabel(this.#counter.next(paragraph));
    else this.#number();
    this.#paragraphs.pop();
    if (paragraph.isJoined) {
      this.#log.paragraph();
      this.#frames.handOver(paragraph);
    } else this.#block(paragraph.shown(this.#cells > 0));
  }

  #endItem(): void {
    this.#items.push({ attributes: this.#attributes, text: this.#frames.take() });
  }
}
