/** Collects a rendering: well-formed, within its limits, and with a note of all that it leaves out. */
import type { Rendering, RenderingOpen, RenderingTag, RenderingToken } from '../../../../shared/rendering.ts';
import { shownPicture } from './render-picture.ts';

/** About a hundred pages. A browser lays them out in a second. */
export const MAX_CHARACTERS = 300_000;
const MAX_TOKENS = 200_000;
const MAX_DEPTH = 100;
const MAX_PICTURES = 100;
const MAX_TITLE = 1000;

/** Why something is left out, as the end of a sentence for one and for many. */
const LOSSES = {
  linked: ['a picture that the file only links to', 'pictures that the file only links to'],
  linkedFile: ['a file that is only linked to', 'files that are only linked to'],
  picture: ['a picture that cannot be shown', 'pictures that cannot be shown'],
  pictures: ['a picture beyond the first 100', 'pictures beyond the first 100'],
  script: ['a script', 'scripts'],
  frame: ['a page or object inside the page', 'pages or objects inside the page'],
  drawing: ['a drawing', 'drawings'],
  media: ['a sound or video', 'sounds or videos'],
  chart: ['a chart or diagram', 'charts or diagrams'],
  object: ['a file inside the document', 'files inside the document'],
  deep: ['text that is nested too deep', 'texts that are nested too deep'],
} as const;
export type Loss = keyof typeof LOSSES;

export class RenderWriter {
  readonly #tokens: (RenderingToken | (() => Promise<RenderingToken>))[] = [];
  readonly #open: RenderingTag[] = [];
  readonly #losses = new Map<Loss, number>();
  readonly #notes: string[] = [];
  #room = MAX_CHARACTERS;
  #pictures = 0;
  #cut = false;
  /** Open elements beyond the greatest depth or after the end of the rendering, which are not in it. */
  #beyond = 0;

  /** Whether nothing more is taken. */
  get isFull(): boolean {
    return this.#cut;
  }

  text(text: string): void {
    if (text === '' || this.#cut) return;
    const taken = text.length > this.#room ? text.slice(0, this.#room) : text;
    if (taken.length < text.length) this.#cut = true;
    this.#room -= taken.length;
    const last = this.#tokens.length - 1;
    const before = this.#tokens[last];
    if (typeof before === 'string') this.#tokens[last] = before + taken;
    else if (taken !== '') this.#add(taken);
  }

  open(tag: RenderingTag, attributes: Omit<RenderingOpen, 'open'> = {}): void {
    if (this.#beyond > 0 || this.#cut || this.#open.length >= MAX_DEPTH) {
      if (this.#beyond === 0 && !this.#cut) this.lose('deep');
      this.#beyond += 1;
      return;
    }
    this.#open.push(tag);
    const { title, ...others } = attributes;
    const shortTitle = title?.slice(0, MAX_TITLE);
    this.#add({ open: tag, ...others, ...(shortTitle ? { title: shortTitle } : {}) });
  }

  /** Closes the innermost element of this name, and what is open in it. Without one nothing happens. */
  close(tag: RenderingTag): void {
    if (this.#beyond > 0) {
      this.#beyond -= 1;
      return;
    }
    const at = this.#open.lastIndexOf(tag);
    if (at < 0) return;
    for (const inner of this.#open.splice(at).reverse()) this.#add({ close: inner });
  }

  single(single: 'br' | 'hr'): void {
    this.#add({ single });
  }

  /** Writes an element with a text. */
  element(tag: RenderingTag, text: string, attributes?: Omit<RenderingOpen, 'open'>): void {
    this.open(tag, attributes);
    this.text(text);
    this.close(tag);
  }

  /** Draws a picture of the file again. One that cannot be drawn leaves its alternative text, and is counted. */
  image(bytes: Buffer, alt: string): void {
    if (this.#cut) return;
    this.#pictures += 1;
    if (this.#pictures > MAX_PICTURES) {
      this.lose('pictures', alt);
      return;
    }
    // Drawn at the end, one after the other: each takes the memory of its pixels.
    this.#tokens.push(async () => {
      const shown = await shownPicture(bytes, alt.slice(0, MAX_TITLE));
      if (shown === null) this.#count('picture');
      return shown ?? `[${alt.trim() || 'Picture'}]`;
    });
  }

  /** Takes a page or drawing that was drawn in the sandbox. @param webp in base64 @param width pixels */
  drawn(webp: string, width: number, alt: string): void {
    this.#add({ image: webp, alt: alt.slice(0, MAX_TITLE), width });
  }

  /** Notes that a part of the file is left out, and names the place where it stands. */
  lose(loss: Loss, alt = ''): void {
    this.#count(loss);
    if (alt.trim() !== '') this.text(`[${alt.trim()}]`);
  }

  /** @param note a part of a sentence, such as `fonts and colors` */
  note(note: string): void {
    if (!this.#notes.includes(note)) this.#notes.push(note);
  }

  async done(): Promise<Rendering> {
    for (const inner of this.#open.splice(0).reverse()) this.#tokens.push({ close: inner });
    const tokens: RenderingToken[] = [];
    for (const token of this.#tokens) tokens.push(typeof token === 'function' ? await token() : token);
    const counted = [...this.#losses].map(([loss, count]) => {
      const [one, many] = LOSSES[loss];
      return count === 1 ? one : `${count.toLocaleString('en-US')} ${many}`;
    });
    return { tokens, omitted: [...this.#notes, ...counted], cut: this.#cut };
  }

  #add(token: RenderingToken): void {
    if (this.#tokens.length >= MAX_TOKENS) this.#cut = true;
    const isClose = typeof token === 'object' && 'close' in token;
    if (!this.#cut || isClose) this.#tokens.push(token);
  }

  #count(loss: Loss): void {
    this.#losses.set(loss, (this.#losses.get(loss) ?? 0) + 1);
  }
}
