/** The labeled passages, taken apart into text and spans. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENTITY_KINDS, type EntityKind } from '../../../src/shared/documents.ts';

export interface Label {
  kind: EntityKind;
  text: string;
  start: number;
  end: number;
  /** Expected normal form, where the label states one. */
  normal: string | null;
}
export interface Passage {
  text: string;
  labels: Label[];
}

const MARK = /\[\[([a-z_]+):([^|\]]+)(?:\|([^\]]+))?\]\]/g;

/**
 * `passages`: the rules were made with these at hand. `held-out`: they were not, but what was missed there has
 * been seen since. `fresh`: written before the latest rules and looked at once, after them.
 */
export function readPassages(set: 'passages' | 'held-out' | 'fresh'): Passage[] {
  const file = readFileSync(join(import.meta.dirname, `${set}.txt`), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
  return file.split(/^---$/m).map((block) => parse(block.trim()));
}

function parse(block: string): Passage {
  let text = '';
  let at = 0;
  const labels: Label[] = [];
  for (const match of block.matchAll(MARK)) {
    const [whole, kind = '', said = '', normal] = match;
    if (!ENTITY_KINDS.includes(kind as EntityKind)) throw new Error(`unknown kind ${kind}`);
    text += block.slice(at, match.index);
    labels.push({
      kind: kind as EntityKind,
      text: said,
      start: text.length,
      end: text.length + said.length,
      normal: normal ?? null,
    });
    text += said;
    at = match.index + whole.length;
  }
  return { text: text + block.slice(at), labels };
}
