import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/lib-chromium.mjs';

const chromium = process.env.REDWELL_CHROMIUM ?? findChromium();
const asRoot = process.getuid?.() === 0;

/** The same specs run against the loopback host in Chromium and, where its program is, against Electron. */
export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/support/build.ts',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  // Each test starts a console, a worker and a Redis of its own: more at once would only measure the machine.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium === null ? {} : { executablePath: chromium }),
      args: [
        '--disable-gpu',
        '--disable-background-networking',
        // Chromium's own sandbox cannot run as root, which is what a container is.
        ...(asRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
});
