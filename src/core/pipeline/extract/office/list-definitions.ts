/** Reads numbering.xml and the list properties of styles.xml. */
import { symbolFont } from './symbols.ts';
import { integer, isOn, readXml } from './xml.ts';

/** Levels of a list. */
export const LEVELS = 9;
/** No document has longer chains of styles; a longer one is a circle. */
const MAX_CHAIN = 50;

/** How a paragraph asks for a number; each property may come from its style instead. */
export interface ParagraphList {
  style: string;
  /** ID of a list; 0 switches numbers off. */
  list: number | undefined;
  level: number | undefined;
}

/** One level of a list. */
export interface Level {
  start: number | undefined;
  /** As Word names it, e.g. `upperRoman`. */
  format: string;
  /** With `%1` to `%9` for the numbers of the levels. */
  text: string;
  /** The number of levels of which the last, or one above it, starts this level anew; undefined for all above. */
  restart: number | undefined;
  /** Shows the numbers of the levels above as decimal ones. */
  legal: boolean;
  /** Nothing stands between the number and the text. */
  joined: boolean;
  /** Paragraph style that is numbered with this level. */
  style: string;
  font: string | undefined;
}

/** A list as its paragraphs name it. */
export interface List {
  id: string;
  abstract: string;
  levels: (Level | undefined)[];
  /** By level: where this list starts anew. */
  starts: (number | undefined)[];
}

interface Abstract {
  levels: (Level | undefined)[];
  /** Style that has the levels in place of this list. */
  link: string;
  /** Style for which this list has the levels. */
  linked: string;
}

interface Style {
  based: string;
  list: number | undefined;
  level: number | undefined;
}

/** The lists of a document and the styles that use them. */
export class ListDefinitions {
  readonly #abstracts: ReadonlyMap<string, Abstract>;
  /** By the style for which they have the levels. */
  readonly #linked: ReadonlyMap<string, Abstract>;
  readonly #lists: ReadonlyMap<string, List>;
  readonly #styles: ReadonlyMap<string, Style>;
  readonly #defaultStyle: string;

  /** @param numbering content of numbering.xml @param styles content of styles.xml, if the document has it */
  constructor(numbering: Buffer, styles: Buffer | undefined) {
    const { abstracts, lists } = readNumbering(numbering);
    this.#abstracts = abstracts;
    this.#linked = new Map([...abstracts.values()].map((abstract) => [abstract.linked, abstract]));
    this.#lists = lists;
    const read = readStyles(styles);
    this.#styles = read.styles;
    this.#defaultStyle = read.defaultStyle;
    for (const list of lists.values()) {
      const own = list.levels;
      const shared = this.#levelsOf(list.abstract);
      list.levels = Array.from({ length: LEVELS }, (_, i) => own[i] ?? shared[i]);
    }
  }

  /** Returns the list of a paragraph and the index of its level, or null when it has no number. */
  placeOf(paragraph: ParagraphList): { list: List; index: number } | null {
    const style = paragraph.style === '' ? this.#defaultStyle : paragraph.style;
    const id = paragraph.list ?? this.#inherited(style, (s) => s.list);
    if (id === undefined || id === 0) return null;
    const list = this.#lists.get(String(id));
    if (list === undefined) return null;
    const index =
      paragraph.level ?? this.#linkedLevel(style, list) ?? this.#inherited(style, (s) => s.level) ?? 0;
    return index < 0 || index >= LEVELS ? null : { list, index };
  }

  /** Returns the level of the list that names the style, or the nearest style it is based on. */
  #linkedLevel(style: string, list: List): number | undefined {
    return this.#inherited(style, (_style, id) => {
      const index = list.levels.findIndex((level) => level?.style === id);
      return index < 0 ? undefined : index;
    });
  }

  #inherited(style: string, pick: (style: Style, id: string) => number | undefined): number | undefined {
    let id = style;
    for (let i = 0; i < MAX_CHAIN; i += 1) {
      const found = this.#styles.get(id);
      const value = pick(found ?? { based: '', list: undefined, level: undefined }, id);
      if (value !== undefined || found === undefined || found.based === '') return value;
      id = found.based;
    }
    return undefined;
  }

  /** Returns the levels of an abstract list, which may be those of the list that a style stands for. */
  #levelsOf(id: string, depth = 0): readonly (Level | undefined)[] {
    const abstract = this.#abstracts.get(id);
    if (abstract === undefined) return [];
    if (abstract.link === '' || depth >= MAX_CHAIN) return abstract.levels;
    const direct = this.#linked.get(abstract.link);
    if (direct !== undefined) return direct.levels;
    const list = this.#lists.get(String(this.#styles.get(abstract.link)?.list ?? ''));
    return list === undefined ? abstract.levels : this.#levelsOf(list.abstract, depth + 1);
  }
}

/** Collects the lists while their part is read. */
class NumberingReader {
  readonly abstracts = new Map<string, Abstract>();
  readonly lists = new Map<string, List>();
  #abstract: Abstract | null = null;
  #list: List | null = null;
  #level: Level | null = null;
  #index = 0;
  #hasFormat = false;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const value = attributes.val ?? '';
    if (name === 'abstractNum') {
      this.#abstract = { levels: [], link: '', linked: '' };
      this.abstracts.set(attributes.abstractNumId ?? '', this.#abstract);
    } else if (name === 'num') {
      const id = attributes.numId ?? '';
      this.#list = { id, abstract: '', levels: [], starts: [] };
      this.lists.set(id, this.#list);
    } else if (name === 'abstractNumId' && this.#list !== null) this.#list.abstract = value;
    else if (name === 'numStyleLink' && this.#abstract !== null) this.#abstract.link = value;
    else if (name === 'styleLink' && this.#abstract !== null) this.#abstract.linked = value;
    else if (name === 'lvlOverride') this.#index = integer(attributes.ilvl) ?? LEVELS;
    else if (name === 'startOverride' && this.#index < LEVELS && this.#list !== null)
      this.#list.starts[this.#index] = integer(value);
    else if (name === 'lvl') this.#openLevel(attributes);
    else if (this.#level !== null) this.#property(this.#level, name, attributes);
  }

  close(name: string): void {
    if (name === 'abstractNum') this.#abstract = null;
    else if (name === 'num') this.#list = null;
    else if (name === 'lvl') this.#level = null;
  }

  #openLevel(attributes: Readonly<Record<string, string>>): void {
    const index = integer(attributes.ilvl) ?? this.#index;
    const level: Level = {
      start: undefined,
      format: 'decimal',
      text: '',
      restart: undefined,
      legal: false,
      joined: false,
      style: '',
      font: undefined,
    };
    this.#level = level;
    this.#hasFormat = false;
    const levels = this.#list?.levels ?? this.#abstract?.levels;
    if (levels !== undefined && index >= 0 && index < LEVELS) levels[index] = level;
  }

  #property(level: Level, name: string, attributes: Readonly<Record<string, string>>): void {
    const value = attributes.val ?? '';
    if (name === 'start') level.start = integer(value);
    else if (name === 'lvlText') level.text = value;
    else if (name === 'lvlRestart') level.restart = integer(value);
    else if (name === 'isLgl') level.legal = isOn(attributes.val);
    else if (name === 'suff') level.joined = value === 'nothing';
    else if (name === 'pStyle') level.style = value;
    else if (name === 'rFonts') level.font = symbolFont(attributes.ascii) ?? symbolFont(attributes.hAnsi);
    // A format of later versions comes first, and one for older versions follows.
    else if (name === 'numFmt' && !this.#hasFormat) {
      level.format = value === 'custom' ? (attributes.format ?? '') : value;
      this.#hasFormat = true;
    }
  }
}

function readNumbering(bytes: Buffer): NumberingReader {
  const reader = new NumberingReader();
  readXml(bytes, reader);
  return reader;
}

function readStyles(bytes: Buffer | undefined): { styles: Map<string, Style>; defaultStyle: string } {
  const styles = new Map<string, Style>();
  let defaultStyle = '';
  let style: Style | null = null;
  let former = 0;
  if (bytes !== undefined)
    readXml(bytes, {
      open(name, attributes) {
        if (name === 'pPrChange') former += 1;
        if (former > 0) return;
        if (name === 'style') {
          style = { based: '', list: undefined, level: undefined };
          styles.set(attributes.styleId ?? '', style);
          if (attributes.type === 'paragraph' && attributes.default !== undefined && isOn(attributes.default))
            defaultStyle = attributes.styleId ?? '';
        } else if (style === null) return;
        else if (name === 'basedOn') style.based = attributes.val ?? '';
        else if (name === 'numId') style.list = integer(attributes.val);
        else if (name === 'ilvl') style.level = integer(attributes.val);
      },
      close(name) {
        if (name === 'pPrChange') former -= 1;
        else if (name === 'style') style = null;
      },
    });
  return { styles, defaultStyle };
}
