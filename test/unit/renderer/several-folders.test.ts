/** What becomes a drop of its own when several things are dropped together, and what the choice of batches says. */
import { describe, expect, it } from 'vitest';
import { severalChoice } from '../../../src/renderer/text/intake.ts';
import { groupsOf } from '../../../src/renderer/upload/begin.ts';
import type { Dropped } from '../../../src/renderer/upload/dropped.ts';
import type { Drop } from '../../../src/shared/intake.ts';

const dropped = (names: readonly string[], files = names): Dropped => ({
  files: files.map((name) => ({ name }) as File),
  entries: names.map((name) => ({ name, isDirectory: name.endsWith('/') }) as FileSystemEntry),
});
const groups = (of: Dropped): string[][] =>
  groupsOf(of).map(({ entries }) => entries.map(({ name }) => name));

describe('several things that are dropped together', () => {
  it('become a drop for each folder, and one for all single files', () => {
    expect(groups(dropped(['a/', 'x.pdf', 'b/', 'y.pdf']))).toEqual([['a/'], ['b/'], ['x.pdf', 'y.pdf']]);
    const [, , single] = groupsOf(dropped(['a/', 'x.pdf', 'b/', 'y.pdf']));
    expect(single?.files.map(({ name }) => name)).toEqual(['x.pdf', 'y.pdf']);
  });

  it('stay one drop where there is no folder to tell apart', () => {
    expect(groups(dropped(['x.pdf', 'y.pdf']))).toEqual([['x.pdf', 'y.pdf']]);
    expect(groups(dropped(['a/']))).toEqual([['a/']]);
    expect(groups(dropped([], ['x.pdf']))).toEqual([[]]);
  });

  it('stay one drop where a file cannot be told from a folder, so that nothing is lost', () => {
    const odd = dropped(['a/', 'b/'], ['a/', 'b/', 'c']);
    expect(groupsOf(odd)).toEqual([odd]);
  });
});

it('counts what each batch would have, without what is left out', () => {
  const drop = (files: number, excluded: number) =>
    ({ inventory: { files, members: 1, excluded } }) as unknown as Drop;
  const drops = [drop(400, 1), drop(300, 0), drop(503, 0)];
  expect(severalChoice(drops, false)).toBe('3 batches, one for each (400 + 301 + 504)');
  expect(severalChoice(drops, true)).toBe('One batch of 1,205 documents');
  expect(
    severalChoice(
      Array.from({ length: 9 }, () => drop(1, 0)),
      false,
    ),
  ).toBe('9 batches, one for each');
});
