/** Renders a presentation slide by slide: titles, bullets, tables, pictures, notes and comments. */
import type { ViewSource } from '../../../documents/types.ts';
import { besideSlide, openPresentation, slideSettings } from '../office/pptx.ts';
import { relatedParts } from '../office/related.ts';
import { readXml } from '../office/xml.ts';
import type { RenderWriter } from './render-writer.ts';
import { SlidePart } from './slide-part.ts';

const MAX_BYTES = 256 * 1024 * 1024;
const PICTURE = /^ppt\/media\/.*\.(?:png|jpe?g|gif|webp|tiff?)$/i;

/** @throws DocumentError encrypted, corrupt, oversize */
export async function writeSlides(writer: RenderWriter, source: ViewSource): Promise<void> {
  const presentation = await openPresentation(source, MAX_BYTES, (name) => PICTURE.test(name));
  const { parts, slides } = presentation;
  /** Masters and layouts whose text is on a slide already. */
  const shown = new Set<string>();
  slides.forEach((path, index) => {
    const bytes = parts.get(path);
    openSlide(writer, index + 1, slideSettings(bytes).isHidden);
    if (bytes === undefined) writer.element('p', '[This slide is missing from the file.]');
    else {
      const targets = new Map(relatedParts(parts, path).map(({ id, target }) => [id, target]));
      const part = new SlidePart(writer, (id) => parts.get(targets.get(id) ?? '') ?? null);
      readXml(bytes, part);
      part.end();
    }
    const beside = besideSlide(presentation, path, shown);
    for (const line of [...beside.attached, ...beside.master]) writer.element('p', line);
    writeNotes(writer, beside.notes.flat());
    for (const line of beside.comments) writer.element('small', line);
    writer.close('section');
  });
  noteSlides(writer);
}

/** Begins a slide. @param number 1 is the first */
export function openSlide(writer: RenderWriter, number: number, isHidden: boolean): void {
  if (number > 1) writer.single('hr');
  writer.open('section');
  writer.element('small', `Slide ${number}`);
  if (isHidden) writer.element('p', '[Hidden slide]');
}

/** Writes what the speaker's notes of a slide say. */
function writeNotes(writer: RenderWriter, lines: readonly string[]): void {
  if (lines.length === 0) return;
  writer.open('blockquote');
  writer.element('strong', 'Notes');
  for (const line of lines) writer.element('p', line);
  writer.close('blockquote');
}

/** Says what a rendering of slides never has. */
export function noteSlides(writer: RenderWriter): void {
  writer.note('fonts, colors, backgrounds and positions');
  writer.note('animations');
}
