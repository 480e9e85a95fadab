/** Returns the accessibility violations that axe finds, one line each. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * @param within a selector; without it the whole page is looked at
 * @param rules the only ones that are asked; without it all are
 */
export async function violationsOf(
  page: Page,
  { within, rules }: { within?: string; rules?: string[] } = {},
): Promise<string[]> {
  await settled(page);
  // Skips frames, which the page does not have, and passed rules, which nobody reads. Both are slow.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  if (within !== undefined) axe.include(within);
  if (rules !== undefined) axe.withRules(rules);
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary?.slice(0, 300)} x${nodes.length}`,
  );
}

/** Waits until a new theme is drawn and its colors have stopped changing: in between, no contrast is the final one. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    // Those without an end, such as a loader, change no color.
    const ending = document
      .getAnimations()
      .filter(
        ({ effect, playState }) =>
          playState === 'running' && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY,
      );
    // An animation that is taken away while it runs is rejected, and is over as well.
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
