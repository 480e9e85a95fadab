import { expect, it } from 'vitest';
import { counted, dateTime, duration, percent, size } from '../../../src/cli/format.ts';

it('prints dates the American way, with a plain space before AM and PM', () => {
  expect(dateTime(new Date(2026, 10, 28, 16, 11).getTime())).toBe('Nov 28, 2026, 4:11 PM');
});

it('rounds percentages down, so that only a finished batch shows 100%', () => {
  expect([0, 99.97, 100].map(percent)).toEqual(['0%', '99%', '100%']);
});

it.each([
  [null, '–'],
  [41, '41 ms'],
  [8240, '8.2 s'],
  [249_000, '4 min 9 s'],
  [11_100_000, '3 h 5 min'],
])('prints a duration of %s ms as %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it('prints counts and sizes with their units', () => {
  expect(counted(1, 'batch', 'batches')).toBe('1 batch');
  expect(counted(2000, 'exception')).toBe('2,000 exceptions');
  expect([0, 999, 12_300_000].map(size)).toEqual(['0 bytes', '999 bytes', '12.3 MB']);
});
