import { expect, it } from 'vitest';
import { type PageNote, readPages } from '../../../src/core/pipeline/extract/pages.ts';
import type { Source } from '../../../src/core/pipeline/extract/types.ts';

const source = (forMs: number): Source => ({
  location: '',
  type: 'pdf',
  bytes: 1,
  limits: { timeoutMs: 60_000, maxPages: 10, maxCharacters: 1000, maxBytes: 1000 },
  passwords: [],
  deadline: performance.now() + forMs,
});
const NOTE: PageNote = { code: 'picture_not_read', detail: 'No time was left' };
const text = (page: number) => ({ page, text: `Page ${page}`, source: 'text' as const, confidence: null });

it('keeps the text of a page whose second look has no time left, and says so', async () => {
  const { deadline, ...rest } = source(20);
  const { pages, warnings } = await readPages(2, { ...rest, deadline }, async (page) => {
    if (page === 1) return { meanwhile: 'Page 1', unread: NOTE, read: async () => text(1) };
    while (performance.now() < deadline);
    return text(2);
  });
  expect(pages.map((page) => page.text)).toEqual(['Page 1', 'Page 2']);
  expect(warnings).toEqual([{ ...NOTE, pages: [1] }]);
});

it('reads the pages without any text before the ones that may have more', async () => {
  const order: number[] = [];
  const slow = (page: number, unread?: PageNote) => ({
    meanwhile: '',
    ...(unread === undefined ? {} : { unread }),
    read: async () => {
      order.push(page);
      return { ...text(page), notes: [NOTE] };
    },
  });
  const { warnings } = await readPages(3, source(60_000), async (page) =>
    slow(page, page < 3 ? NOTE : undefined),
  );
  expect(order).toEqual([3, 1, 2]);
  expect(warnings).toEqual([{ ...NOTE, pages: [1, 2, 3] }]);
});
