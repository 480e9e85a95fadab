/** Renders what OpenDocument presentations have and text does not: slides, titles, notes, and their master pages. */
import type { RenderingTag } from '../../../../shared/rendering.ts';
import { mastersOf } from '../office/odf.ts';
import { readStyles } from '../office/odf-styles.ts';
import { readXml } from '../office/xml.ts';
import type { RenderWriter } from './render-writer.ts';
import { openSlide } from './slides-look.ts';

/** More than a rendering shows, so that it is the rendering that says where it ends. */
const MAX_CHARACTERS = 1_000_000;
const TITLES = new Map<string, RenderingTag>([
  ['title', 'h2'],
  ['subtitle', 'h3'],
]);

export class OdfSlides {
  readonly #writer: RenderWriter;
  readonly #masters: ReadonlyMap<string, readonly string[]>;
  readonly #hidden: ReadonlySet<string>;
  /** Master pages whose text is on a slide already. */
  readonly #shown = new Set<string>();
  /** Numbers of the slides that have notes; programs write an empty place for them into every slide. */
  readonly #annotated: ReadonlySet<number>;
  #master = '';
  #slides = 0;
  #inNotes = false;
  /** The element of paragraphs in the open frame. */
  title: RenderingTag | null = null;

  constructor(writer: RenderWriter, parts: ReadonlyMap<string, Buffer>) {
    this.#writer = writer;
    this.#masters = mastersOf(parts, MAX_CHARACTERS);
    this.#hidden = readStyles([parts.get('styles.xml'), parts.get('content.xml')]).hidden;
    this.#annotated = slidesWithNotes(parts.get('content.xml'));
  }

  /** Writes what begins with an element. @returns what is closed with it; null for one that text has as well */
  open(name: string, attributes: Readonly<Record<string, string>>): RenderingTag[] | null {
    switch (name) {
      case 'page':
        this.#slides += 1;
        this.#inNotes = false;
        this.#master = attributes['master-page-name'] ?? '';
        openSlide(this.#writer, this.#slides, this.#hidden.has(attributes['style-name'] ?? ''));
        return ['section'];
      case 'notes':
        this.#inNotes = true;
        this.title = null;
        if (!this.#annotated.has(this.#slides)) return [];
        this.#writer.open('blockquote');
        this.#writer.element('strong', 'Notes');
        return ['blockquote'];
      case 'frame':
      case 'custom-shape':
        this.title = this.#inNotes ? null : (TITLES.get(attributes.class ?? '') ?? null);
        return [];
      case 'table':
        this.title = null;
        return null;
      case 'text-box':
        return [];
      default:
        return null;
    }
  }

  /** Writes what the slide shows from its master page, at the end of the slide. */
  closePage(): void {
    if (this.#shown.has(this.#master)) return;
    this.#shown.add(this.#master);
    for (const line of this.#masters.get(this.#master) ?? []) this.#writer.element('p', line);
  }
}

function slidesWithNotes(content: Buffer | undefined): Set<number> {
  const found = new Set<number>();
  let slide = 0;
  let depth = 0;
  let paragraphs = 0;
  if (content !== undefined)
    readXml(content, {
      open(name) {
        if (name === 'page') slide += 1;
        if (name === 'notes') depth += 1;
        if (name === 'p') paragraphs += 1;
      },
      text(text) {
        if (depth > 0 && paragraphs > 0 && text.trim() !== '') found.add(slide);
      },
      close(name) {
        if (name === 'notes') depth -= 1;
        if (name === 'p') paragraphs -= 1;
      },
    });
  return found;
}
