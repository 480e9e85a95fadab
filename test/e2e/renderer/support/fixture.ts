/** Serves the built page with a host in memory. Each test has its own host. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { BridgeHost } from '../../../doubles/bridge-host.ts';
import type { Scenario } from './health.ts';
import { type ServedPage, servePage } from './serve.ts';

/** The global setup keeps this build current. */
const PAGE = join(import.meta.dirname, '..', '..', '..', '..', 'out', 'renderer');

export interface Console {
  readonly host: BridgeHost;
  readonly served: ServedPage;
  /** Opens the page at a path such as `/batch/b-main`. */
  open(path?: string): Promise<Page>;
}

interface Fixtures {
  scenario: Scenario;
  desk: Console;
  folder: string;
}

export const test = base.extend<Fixtures>({
  scenario: ['busy', { option: true }],
  // Animations make the tests wait, and without a graphics card the processor draws every frame.
  contextOptions: async ({ contextOptions }, use) => use({ ...contextOptions, reducedMotion: 'reduce' }),
  desk: async ({ scenario, page }, use) => {
    const host = new BridgeHost(scenario);
    const served = await servePage(PAGE, host);
    const violations: string[] = [];
    page.on('pageerror', (error) => violations.push(String(error)));
    page.on('console', (message) => {
      // Chromium reports a violation of the content security policy on the console only.
      if (/Content Security Policy|React|Error:/.test(message.text())) violations.push(message.text());
    });
    await use({
      host,
      served,
      async open(path = '/') {
        await page.goto(`${served.url}#${path}`);
        return page;
      },
    });
    await page.close();
    await served.close();
    base.expect(violations, 'errors and policy violations in the page').toEqual([]);
  },
  folder: async ({ browserName: _needed }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'redwell-drop-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

export const { expect } = test;
