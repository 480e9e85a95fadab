import { expect, it } from 'vitest';
import { runSelectedNotice } from '../../../src/renderer/text/notices.ts';

it('says which of the selected documents had started or ended', () => {
  expect(runSelectedNotice('high', { changed: 3, started: 0, selected: 3 })).toEqual({
    title: '3 documents at high priority',
  });
  expect(runSelectedNotice(null, { changed: 2, started: 1, selected: 5 })).toEqual({
    title: 'Excluded 2 documents',
    message: '1 had started: what is running ends first. 3 had ended and stay as they are.',
  });
});
