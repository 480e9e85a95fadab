import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/lib-chromium.mjs';

const chromium = findChromium();
const asRoot = process.getuid?.() === 0;

/** The specs run in Electron if it is installed and there is a screen, otherwise in Chromium on the loopback host. */
export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/support/build.ts',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  // A test machine has two cores. Two tests at a time leave an eighth of them unused.
  workers: 3,
  // What passes only the second time is named at the end of `npm test`.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    // What never comes is named after half a minute, instead of ending the test without a word.
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    // Recording costs a quarter of the processor time of a run. To debug: `npx playwright test --trace retain-on-failure`.
    trace: 'off',
    launchOptions: {
      ...(chromium === null ? {} : { executablePath: chromium }),
      args: [
        '--disable-gpu',
        '--disable-background-networking',
        // Chromium's own sandbox cannot run as root, and a container often runs as root.
        ...(asRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
});
