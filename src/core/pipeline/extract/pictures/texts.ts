/** Reads the words of the pictures inside a document, each picture once, and records what was not read. */
import { createHash } from 'node:crypto';
import { DocumentError, machineFault } from '../../../documents/errors.ts';
import type { StageWarning } from '../../../documents/types.ts';
import type { PictureLoss, PictureReader } from '../types.ts';
import { type Metafile, readMetafile } from './metafile.ts';

/** A smaller picture, in pixels of its longer and shorter side, is an icon or a line, without words. */
const MIN_LONG_SIDE = 200;
const MIN_SHORT_SIDE = 60;
/** More pictures of one document, and more pages of one picture, are not read. */
const MAX_PICTURES = 50;
const MAX_PAGES = 20;
/** Share of the time left that pictures may take; the rest is for the text. */
const TIME_SHARE = 0.8;
/** Mean confidence from which the words count, and from which they count with a warning. */
const SURE = 60;
const DOUBTFUL = 40;
/** A doubtful reading with fewer words is the pattern of a photograph. */
const ENOUGH_WORDS = 5;
/** An unsure reading with as many words is a page that could not be read. */
const MANY_WORDS = 12;
/** Something that is more than specks. */
const A_WORD = /[\p{L}\p{N}]{3}/u;
/** Pictures named in one warning. */
const MAX_NAMES = 10;

/** What each loss says of one picture and of several. */
const LOSSES: Readonly<Record<PictureLoss, readonly [one: string, several: string]>> = {
  format: ['is in a format that Redwell does not read', 'are in a format that Redwell does not read'],
  limit: ['is beyond the number that Redwell reads', 'are beyond the number that Redwell reads'],
  time: ['could not be read in the time allowed', 'could not be read in the time allowed'],
  damage: ['is damaged', 'are damaged'],
  unclear: ['has words that are too unclear to read', 'have words that are too unclear to read'],
  linked: ['is not in the file, only a link to it', 'are not in the file, only links to them'],
  large: ['is too large to read', 'are too large to read'],
};

export class PictureTexts implements PictureReader {
  readonly #deadline: number;
  readonly #read = new Map<string, string>();
  readonly #lost = new Map<PictureLoss, string[]>();
  readonly #doubtful: string[] = [];
  readonly #missing: string[] = [];
  #count = 0;
  #engine: string | null = null;

  /** @param deadline `performance.now()` time by which the whole document must be read */
  constructor(deadline: number) {
    const now = performance.now();
    this.#deadline = now + (deadline - now) * TIME_SHARE;
  }

  async read(name: string, bytes: Buffer): Promise<string> {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const known = this.#read.get(hash);
    if (known !== undefined) return known;
    let text = '';
    try {
      text = await this.#words(name, bytes);
    } catch (error) {
      const machine = machineFault(error);
      if (machine !== null) throw machine;
      this.lose(lossOf(error), name);
    }
    this.#read.set(hash, text);
    return text;
  }

  lose(loss: PictureLoss, name: string): void {
    const names = this.#lost.get(loss) ?? [];
    if (!names.includes(name)) this.#lost.set(loss, [...names, name]);
  }

  missing(name: string): void {
    if (!this.#missing.includes(name)) this.#missing.push(name);
  }

  /** Returns the engine that read at least one picture, or null. */
  get engine(): string | null {
    return this.#engine;
  }

  warnings(): StageWarning[] {
    const warnings: StageWarning[] = [...this.#lost].map(([loss, names]) => ({
      code: 'picture_not_read',
      detail: sentence(names, LOSSES[loss]),
    }));
    if (this.#missing.length > 0)
      warnings.push({
        code: 'attachment_missing',
        detail: `The document shows files that are not in it: ${listOf(this.#missing)}`,
      });
    if (this.#doubtful.length > 0)
      warnings.push({
        code: 'low_confidence',
        detail: sentence(this.#doubtful, ['is hard to read', 'are hard to read']),
      });
    return warnings;
  }

  async #words(name: string, bytes: Buffer): Promise<string> {
    const metafile = readMetafile(bytes);
    if (metafile !== null) return this.#drawn(name, metafile);
    // Most documents have no picture, and need no graphics library.
    const [{ inspectImage, readPicturePage }, { ocrEngine }] = await Promise.all([
      import('../readers/image.ts'),
      import('../ocr/engine.ts'),
    ]);
    const picture = await inspectImage(bytes);
    const { pages } = picture;
    if (isTiny(picture)) return '';
    this.#count += 1;
    if (this.#count > MAX_PICTURES) {
      this.lose('limit', name);
      return '';
    }
    const texts: string[] = [];
    for (let page = 1; page <= Math.min(pages, MAX_PAGES); page += 1) {
      if (performance.now() >= this.#deadline) {
        this.lose('time', name);
        break;
      }
      const read = await readPicturePage(bytes, picture, page, this.#deadline);
      this.#engine = (await ocrEngine()).name;
      if (read.damaged !== null) this.lose('damage', name);
      texts.push(this.#judged(name, read));
    }
    if (pages > MAX_PAGES) this.lose('limit', name);
    return [...new Set(texts)].filter((text) => text !== '').join('\n\n');
  }

  /** Returns the words of a metafile: those that it draws, and those in its bitmaps. */
  async #drawn(name: string, { text, bitmaps, size }: Metafile): Promise<string> {
    const words = [text ?? ''];
    for (const bitmap of bitmaps) words.push(await this.read(name, bitmap));
    const unknown = text === null || (text === '' && bitmaps.length === 0);
    if (unknown && (size === null || !isTiny(size))) this.lose('format', name);
    return words.filter((part) => part !== '').join('\n');
  }

  /** Returns the text of a reading that is believable, and records one that is doubtful. */
  #judged(name: string, read: { text: string; words: number; confidence: number | null }): string {
    const confidence = read.confidence ?? 0;
    if (confidence >= SURE) return A_WORD.test(read.text) ? read.text : '';
    if (confidence >= DOUBTFUL && read.words >= ENOUGH_WORDS) {
      this.#doubtful.push(name);
      return read.text;
    }
    if (read.words >= MANY_WORDS) this.lose('unclear', name);
    return '';
  }
}

function lossOf(error: unknown): PictureLoss {
  const code = error instanceof DocumentError ? error.code : 'corrupt';
  if (code === 'ocr_timeout') return 'time';
  if (code === 'oversize') return 'large';
  return code === 'unsupported' ? 'format' : 'damage';
}

const isTiny = ({ width, height }: { width: number; height: number }): boolean =>
  Math.max(width, height) < MIN_LONG_SIDE || Math.min(width, height) < MIN_SHORT_SIDE;

function listOf(names: readonly string[]): string {
  const listed = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${listed} and ${names.length - MAX_NAMES} more` : listed;
}

const sentence = (names: readonly string[], [one, several]: readonly [string, string]): string =>
  names.length === 1
    ? `The picture ${listOf(names)} ${one}`
    : `${names.length} pictures ${several}: ${listOf(names)}`;
