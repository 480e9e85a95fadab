/** Renders the shapes of one slide (DrawingML) as `readXml` calls its handlers. */
import type { RenderingTag } from '../../../../shared/rendering.ts';
import { integer, isOn } from '../office/xml.ts';
import { NestedLists } from './nested-lists.ts';
import type { RenderWriter } from './render-writer.ts';

type Attributes = Readonly<Record<string, string>>;

/** The elements of titles, by the type of their placeholder. */
const TITLES = new Map<string, RenderingTag>([
  ['title', 'h2'],
  ['ctrTitle', 'h2'],
  ['subTitle', 'h3'],
]);
/** Placeholders whose paragraphs have bullets unless they say otherwise. */
const BULLETED = new Set(['body', 'obj', '']);
const LOST = new Map([
  ['videoFile', 'media'],
  ['audioFile', 'media'],
  ['wavAudioFile', 'media'],
  ['oleObj', 'object'],
] as const);
const DEEPEST = 8;

interface Paragraph {
  level: number;
  bullet: 'ul' | 'ol' | 'none' | undefined;
  start: number;
  isOpen: boolean;
}

export class SlidePart {
  readonly #writer: RenderWriter;
  readonly #picture: (id: string) => Buffer | null;
  readonly #lists: NestedLists;
  /** The type of the shape's placeholder; null outside placeholders. */
  #placeholder: string | null = null;
  #paragraph: Paragraph | null = null;
  #runTags: RenderingTag[] = [];
  #inText = false;
  #inRun = false;
  #inNumber = false;
  #inTable = 0;
  /** Whether the open cell is shown; cells that another one covers are not. */
  #cell: 'shown' | 'covered' | null = null;
  #inBullet = false;
  #alt = '';
  /** Depth inside copies for older programs. */
  #copies = 0;

  /** @param picture returns the bytes of a related picture; null if the package has none */
  constructor(writer: RenderWriter, picture: (id: string) => Buffer | null) {
    this.#writer = writer;
    this.#picture = picture;
    this.#lists = new NestedLists(writer);
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'Fallback') this.#copies += 1;
    if (this.#copies > 0 || this.#cell === 'covered') return;
    this.#inText = name === 't' && !this.#inNumber;
    switch (name) {
      case 'sp':
      case 'pic':
        this.#placeholder = null;
        this.#alt = '';
        break;
      case 'ph':
        this.#placeholder = attributes.type ?? '';
        break;
      case 'cNvPr':
        this.#alt = attributes.descr ?? '';
        break;
      case 'p':
        this.#paragraph = { level: 0, bullet: undefined, start: 1, isOpen: false };
        break;
      case 'br':
        if (this.#paragraph !== null) {
          this.#openParagraph();
          this.#writer.single('br');
        }
        break;
      case 'blip':
        this.#blip(attributes);
        break;
      case 'relIds':
      case 'chart':
        this.#writer.lose('chart', 'Chart or diagram');
        break;
      default:
        this.#tablePart(name, attributes);
        this.#property(name, attributes);
    }
  }

  text(text: string): void {
    if (!this.#inText || this.#copies > 0 || this.#cell === 'covered') return;
    this.#openParagraph();
    this.#writer.text(text);
  }

  close(name: string): void {
    if (name === 'Fallback') this.#copies -= 1;
    if (this.#copies > 0) return;
    this.#inText = false;
    if (name === 'tc') {
      if (this.#cell === 'shown') {
        this.#lists.end();
        this.#writer.close('td');
      }
      this.#cell = null;
    }
    if (this.#cell === 'covered') return;
    if (name === 'r' || name === 'fld') this.#closeRun(name);
    else if (name === 'p') this.#closeParagraph();
    else if (name === 'tr') this.#writer.close('tr');
    else if (name === 'buBlip') this.#inBullet = false;
    else if (name === 'txBody' || name === 'sp') this.#lists.end();
    else if (name === 'tbl') {
      this.#inTable -= 1;
      this.#writer.close('table');
    }
  }

  /** Ends what a file that is cut off left open. */
  end(): void {
    if (this.#paragraph !== null) this.#closeParagraph();
    this.#lists.end();
  }

  #tablePart(name: string, attributes: Attributes): void {
    if (name === 'tbl') {
      this.#lists.end();
      this.#inTable += 1;
      this.#placeholder = null;
      this.#writer.open('table');
    } else if (name === 'tr') this.#writer.open('tr');
    else if (name === 'tc') {
      const isCovered = [attributes.hMerge, attributes.vMerge].some((on) => on !== undefined && isOn(on));
      this.#cell = isCovered ? 'covered' : 'shown';
      if (isCovered) return;
      const columns = spanOf(attributes.gridSpan);
      const rows = spanOf(attributes.rowSpan);
      this.#writer.open('td', { ...(columns > 1 ? { columns } : {}), ...(rows > 1 ? { rows } : {}) });
    }
  }

  #property(name: string, attributes: Attributes): void {
    const paragraph = this.#paragraph;
    const lost = (LOST as ReadonlyMap<string, 'media' | 'object'>).get(name);
    if (lost !== undefined) this.#writer.lose(lost);
    else if (name === 'buBlip') {
      this.#inBullet = true;
      if (paragraph !== null) paragraph.bullet = 'ul';
    } else if (paragraph === null) return;
    else if (name === 'pPr') paragraph.level = Math.max(0, Math.min(DEEPEST, integer(attributes.lvl) ?? 0));
    else if (name === 'buNone') paragraph.bullet = 'none';
    else if (name === 'buChar') paragraph.bullet = 'ul';
    else if (name === 'buAutoNum') {
      paragraph.bullet = 'ol';
      paragraph.start = Math.max(1, integer(attributes.startAt) ?? 1);
    } else if (name === 'r' || name === 'fld') {
      this.#inRun = true;
      this.#inNumber = attributes.type === 'slidenum';
    } else if (name === 'rPr' && this.#inRun && !this.#inNumber) this.#openRun(attributes);
  }

  #openRun({ b, i, u = 'none', strike = 'noStrike' }: Attributes): void {
    this.#openParagraph();
    if (b !== undefined && isOn(b)) this.#runTags.push('strong');
    if (i !== undefined && isOn(i)) this.#runTags.push('em');
    if (u !== 'none') this.#runTags.push('u');
    if (strike !== 'noStrike') this.#runTags.push('s');
    for (const tag of this.#runTags) this.#writer.open(tag);
  }

  #closeRun(name: string): void {
    for (const tag of this.#runTags.reverse()) this.#writer.close(tag);
    this.#runTags = [];
    this.#inRun = false;
    if (name === 'fld') this.#inNumber = false;
  }

  /** Opens the paragraph before its first content, when its properties are known. */
  #openParagraph(): void {
    const paragraph = this.#paragraph;
    if (paragraph === null || paragraph.isOpen) return;
    paragraph.isOpen = true;
    const title = this.#inTable > 0 ? undefined : TITLES.get(this.#placeholder ?? '-');
    const usual = this.#placeholder !== null && BULLETED.has(this.#placeholder) ? 'ul' : 'none';
    const bullet = title === undefined ? (paragraph.bullet ?? usual) : 'none';
    if (bullet !== 'none') {
      this.#lists.openItem(bullet, paragraph.level, paragraph.start);
      return;
    }
    this.#lists.end();
    this.#writer.open(title ?? 'p');
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraph;
    this.#closeRun('');
    this.#paragraph = null;
    if (paragraph === null || !paragraph.isOpen || this.#lists.closeItem()) return;
    const title = this.#inTable > 0 ? undefined : TITLES.get(this.#placeholder ?? '-');
    this.#writer.close(title ?? 'p');
  }

  #blip({ embed = '', link = '' }: Attributes): void {
    if (this.#inBullet || (embed === '' && link === '')) return;
    const bytes = this.#picture(embed);
    if (this.#paragraph === null) this.#lists.end();
    if (embed === '') this.#writer.lose('linked', this.#alt);
    else if (bytes === null) this.#writer.lose('picture', this.#alt);
    else this.#writer.image(bytes, this.#alt);
  }
}

function spanOf(value: string | undefined): number {
  return Math.max(1, Math.min(100, integer(value) ?? 1));
}
