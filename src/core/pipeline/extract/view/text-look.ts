/** Renders plain text, and the text of formats whose structure is not read. */
import type { RenderWriter } from './render-writer.ts';

/** Writes text with its own lines and blanks, long lines wrapped. */
export function writePlain(writer: RenderWriter, text: string): void {
  writer.element('pre', text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
}

/** Writes lines as paragraphs; tabs stay, so that what was aligned with them still is. */
export function writeParagraphs(writer: RenderWriter, text: string): void {
  for (const line of text.split('\n')) if (line.trim() !== '') writer.element('p', line);
}
