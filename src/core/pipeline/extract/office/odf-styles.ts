/** Reads what OpenDocument styles say about the text: list numbers, and hidden sheets, rows and slides. */
import { readXml } from './xml.ts';

export interface ListLevel {
  /** The kind of number, e.g. `1`, `a` or `I`; '' for bullets and for no number. */
  format: string;
  prefix: string;
  suffix: string;
  start: number;
  /** How many levels the number shows. */
  levels: number;
}

export interface OdfStyles {
  /** Levels of each list style by name, the first level at index 1. Headings have the name ''. */
  lists: Map<string, ListLevel[]>;
  /** Styles of sheets and slides that are not shown. */
  hidden: Set<string>;
}

const LEVELS = /^(?:list-level-style-(?:number|bullet|image)|outline-level-style)$/;
const MAX_LEVEL = 10;

/** Returns the styles of all parts together; the styles of later parts win. */
export function readStyles(parts: readonly (Buffer | undefined)[]): OdfStyles {
  const styles: OdfStyles = { lists: new Map(), hidden: new Set() };
  for (const part of parts) if (part !== undefined) addStyles(part, styles);
  return styles;
}

function addStyles(part: Buffer, styles: OdfStyles): void {
  let levels: ListLevel[] = [];
  let name = '';
  readXml(part, {
    open(element, attributes) {
      if (element === 'list-style' || element === 'outline-style') {
        levels = [];
        styles.lists.set(element === 'outline-style' ? '' : (attributes.name ?? ''), levels);
      }
      if (LEVELS.test(element)) {
        const level = Number(attributes.level);
        if (level >= 1 && level <= MAX_LEVEL) levels[level] = listLevel(attributes);
      }
      if (element === 'style') name = attributes.name ?? '';
      if (element === 'table-properties' && attributes.display === 'false') styles.hidden.add(name);
      if (element === 'drawing-page-properties' && attributes.visibility === 'hidden')
        styles.hidden.add(name);
    },
  });
}

const listLevel = (attributes: Readonly<Record<string, string>>): ListLevel => ({
  format: attributes['num-format'] ?? '',
  prefix: attributes['num-prefix'] ?? '',
  suffix: attributes['num-suffix'] ?? '',
  start: Number(attributes['start-value'] ?? 1) || 1,
  levels: Number(attributes['display-levels'] ?? 1) || 1,
});
