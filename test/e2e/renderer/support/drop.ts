/** Drops real files and folders on the page, as a file manager does. */
import type { Page } from '@playwright/test';

/** @param paths absolute paths on this computer */
export async function dropOnPage(page: Page, paths: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const size = page.viewportSize() ?? { width: 800, height: 600 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {
      type,
      x: Math.floor(size.width / 2),
      y: Math.floor(size.height / 2),
      data: { items: [], files: paths, dragOperationsMask: 1 },
    });
  await session.detach();
}
