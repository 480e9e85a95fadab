/** The text of a page as a person reads it: the text layer with the form fields in their places, and the comments. */
import type { StageWarning } from '../../../documents/types.ts';
import { arrange, mayNeedOrder } from './arrange.ts';
import { asLine, type Field, SIGNED } from './fields.ts';
import type { Layer, PdfPage } from './page.ts';
import { placeFields } from './place-fields.ts';

export interface ReadingText {
  text: string;
  /** Lines that have no place in the text: comments, and fields without a label. */
  added: string[];
  /** The comments and all fields, for a page whose text layer is not used. */
  lines: string[];
}

/** Pages of which something was not read, or not in a sure order. */
export class PageNotes {
  readonly media: number[] = [];
  readonly uncertain: number[] = [];

  warnings(): StageWarning[] {
    const warnings: StageWarning[] = [
      {
        code: 'part_not_read',
        detail: 'Sound, film or 3D models on the pages were not read',
        pages: this.media,
      },
      {
        code: 'order_uncertain',
        detail: 'Text stands side by side on the pages, and which part comes first is uncertain',
        pages: this.uncertain,
      },
    ];
    return warnings.filter(({ pages = [] }) => pages.length > 0);
  }
}

/** @param layer the text layer of the page, as `page.layer()` returns it */
export function readingText(
  page: PdfPage,
  number: number,
  { text: layer, apart }: Pick<Layer, 'text' | 'apart'>,
  notes: PageNotes,
): ReadingText {
  if (page.hasMedia()) notes.media.push(number);
  const { fields, comments } = shownOn(page);
  const lines = [...fields.map(asLine), ...comments];
  const look = apart || mayNeedOrder(layer);
  const chars = fields.length === 0 && !look ? null : page.chars();
  if (chars === null) return { text: layer, added: lines, lines };
  const placed = placeFields(chars, fields);
  const { text, uncertain } = look
    ? arrange(placed.chars)
    : { text: placed.chars.map((c) => c.text).join(''), uncertain: false };
  if (uncertain) notes.uncertain.push(number);
  return { text, added: [...placed.rest, ...comments], lines };
}

/** Returns the fields in the form in which the page shows them, and the comments with the words of stamps. */
function shownOn(page: PdfPage): { fields: Field[]; comments: string[] } {
  const comments = page.comments();
  const fields = page.fields();
  const painted = fields.filter((field) => field.painted === true);
  const boxes = page.paintedBoxes();
  if (boxes.length + painted.length === 0) return { fields, comments };
  const shown = page.shownIn([...painted.map(({ box }) => box), ...boxes]);
  const known = comments.map(squeezed);
  const stamps = shown
    .slice(painted.length)
    .filter((words) => words !== '' && !known.some((comment) => comment.includes(squeezed(words))));
  return {
    fields: fields
      .map((field) => withShown(field, shown[painted.indexOf(field)] ?? ''))
      .filter(({ words }) => words !== ''),
    comments: [...comments, ...stamps],
  };
}

const squeezed = (text: string): string => text.replace(/\s+/g, '').toLowerCase();

function withShown(field: Field, shown: string): Field {
  if (shown === '') return field;
  return { ...field, words: field.words === SIGNED ? `${SIGNED} ${shown}` : shown };
}

/** Returns the text followed by the lines that it does not hold already. */
export function withAdded(text: string, added: readonly string[]): string {
  const missing = added.filter((words) => !holds(text, words));
  return missing.length === 0 ? text : [text, ...missing].filter((t) => t !== '').join('\n');
}

const isLetter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

function holds(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    if (!isLetter(text[at - 1]) && !isLetter(text[at + words.length])) return true;
  return false;
}
