import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { table } from '../../../src/cli/format.ts';
import { joined, Shown, shownJson, shownText, textOf } from '../../../src/cli/shown.ts';
import { sized } from '../../support/scale.ts';

const anything = fc.string({ unit: 'binary', maxLength: 60 });
/** Controls other than a line break. */
const CONTROLS = /(?!\n)\p{Cc}/u;

it('prints no control but a line break, whatever a value holds', () => {
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      for (const text of [
        `${a} (${b})`,
        shownText(`${a}\n${b}`),
        shownJson({ a, b }),
        table(['Name', 'path'], [[a, b]]),
        joined([a, shownJson(b)], '\n'),
      ])
        expect(textOf(text).replaceAll('\t', '')).not.toMatch(CONTROLS);
      expect(textOf(`${a} (${b})`)).not.toContain('\n');
      expect(table(['Name', 'path'], [[a, b]]).text.split('\n')).toHaveLength(2);
    }),
    { numRuns: sized(2000, 500) },
  );
});

it('takes nothing as safe that was made elsewhere', () => {
  const proof = Symbol('shown') as never;
  expect(() => new Shown('\u001b[2J', proof)).toThrow(TypeError);
});

it('has one way to the terminal', async () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'src', 'cli');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const writing = files.filter((name) =>
    /std(out|err)\.write|console\./.test(readFileSync(join(folder, name), 'utf8')),
  );
  expect(writing.sort()).toEqual(['output.ts']);
});
