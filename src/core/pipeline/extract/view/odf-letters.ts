/** Finds which styles of OpenDocument make letters bold, italic, underlined or struck through. */
import type { RenderingTag } from '../../../../shared/rendering.ts';
import { readXml } from '../office/xml.ts';

/** Returns the elements of each style, by its name. */
export function lettersOf(parts: readonly (Buffer | undefined)[]): Map<string, RenderingTag[]> {
  const found = new Map<string, RenderingTag[]>();
  let style = '';
  for (const part of parts)
    if (part !== undefined)
      readXml(part, {
        open(name, attributes) {
          if (name === 'style') style = attributes.name ?? '';
          if (name !== 'text-properties' || style === '') return;
          const tags: RenderingTag[] = [];
          if (attributes['font-weight'] === 'bold') tags.push('strong');
          if (attributes['font-style'] === 'italic') tags.push('em');
          if ((attributes['text-underline-style'] ?? 'none') !== 'none') tags.push('u');
          if ((attributes['text-line-through-style'] ?? 'none') !== 'none') tags.push('s');
          if (tags.length > 0) found.set(style, tags);
        },
        close(name) {
          if (name === 'style') style = '';
        },
      });
  return found;
}
