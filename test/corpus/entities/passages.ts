/** Parses the labeled passages into text and labels. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENTITY_KINDS, type EntityKind } from '../../../src/shared/mentions.ts';

export interface Label {
  kind: EntityKind;
  text: string;
  start: number;
  end: number;
  /** Expected normal form, or null when the label states none. */
  normal: string | null;
}
export interface Passage {
  text: string;
  labels: Label[];
}

const MARK = /\[\[([a-z_]+):([^|\]]+)(?:\|([^\]]+))?\]\]/g;

/**
 * Returns a set of passages. The rules were developed with `passages`. They were developed without `held-out`, but its
 * misses have been seen since. `fresh` was written before the latest rules and evaluated once, after them. `documents`
 * holds whole documents, laid out as they are filed and sent.
 */
export function readPassages(set: 'passages' | 'held-out' | 'fresh' | 'documents'): Passage[] {
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
    const [whole, kind = '', labeled = '', normal] = match;
    if (!ENTITY_KINDS.includes(kind as EntityKind)) throw new Error(`unknown kind ${kind}`);
    text += block.slice(at, match.index);
    labels.push({
      kind: kind as EntityKind,
      text: labeled,
      start: text.length,
      end: text.length + labeled.length,
      normal: normal ?? null,
    });
    text += labeled;
    at = match.index + whole.length;
  }
  return { text: text + block.slice(at), labels };
}
