/** Measures how fast entities are found in long texts, the first time in a process and again, beside compromise alone. */
import nlp from 'compromise/three';
import { it } from 'vitest';
import { extractEntities } from '../../src/core/pipeline/entities/extract.ts';
import { readPassages } from '../corpus/entities/passages.ts';
import { printTable, type Row, round } from './table.ts';

const SIZES = (process.env.BENCH_CHARACTERS ?? '100000,1000000,5000000').split(',').map(Number);
/** compromise takes minutes on longer texts. */
const MOST_FOR_COMPROMISE = 1_000_000;

// cspell:ignore aeiou lnrst
/** Returns passages in changing order, each copy with names and numbers of its own. */
function textOf(length: number): string {
  const passages = readPassages('passages').map((passage) => passage.text);
  const parts: string[] = [];
  let total = 0;
  for (let i = 0; total < length; i += 1) {
    const passage = passages[(i * 7919) % passages.length] ?? '';
    const part = passage
      .replace(/\d{3,}/g, (number) => String(Number(number) + (i % 89)).padStart(number.length, '0'))
      .replace(/\b([A-Z][a-z]{5,})\b/g, (word) =>
        i % 3 === 0 ? word : `${word}${'aeiou'[i % 5]}${'lnrst'[i % 4]}`,
      );
    parts.push(part);
    total += part.length + 2;
  }
  return parts.join('\n\n').slice(0, length);
}

function processorSeconds(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

it('measures how fast entities are found', () => {
  const rows: Row[] = [];
  const measured = (what: string, text: string, work: () => unknown): void => {
    const took = processorSeconds(work);
    rows.push({
      what,
      characters: text.length,
      'processor s': round(took),
      'characters/s': round(text.length / took, 0),
    });
  };
  for (const size of SIZES) {
    const text = textOf(size);
    for (const state of size === SIZES[0] ? ['first', 'again'] : ['again'])
      measured(`Redwell, ${state}, ${size} characters`, text, () => extractEntities({ text, pages: [] }));
    if (size > MOST_FOR_COMPROMISE) continue;
    measured(`compromise alone, ${size} characters: people, organizations, places`, text, () => {
      const doc = nlp(text);
      return [doc.people().out('array'), doc.organizations().out('array'), doc.places().out('array')];
    });
  }
  printTable('Entities of long texts', rows);
});
