/** Renders one WordprocessingML part as `readXml` calls its handlers. */

import type { RenderingTag } from '../../../../shared/rendering.ts';
import type { ParagraphList } from '../office/list-definitions.ts';
import type { ListCounter } from '../office/list-numbers.ts';
import { symbolFont, symbolText } from '../office/symbols.ts';
import { labelOf } from '../office/word-changes.ts';
import { integer, isOn } from '../office/xml.ts';
import type { RenderWriter } from './render-writer.ts';
import type { WordStyles } from './word-styles.ts';

export interface WordPartContext {
  styles: WordStyles;
  /** Counts the numbered paragraphs; null without lists. */
  counter: ListCounter | null;
  /** Returns the bytes of a picture by the ID of its relationship. */
  picture(id: string): Buffer | null;
}

type Attributes = Readonly<Record<string, string>>;

interface Paragraph extends ParagraphList {
  outline: number | undefined;
  align: string | undefined;
  /** The element that it was opened as, once its properties are known. */
  tag: RenderingTag | null;
}

/** Properties of a run, by the element that they become. */
const RUN: Readonly<Record<string, RenderingTag>> = {
  b: 'strong',
  i: 'em',
  u: 'u',
  strike: 's',
  dstrike: 's',
};
const CHANGES: Readonly<Record<string, RenderingTag>> = {
  ins: 'ins',
  moveTo: 'ins',
  del: 'del',
  moveFrom: 'del',
};
const ALIGNS: Readonly<Record<string, 'left' | 'center' | 'right' | 'justify'>> = {
  ...{ center: 'center', right: 'right', end: 'right', both: 'justify', distribute: 'justify' },
};
const CHARACTERS: Readonly<Record<string, string>> = {
  tab: '\t',
  ptab: '\t',
  noBreakHyphen: '-',
  softHyphen: '\u00ad',
};
/** Elements inside whose text is none of the document's. */
const SKIPPED = new Set([
  'Fallback',
  'instrText',
  'delInstrText',
  'sectPr',
  'tblGrid',
  'sdtPr',
  'pPrChange',
  'rPrChange',
]);
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

export class WordPart {
  readonly #writer: RenderWriter;
  readonly #context: WordPartContext;
  readonly #paragraphs: Paragraph[] = [];
  readonly #runs: RenderingTag[][] = [];
  /** Cells whose element is opened when their properties are known. */
  readonly #cells: { columns: number; isOpen: boolean }[] = [];
  #skipped = 0;
  #inProperties: 'p' | 'r' | 'tc' | null = null;
  #inText = false;
  #picture = { id: '', alt: '' };

  constructor(writer: RenderWriter, context: WordPartContext) {
    this.#writer = writer;
    this.#context = context;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skipped > 0 || SKIPPED.has(name)) {
      this.#skipped += 1;
      return;
    }
    if (this.#inProperties !== null) this.#property(name, attributes);
    else if (name === 'p') this.#openParagraph();
    else if (name === 'pPr') this.#inProperties = 'p';
    else if (name === 'rPr') this.#inProperties = 'r';
    else if (name === 'tcPr') this.#inProperties = 'tc';
    else if (name === 'r') this.#runs.push([]);
    else if (name === 't' || name === 'delText') this.#inText = true;
    else if (name === 'tbl') this.#openBlock('table');
    else if (name === 'tr') this.#writer.open('tr');
    else if (name === 'tc') this.#cells.push({ columns: 1, isOpen: false });
    else this.#element(name, attributes);
  }

  text(text: string): void {
    if (this.#inText && this.#skipped === 0) this.#show(text);
  }

  close(name: string): void {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    if (this.#inProperties !== null) {
      // The properties of a paragraph hold those of its mark.
      if (name === `${this.#inProperties}Pr`) this.#inProperties = null;
      return;
    }
    if (name === 'tbl') this.#writer.close('table');
    else if (name === 't' || name === 'delText') this.#inText = false;
    else if (name === 'r') for (const tag of (this.#runs.pop() ?? []).reverse()) this.#writer.close(tag);
    else if (name === 'p') this.#closeParagraph();
    else if (name === 'tc') {
      this.#openCell();
      this.#cells.pop();
      this.#writer.close('td');
    } else if (name === 'tr') this.#writer.close('tr');
    else if (name === 'drawing' || name === 'pict') this.#endPicture();
    else if (name === 'footnote' || name === 'endnote' || name === 'comment') this.#writer.close('section');
    else if (own(CHANGES, name) !== undefined) this.#writer.close(own(CHANGES, name) ?? 'ins');
  }

  /** Ends what a file that is cut off left open. */
  end(): void {
    while (this.#paragraphs.length > 0) this.#closeParagraph();
  }

  #property(name: string, attributes: Attributes): void {
    const { val } = attributes;
    const paragraph = this.#paragraphs.at(-1);
    const cell = this.#cells.at(-1);
    if (this.#inProperties === 'tc') {
      if (name === 'gridSpan' && cell !== undefined)
        cell.columns = Math.max(1, Math.min(100, integer(val) ?? 1));
    } else if (this.#inProperties === 'r') this.#runProperty(name, val);
    else if (paragraph === undefined) return;
    else if (name === 'pStyle') paragraph.style = val ?? '';
    else if (name === 'numId') paragraph.list = integer(val);
    else if (name === 'ilvl') paragraph.level = integer(val);
    else if (name === 'outlineLvl') paragraph.outline = integer(val);
    else if (name === 'jc') paragraph.align = val;
  }

  #runProperty(name: string, val: string | undefined): void {
    const run = this.#runs.at(-1);
    const script = name === 'vertAlign' ? { superscript: 'sup', subscript: 'sub' }[val ?? ''] : undefined;
    const tag = (script as RenderingTag | undefined) ?? own(RUN, name);
    if (run === undefined || tag === undefined || run.includes(tag)) return;
    if (script === undefined && (!isOn(val) || val === 'none')) return;
    this.#openNow();
    run.push(tag);
    this.#writer.open(tag);
  }

  #element(name: string, attributes: Attributes): void {
    const change = own(CHANGES, name);
    const character = own(CHARACTERS, name);
    if (change !== undefined) {
      this.#openNow();
      this.#writer.open(change, {
        title: labelOf(change === 'ins' ? 'Inserted' : 'Deleted', attributes),
      });
    } else if (character !== undefined && this.#runs.length > 0) this.#show(character);
    else if ((name === 'br' || name === 'cr') && this.#runs.length > 0) {
      this.#openNow();
      this.#writer.single('br');
    } else if (name === 'sym') this.#symbol(attributes);
    else if (/^(?:foot|end)noteReference$|^commentReference$/.test(name)) this.#reference(name, attributes);
    else if (name === 'footnote' || name === 'endnote' || name === 'comment') this.#note(name, attributes);
    else if (name === 'docPr') this.#picture.alt = attributes.descr ?? '';
    else if (name === 'blip' || name === 'imagedata')
      this.#picture.id = attributes.embed ?? attributes.id ?? '';
    else if (name === 'chart' || name === 'relIds') this.#writer.lose('chart', 'Chart or diagram');
    else if (name === 'OLEObject' || name === 'altChunk' || name === 'subDoc') this.#writer.lose('object');
  }

  #openParagraph(): void {
    // The text of a box stands in the middle of the paragraph that it is anchored in.
    if (this.#paragraphs.length > 0) this.#openNow();
    else this.#openCell();
    this.#paragraphs.push({
      style: '',
      list: undefined,
      level: undefined,
      outline: undefined,
      align: undefined,
      tag: null,
    });
  }

  #openBlock(tag: RenderingTag): void {
    this.#openCell();
    this.#writer.open(tag);
  }

  #openCell(): void {
    const cell = this.#cells.at(-1);
    if (cell === undefined || cell.isOpen) return;
    cell.isOpen = true;
    this.#writer.open('td', cell.columns > 1 ? { columns: cell.columns } : {});
  }

  /** Opens the paragraph before its first content, when its properties are known. */
  #openNow(): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph === undefined || paragraph.tag !== null) return;
    const { styles, counter } = this.#context;
    const level = paragraph.outline === undefined ? styles.get(paragraph.style) : paragraph.outline + 1;
    const isHeading = level !== undefined && level >= 1 && level <= 6;
    // A box stands inside a paragraph, which may hold no other one.
    const isInside = this.#paragraphs.length > 1;
    paragraph.tag = isInside ? 'span' : isHeading ? (`h${level}` as RenderingTag) : 'p';
    const align = own(ALIGNS, paragraph.align ?? '');
    this.#writer.open(paragraph.tag, align === undefined ? {} : { align });
    const label = counter?.next(paragraph);
    if (label) this.#writer.text(label.text);
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph === undefined) return;
    this.#openNow();
    this.#paragraphs.pop();
    this.#writer.close(paragraph.tag ?? 'p');
    if (paragraph.tag === 'span') this.#writer.single('br');
  }

  #show(text: string): void {
    this.#openNow();
    this.#writer.text(text);
  }

  #symbol({ font, char = '' }: Attributes): void {
    const code = Number.parseInt(char, 16);
    const known = symbolFont(font);
    if (Number.isNaN(code) || code > 0xffff) return;
    this.#show(known === undefined ? '\ufffd' : symbolText(String.fromCharCode(code), known));
  }

  #reference(name: string, { id = '' }: Attributes): void {
    this.#openNow();
    const what = name.startsWith('foot') ? '' : name.startsWith('end') ? 'Endnote ' : 'Comment ';
    this.#writer.element('sup', `[${what}${id}]`);
  }

  #note(name: string, attributes: Attributes): void {
    this.#writer.open('section');
    const { id = '', type = 'normal' } = attributes;
    if (type !== 'normal') return;
    const label = name === 'comment' ? labelOf('Comment', attributes) : `[${id}]`;
    this.#writer.element('strong', `${name === 'comment' ? `[${id}] ` : ''}${label} `);
  }

  #endPicture(): void {
    const { id, alt } = this.#picture;
    this.#picture = { id: '', alt: '' };
    if (id === '') return;
    this.#openNow();
    const bytes = this.#context.picture(id);
    if (bytes === null) this.#writer.lose('picture', alt);
    else this.#writer.image(bytes, alt);
  }
}
