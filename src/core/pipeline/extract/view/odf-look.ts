/** Renders OpenDocument text and slides: headings, paragraphs, lists, tables, pictures, notes and comments. */
import type { RenderingTag } from '../../../../shared/rendering.ts';
import { DocumentError } from '../../../documents/errors.ts';
import type { ViewSource } from '../../../documents/types.ts';
import { refuseLockedOdf } from '../office/odf.ts';
import { ListNumbers } from '../office/odf-lists.ts';
import { readOdfParts } from '../office/odf-package.ts';
import { readStyles } from '../office/odf-styles.ts';
import { readXml } from '../office/xml.ts';
import { lettersOf } from './odf-letters.ts';
import { OdfSlides } from './odf-slides.ts';
import type { RenderWriter } from './render-writer.ts';
import { noteSlides } from './slides-look.ts';

const MAX_BYTES = 256 * 1024 * 1024;
const PICTURE = /\.(?:png|jpe?g|gif|webp|tiff?)$/i;
const LOWEST = 6;

/** @throws DocumentError encrypted, corrupt, oversize */
export async function writeOdt(writer: RenderWriter, source: ViewSource): Promise<void> {
  await writeOdf(writer, source, () => null);
  writer.note('fonts, colors and page layout');
  writer.note('headers and footers of the pages');
}

/** @throws DocumentError encrypted, corrupt, oversize */
export async function writeOdp(writer: RenderWriter, source: ViewSource): Promise<void> {
  await writeOdf(writer, source, (parts) => new OdfSlides(writer, parts));
  noteSlides(writer);
  writer.note('the header, footer and date of single slides');
}

async function writeOdf(
  writer: RenderWriter,
  source: ViewSource,
  slidesOf: (parts: ReadonlyMap<string, Buffer>) => OdfSlides | null,
): Promise<void> {
  await refuseLockedOdf(source, MAX_BYTES);
  const isWanted = (name: string): boolean => /^(?:content|styles)\.xml$/.test(name) || PICTURE.test(name);
  const parts = await readOdfParts(source, MAX_BYTES, isWanted);
  const content = parts.get('content.xml');
  if (content === undefined)
    throw new DocumentError('corrupt', 'The OpenDocument file is damaged: its content is missing');
  const look = new OdfLook(writer, {
    numbers: new ListNumbers(readStyles([parts.get('styles.xml'), content]).lists),
    letters: lettersOf([parts.get('styles.xml'), content]),
    picture: (address) => parts.get(address.replace(/^\.\//, '')) ?? null,
    slides: slidesOf(parts),
  });
  readXml(content, look);
}

type Attributes = Readonly<Record<string, string>>;

interface OdfContext {
  numbers: ListNumbers;
  /** The elements that a style of characters stands for, by its name. */
  letters: ReadonlyMap<string, readonly RenderingTag[]>;
  picture(address: string): Buffer | null;
  /** Takes what only presentations have; null for text. */
  slides: OdfSlides | null;
}

/** Elements that stand in the middle of a paragraph and have paragraphs of their own. */
const ASIDES: Readonly<Record<string, string>> = { annotation: 'Comment', note: 'Note', 'text-box': '' };
/** Elements with a text that a reader of the document does not see. */
const SKIPPED = new Set([
  'tracked-changes',
  'note-citation',
  'creator',
  'date',
  'sequence-decls',
  'forms',
  'title',
  'desc',
]);

class OdfLook {
  readonly #writer: RenderWriter;
  readonly #context: OdfContext;
  /** What each open element opened, from the inside out. */
  readonly #opened: RenderingTag[][] = [];
  readonly #paragraphs: RenderingTag[] = [];
  #inBody = false;
  #skipped = 0;

  constructor(writer: RenderWriter, context: OdfContext) {
    this.#writer = writer;
    this.#context = context;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'body') this.#inBody = true;
    if (!this.#inBody) return;
    if (this.#skipped > 0 || SKIPPED.has(name)) {
      this.#skipped += 1;
      return;
    }
    this.#opened.push(this.#element(name, attributes));
  }

  text(text: string): void {
    if (this.#skipped === 0 && this.#paragraphs.length > 0) this.#writer.text(text.replace(/\s+/g, ' '));
  }

  close(name: string): void {
    if (name === 'body') this.#inBody = false;
    if (!this.#inBody) return;
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    if (name === 'list') this.#context.numbers.closeList();
    if (name === 'page') this.#context.slides?.closePage();
    if (name === 'p' || name === 'h') this.#paragraphs.pop();
    for (const tag of this.#opened.pop() ?? []) this.#writer.close(tag);
  }

  /** Writes what the element shows. @returns what is closed with it, from the inside out */
  #element(name: string, attributes: Attributes): RenderingTag[] {
    const opened = this.#context.slides?.open(name, attributes) ?? null;
    if (opened !== null) return opened;
    switch (name) {
      case 'h':
      case 'p':
        return this.#paragraph(name, attributes);
      case 'span':
        return this.#letters(attributes['style-name'] ?? '');
      case 's':
        this.#writer.text(' '.repeat(Math.min(100, Number(attributes.c ?? 1) || 1)));
        return [];
      case 'tab':
        this.#writer.text('\t');
        return [];
      case 'line-break':
        this.#writer.single('br');
        return [];
      case 'list':
        this.#context.numbers.openList(attributes);
        return this.#opening(this.#context.numbers.hasBullets ? 'ul' : 'div');
      case 'list-item':
        this.#context.numbers.openItem(attributes);
        return this.#context.numbers.hasBullets ? this.#opening('li') : [];
      case 'table':
        return this.#opening('table');
      case 'table-row':
        return this.#opening('tr');
      case 'table-cell':
        return this.#cell(attributes);
      case 'image':
        this.#picture(attributes.href ?? '');
        return [];
      case 'object':
        this.#writer.lose('chart', 'Chart or object');
        return [];
      default:
        return this.#aside(name);
    }
  }

  #paragraph(name: 'p' | 'h', attributes: Attributes): RenderingTag[] {
    const level = Math.min(LOWEST, Math.max(1, Number(attributes['outline-level'] ?? 1) || 1));
    const isInside = this.#paragraphs.length > 0;
    const heading = name === 'h' ? (`h${level}` as RenderingTag) : (this.#context.slides?.title ?? null);
    const tag = isInside ? 'span' : (heading ?? 'p');
    this.#paragraphs.push(tag);
    this.#writer.open(tag);
    const item = this.#context.numbers.takeLabel();
    const label = item === '' && name === 'h' ? this.#context.numbers.heading(level) : item;
    this.#writer.text(label);
    return [...this.#letters(attributes['style-name'] ?? ''), tag];
  }

  #letters(style: string): RenderingTag[] {
    const tags = this.#context.letters.get(style) ?? [];
    for (const tag of tags) this.#writer.open(tag);
    return [...tags].reverse();
  }

  #cell(attributes: Attributes): RenderingTag[] {
    const columns = spanOf(attributes['number-columns-spanned']);
    const rows = spanOf(attributes['number-rows-spanned']);
    this.#writer.open('td', { ...(columns > 1 ? { columns } : {}), ...(rows > 1 ? { rows } : {}) });
    return ['td'];
  }

  #picture(address: string): void {
    const bytes = this.#context.picture(address);
    if (bytes !== null) this.#writer.image(bytes, '');
    else this.#writer.lose(/^[a-z]+:/i.test(address) ? 'linked' : 'picture');
  }

  #aside(name: string): RenderingTag[] {
    const label = Object.hasOwn(ASIDES, name) ? ASIDES[name] : undefined;
    if (label === undefined) return [];
    this.#writer.open('small');
    if (label !== '') this.#writer.text(` [${label}: `);
    return ['small'];
  }

  #opening(tag: RenderingTag): RenderingTag[] {
    this.#writer.open(tag);
    return [tag];
  }
}

function spanOf(value: string | undefined): number {
  const number = Number(value ?? 1);
  return Number.isInteger(number) && number >= 1 && number <= 100 ? number : 1;
}
