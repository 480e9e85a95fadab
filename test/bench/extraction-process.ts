/**
 * A process of its own that finds entities in long texts, as `extraction.bench.ts` builds it: the test runner's own way of loading
 * modules makes the same code take nearly twice as long. Prints a row of JSON for each measurement.
 * `node extraction-process.js PASSAGES redwell|compromise CHARACTERS TIMES`
 */
import { readFileSync } from 'node:fs';
import nlp from 'compromise/three';
import { extractEntities } from '../../src/core/pipeline/entities/extract.ts';

const [, , passages = '', what = '', characters = '', times = '1'] = process.argv;

// cspell:ignore aeiou lnrst
/** Returns passages in changing order, each copy with names and numbers of its own. */
function textOf(length: number): string {
  const all = JSON.parse(readFileSync(passages, 'utf8')) as string[];
  const parts: string[] = [];
  let total = 0;
  for (let i = 0; total < length; i += 1) {
    const passage = all[(i * 7919) % all.length] ?? '';
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

function withCompromise(text: string): void {
  const doc = nlp(text);
  for (const names of [doc.people(), doc.organizations(), doc.places()]) names.out('array');
}

const text = textOf(Number(characters));
for (let i = 0; i < Number(times); i += 1) {
  const before = process.cpuUsage();
  if (what === 'compromise') withCompromise(text);
  else extractEntities({ text, pages: [] });
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${(user + system) / 1e6}\n`);
}
