/** Reads the text of drawings (DrawingML): slides, text boxes, shapes, tables and diagrams. */
import { readXml } from './xml.ts';

/**
 * Returns one line per paragraph, with tabs between the cells of a table. Slide numbers are left out, and so are the
 * copies of newer content that files keep for older programs.
 * @param skips says of a placeholder's type, e.g. `ftr`, whether its shape is left out
 */
export function drawingLines(bytes: Buffer | undefined, skips?: (placeholder: string) => boolean): string[] {
  if (bytes === undefined) return [];
  const reader = new DrawingReader(skips ?? (() => false));
  readXml(bytes, reader);
  return reader.lines;
}

class DrawingReader {
  readonly lines: string[] = [];
  readonly #skips: (placeholder: string) => boolean;
  #line = '';
  #inText = false;
  #inCell = false;
  #inNumber = false;
  /** The number of lines before the open shape. */
  #before = 0;
  #skipped = false;
  /** Depth inside copies for older programs. */
  #copies = 0;

  constructor(skips: (placeholder: string) => boolean) {
    this.#skips = skips;
  }

  open(name: string, { type = '' }: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'sp':
        this.#before = this.lines.length;
        this.#skipped = false;
        break;
      case 'ph':
        this.#skipped = this.#skips(type === '' ? 'obj' : type);
        break;
      case 'tc':
        this.#inCell = true;
        break;
      case 'fld':
        this.#inNumber = type === 'slidenum';
        break;
      case 'br':
        this.#line += ' ';
        break;
      case 'Fallback':
        this.#copies += 1;
    }
    this.#inText = (name === 't' && !this.#inNumber) || name === 'text';
  }

  text(text: string): void {
    if (this.#inText && this.#copies === 0) this.#line += text;
  }

  close(name: string): void {
    this.#inText = false;
    switch (name) {
      case 'fld':
        this.#inNumber = false;
        break;
      case 'Fallback':
        this.#copies -= 1;
        break;
      case 'tc':
        this.#line = `${this.#line.trimEnd()}\t`;
        this.#inCell = false;
        break;
      case 'p':
        if (this.#inCell) this.#line += ' ';
        else this.#add(this.#line.trim());
        break;
      case 'tr':
        this.#add(this.#line.trimEnd());
        break;
      case 'text':
        this.#add(this.#line.trim());
        break;
      case 'sp':
        if (this.#skipped) this.lines.length = this.#before;
    }
  }

  #add(line: string): void {
    if (line !== '') this.lines.push(line);
    this.#line = '';
  }
}
