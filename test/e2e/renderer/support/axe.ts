/** What axe finds wrong with a page, a line each. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** @param within a selector; without it the whole page is looked at */
export async function violationsOf(page: Page, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (within === undefined ? axe : axe.include(within)).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary?.slice(0, 300)} x${nodes.length}`,
  );
}
