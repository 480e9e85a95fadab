/** `npm test`: everything that must hold, each step named, the first failure ends it. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib-build.mjs';
import { playwrightCounts, vitestCounts } from './lib-report.mjs';
import { ROOT, shown } from './lib-run.mjs';
import { say } from './lib-say.mjs';
import { setup } from './setup.mjs';

const RESULTS = join(ROOT, 'test-results');
const VITEST = join(RESULTS, 'vitest.json');
const PLAYWRIGHT = join(RESULTS, 'playwright.json');

const bin = (name, ...args) =>
  shown(join(ROOT, 'node_modules', '.bin', name), args, { shell: process.platform === 'win32' });

let chromium = null;
const counts = { passed: 0, failed: 0 };
const add = (found) => {
  if (!found) return;
  counts.passed += found.passed;
  counts.failed += found.failed;
};

const STEPS = [
  [
    'Set-up',
    () => {
      chromium = setup(true).chromium;
    },
  ],
  ['Lint and format (Biome)', () => bin('biome', 'ci', '.')],
  ['Types, room by room (tsc)', () => shown(process.execPath, [join(ROOT, 'scripts', 'types.mjs')])],
  ['Who may know whom (dependency-cruiser)', () => bin('depcruise', 'src', '--output-type', 'err')],
  ['Nothing unused (knip)', () => bin('knip')],
  [
    'Build',
    () => {
      ensureBuilt();
    },
  ],
  [
    'Unit and integration tests (Vitest)',
    async () => {
      const code = await bin(
        'vitest',
        'run',
        ...['unit', 'integration', 'built', 'crash'].map((project) => `--project=${project}`),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${VITEST}`,
      );
      add(vitestCounts(VITEST));
      return code;
    },
  ],
  [
    'End-to-end tests (Playwright)',
    async () => {
      const env = { ...process.env, REDWELL_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: PLAYWRIGHT };
      const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
      const code = await shown(process.execPath, [cli, 'test', '--reporter=list,json'], { env });
      add(playwrightCounts(PLAYWRIGHT));
      return code;
    },
  ],
];

async function main() {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  for (const [name, run] of STEPS) {
    say(`\n── ${name}`);
    const started = Date.now();
    const code = (await run()) ?? 0;
    say(`── ${name}: ${code === 0 ? 'passed' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (code === 0) continue;
    // A step that is not made of tests, or that broke before its tests ran, is one failure.
    if (counts.failed === 0) counts.failed = 1;
    process.exitCode = 1;
    break;
  }
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
}

await main();
