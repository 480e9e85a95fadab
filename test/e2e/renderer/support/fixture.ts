/** Starts the built page on an in-memory host. Each test gets its own host. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { BridgeHost } from '../../../doubles/bridge-host.ts';
import type { Scenario } from './health.ts';
import { type ServedPage, servePage } from './serve.ts';

const RENDERER = join(import.meta.dirname, '..', '..', '..', '..', 'src', 'renderer');

export interface Console {
  readonly host: BridgeHost;
  readonly served: ServedPage;
  /** Opens the page at a route such as `/batch/…`. */
  open(path?: string): Promise<Page>;
}

interface Fixtures {
  scenario: Scenario;
  desk: Console;
  folder: string;
}

export const test = base.extend<Fixtures, { builtPage: string }>({
  scenario: ['busy', { option: true }],
  // Without animations and a graphics card, tests wait only for real changes.
  contextOptions: async ({ contextOptions }, use) => use({ ...contextOptions, reducedMotion: 'reduce' }),
  // Builds only the page, as electron-vite does, so these tests need no other part of the app.
  builtPage: [
    async ({ browserName: _needed }, use) => {
      const out = await mkdtemp(join(tmpdir(), 'redwell-page-'));
      await build({
        root: RENDERER,
        configFile: false,
        base: '/',
        logLevel: 'error',
        plugins: [react()],
        build: { outDir: out, emptyOutDir: true, reportCompressedSize: false, chunkSizeWarningLimit: 4_000 },
      });
      if (!existsSync(join(out, 'index.html'))) throw new Error('The page was not built.');
      await use(out);
      await rm(out, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  desk: async ({ scenario, builtPage, page }, use) => {
    const host = new BridgeHost(scenario);
    const served = await servePage(builtPage, host);
    const violations: string[] = [];
    page.on('pageerror', (error) => violations.push(String(error)));
    page.on('console', (message) => {
      // A violation of the content security policy appears only on the console.
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
    base.expect(violations, 'defects and policy violations in the page').toEqual([]);
  },
  folder: async ({ browserName: _needed }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'redwell-drop-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

export const { expect } = test;
