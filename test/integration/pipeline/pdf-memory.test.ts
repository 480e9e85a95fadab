import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { withPdf } from '../../../src/core/pipeline/extract/pdf/document.ts';
import { heapBytes } from '../../../src/core/pipeline/extract/pdf/module.ts';
import { sized } from '../../support/scale.ts';
import { LETTER, put, textPdf } from './fixtures.ts';

vi.setConfig({ testTimeout: 180_000 });

const PAGES = 250;
const TIMES = sized(8, 4);

it(`reads and renders ${PAGES * TIMES} pages without growing the heap`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-memory-'));
  const path = await put(folder, 'long.pdf', await textPdf(Array.from({ length: PAGES }, () => LETTER)));
  // Other files may have run in this process before.
  const before = await heapBytes();
  const heap: number[] = [];
  for (let i = 0; i < TIMES; i += 1) {
    await withPdf(path, [], async (document) => {
      for (let number = 1; number <= document.pages; number += 1)
        await document.withPage(number, (page) => {
          expect(page.layer().text).toContain('Halvorsen');
          if (number % 25 === 0) page.render(100);
        });
    });
    heap.push(await heapBytes());
  }
  await rm(folder, { recursive: true });
  console.log(
    `PDFium's heap after each ${PAGES} pages, MB: ${heap.map((b) => Math.round(b / 1048576)).join(' ')}`,
  );
  expect(heap.at(-1)).toBe(heap[1]);
  expect(heap.at(-1)).toBeLessThan(Math.max(before + 1, 64 * 1024 * 1024));
});
