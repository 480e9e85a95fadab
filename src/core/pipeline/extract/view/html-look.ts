/** Renders HTML: its structure and text out of a list of elements, and nothing that could act or reach a network. */
import { Parser } from 'htmlparser2';
import { RENDERING_TAGS, type RenderingOpen, type RenderingTag } from '../../../../shared/rendering.ts';
import type { Loss, RenderWriter } from './render-writer.ts';

/** A longer page is cut off. */
const MAX_HTML = 16 * 1024 * 1024;
const TAGS: ReadonlySet<string> = new Set(RENDERING_TAGS);
/** Elements that look like one of the list. */
const ALIKE = new Map<string, RenderingTag>(
  Object.entries({
    ...{ b: 'strong', i: 'em', cite: 'em', var: 'em', dfn: 'em', address: 'div', strike: 's', mark: 'u' },
    ...{
      kbd: 'code',
      samp: 'code',
      tt: 'code',
      xmp: 'pre',
      listing: 'pre',
      big: 'span',
      a: 'span',
      q: 'span',
    },
    ...{
      center: 'div',
      article: 'section',
      main: 'section',
      header: 'section',
      footer: 'section',
      nav: 'section',
    },
    ...{
      aside: 'section',
      figure: 'div',
      figcaption: 'small',
      fieldset: 'div',
      legend: 'strong',
      details: 'div',
    },
    ...{ summary: 'strong', dialog: 'div', form: 'div', label: 'span', button: 'span', textarea: 'pre' },
    ...{
      menu: 'ul',
      dir: 'ul',
      option: 'div',
      optgroup: 'div',
      select: 'div',
      hgroup: 'div',
      noframes: 'div',
    },
  } as const),
);
/** Elements whose content is not shown, and what is lost with them; null: nothing that a reader would see. */
const SKIPPED = new Map<string, Loss | null>(
  Object.entries({
    ...{ script: 'script', style: null, title: null, template: null, datalist: null },
    ...{ iframe: 'frame', frame: 'frame', object: 'frame', embed: 'frame', applet: 'frame', portal: 'frame' },
    ...{ svg: 'drawing', math: 'drawing', canvas: 'drawing', audio: 'media', video: 'media' },
  } as const),
);
const ALIGNS = new Set(['left', 'center', 'right', 'justify']);
const HIDDEN = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;
const TEXT_ALIGN = /(?:^|;)\s*text-align\s*:\s*(left|center|right|justify)/i;
const DATA = /^data:image\/[\w.+-]{2,20};base64,([A-Za-z0-9+/=\s]+)$/i;

export interface HtmlParts {
  /** Returns the bytes of a picture by the address that the page gives it, such as `cid:1`; null if it holds none. */
  picture?(address: string): Buffer | null;
}

/** Writes a page. @param html the page as text */
export function writeHtml(writer: RenderWriter, html: string, parts: HtmlParts = {}): void {
  const page = new PageLook(writer, parts);
  const parser = new Parser(page, { decodeEntities: true, lowerCaseTags: true });
  const size = 64 * 1024;
  const end = Math.min(html.length, MAX_HTML);
  for (let at = 0; at < end && !writer.isFull; at += size)
    parser.write(html.slice(at, Math.min(end, at + size)));
  parser.end();
  if (html.length > MAX_HTML) writer.note('the end of a very long page');
  writer.note('fonts, colors and positions');
  if (page.hasForms) writer.note('what the fields of forms do');
}

type Attributes = Readonly<Record<string, string>>;

class PageLook {
  readonly #writer: RenderWriter;
  readonly #parts: HtmlParts;
  /** The element whose content is skipped, and how many of its name are open in it. */
  #skipped: { name: string; depth: number } | null = null;
  #pre = 0;
  hasForms = false;

  constructor(writer: RenderWriter, parts: HtmlParts) {
    this.#writer = writer;
    this.#parts = parts;
  }

  onopentag(name: string, attributes: Attributes): void {
    if (this.#skipped !== null) {
      if (this.#skipped.name === name) this.#skipped.depth += 1;
      return;
    }
    const loss = SKIPPED.get(name);
    if (loss !== undefined || isHidden(attributes)) {
      this.#skipped = { name, depth: 1 };
      if (loss) this.#writer.lose(loss);
      if (loss === undefined) this.#writer.note('text that the page hides');
      return;
    }
    if (name === 'br' || name === 'hr') this.#writer.single(name);
    else if (name === 'img') this.#picture(attributes);
    else if (name === 'input') this.#field(attributes);
    else this.#element(name, attributes);
  }

  ontext(text: string): void {
    if (this.#skipped !== null) return;
    this.#writer.text(this.#pre > 0 ? text : text.replace(/[\t\n\f\r ]+/g, ' '));
  }

  onclosetag(name: string): void {
    if (this.#skipped !== null) {
      if (this.#skipped.name === name) this.#skipped.depth -= 1;
      if (this.#skipped.depth === 0) this.#skipped = null;
      return;
    }
    const tag = tagOf(name);
    if (tag === null) return;
    if (tag === 'pre') this.#pre -= 1;
    if (name === 'q') this.#writer.text('”');
    this.#writer.close(tag);
  }

  #element(name: string, attributes: Attributes): void {
    const tag = tagOf(name);
    if (name === 'form' || name === 'select' || name === 'textarea') this.hasForms = true;
    if (tag === null) return;
    if (tag === 'pre') this.#pre += 1;
    this.#writer.open(tag, attributesOf(name, attributes));
    if (name === 'q') this.#writer.text('“');
  }

  #field({ type = 'text', value = '', checked }: Attributes): void {
    this.hasForms = true;
    if (type === 'checkbox' || type === 'radio') this.#writer.text(checked === undefined ? ' ☐ ' : ' ☒ ');
    else if (type !== 'hidden' && value !== '') this.#writer.text(` [${value}] `);
  }

  #picture({ src = '', alt = '' }: Attributes): void {
    const address = src.trim();
    const data = DATA.exec(address)?.[1];
    const bytes = data === undefined ? (this.#parts.picture?.(address) ?? null) : Buffer.from(data, 'base64');
    if (bytes !== null) this.#writer.image(bytes, alt);
    else this.#writer.lose('linked', alt);
  }
}

const tagOf = (name: string): RenderingTag | null =>
  TAGS.has(name) ? (name as RenderingTag) : (ALIKE.get(name) ?? null);

const isHidden = ({ hidden, style = '' }: Attributes): boolean => hidden !== undefined || HIDDEN.test(style);

function attributesOf(name: string, attributes: Attributes): Omit<RenderingOpen, 'open'> {
  const { href, align, style = '', colspan, rowspan, start } = attributes;
  const aligned = (TEXT_ALIGN.exec(style)?.[1] ?? align ?? (name === 'center' ? 'center' : '')).toLowerCase();
  const columns = spanOf(colspan);
  const rows = spanOf(rowspan);
  const isCell = name === 'td' || name === 'th';
  const first = Number(start);
  return {
    ...(ALIGNS.has(aligned) ? { align: aligned as 'left' } : {}),
    ...(isCell && columns > 1 ? { columns } : {}),
    ...(isCell && rows > 1 ? { rows } : {}),
    ...(name === 'ol' && Number.isInteger(first) && Math.abs(first) < 1_000_000 && start
      ? { start: first }
      : {}),
    // The address is shown and leads nowhere.
    ...(name === 'a' && href ? { title: `Link to ${href.trim()}` } : {}),
  };
}

/** A span of a billion would be a table of a billion cells. */
function spanOf(value: string | undefined): number {
  const number = Number.parseInt(value ?? '1', 10);
  return number >= 1 && number <= 100 ? number : 1;
}
