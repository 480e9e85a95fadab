/**
 * `npm test`: runs every check and every test, and stops after the first failure. Tests that failed are tried once more,
 * with nothing beside them: one that then passes depends on time, and is named at the end. Property tests keep their
 * seed, so a fault that they find fails both times. With `--full` no case is left out for being much like others.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureBuilt } from './lib-build.mjs';
import { playwrightCounts, playwrightFlaky, vitestCounts, vitestFailures } from './lib-report.mjs';
import { ROOT, shown } from './lib-run.mjs';
import { say } from './lib-say.mjs';

if (process.argv.includes('--full')) process.env.REDWELL_TESTS = 'full';

const RESULTS = join(ROOT, 'test-results');
const VITEST = join(RESULTS, 'vitest.json');
const VITEST_AGAIN = join(RESULTS, 'vitest-again.json');
/** With more files failing than this, the cause is not chance. */
const MAX_AGAIN = 8;
const PLAYWRIGHT = join(RESULTS, 'playwright.json');

/** Runs one of our own scripts in a process of its own. */
const script = (run, name, ...args) => run(process.execPath, [join(ROOT, 'scripts', name), ...args]);
/** Runs a program that a dependency installed. */
const bin = (run, name, ...args) =>
  run(join(ROOT, 'node_modules', '.bin', name), args, { shell: process.platform === 'win32' });

const counts = { passed: 0, failed: 0 };
/** Tests that failed, and passed when they were tried once more. */
const flaky = [];
const add = (found) => {
  if (!found) return;
  counts.passed += found.passed;
  counts.failed += found.failed;
};

const vitest = (report, ...args) => {
  const projects = ['unit', 'integration', 'built', 'crash'].map((project) => `--project=${project}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return bin(shown, 'vitest', 'run', ...projects, ...reporters, ...args);
};

/** Tries the files that failed once more. @returns the exit code */
async function again() {
  const { files, tests } = vitestFailures(VITEST);
  if (files.length === 0 || files.length > MAX_AGAIN) return 1;
  say(`\n── Tried once more: ${files.map((file) => relative(ROOT, file)).join(', ')}`);
  const code = await vitest(VITEST_AGAIN, '--no-file-parallelism', ...files);
  if (code !== 0) return code;
  flaky.push(...tests);
  counts.failed -= tests.length;
  counts.passed += tests.length;
  return 0;
}

/**
 * The set-up waits for downloads most of the time, so the checks, which need nothing from it, run meanwhile.
 * What a step prints is held back until it ends, so that the two do not mix.
 */
const TOGETHER = [
  [['Setup', (run) => script(run, 'setup.mjs', '--tests')]],
  [
    ['Lint and format (Biome)', (run) => bin(run, 'biome', 'ci', '.')],
    ['Types, room by room (tsc)', (run) => script(run, 'types.mjs')],
    ['Import rules (dependency-cruiser)', (run) => bin(run, 'depcruise', 'src', '--output-type', 'err')],
    ['Nothing unused (knip)', (run) => bin(run, 'knip')],
    ['Spelling (cspell)', (run) => bin(run, 'cspell', 'lint', '--no-progress', '--no-summary')],
  ],
];

const IN_ORDER = [
  ['Build', () => void ensureBuilt()],
  [
    'Unit and integration tests (Vitest)',
    async () => {
      const code = await vitest(VITEST);
      add(vitestCounts(VITEST));
      return code === 0 ? 0 : again();
    },
  ],
  [
    'End-to-end tests (Playwright)',
    async () => {
      const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: PLAYWRIGHT };
      const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
      const code = await shown(process.execPath, [cli, 'test', '--reporter=list,json'], { env });
      add(playwrightCounts(PLAYWRIGHT));
      flaky.push(...playwrightFlaky(PLAYWRIGHT));
      return code;
    },
  ],
];

/** Runs a program and collects what it prints. Resolves to the exit code; a signal counts as 1. */
function collected(print) {
  return (program, args, options = {}) =>
    new Promise((resolve) => {
      const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print);
      child.once('error', (error) => {
        print(`${program}: ${error.message}\n`);
        resolve(127);
      });
      child.once('close', (code) => resolve(code ?? 1));
    });
}

const verdict = (name, code, started) =>
  `── ${name}: ${code === 0 ? 'passed' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`;

/** @returns whether every step passed */
async function lane(steps) {
  for (const [name, run] of steps) {
    let output = '';
    const started = Date.now();
    const code = await run(
      collected((text) => {
        output += text;
      }),
    );
    say(`\n── ${name}`);
    process.stderr.write(output);
    say(verdict(name, code, started));
    if (code !== 0) return false;
  }
  return true;
}

/** @returns whether every step passed */
async function inOrder(steps) {
  for (const [name, run] of steps) {
    say(`\n── ${name}`);
    const started = Date.now();
    const code = (await run()) ?? 0;
    say(verdict(name, code, started));
    if (code !== 0) return false;
  }
  return true;
}

async function main() {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const ready = await Promise.all(TOGETHER.map(lane));
  if (ready.includes(false) || !(await inOrder(IN_ORDER))) {
    // A step that has no tests, or that broke before its tests ran, counts as one failure.
    if (counts.failed === 0) counts.failed = 1;
    process.exitCode = 1;
  }
  if (flaky.length > 0)
    say(`\nPassed only when tried once more:\n${flaky.map((name) => `  ${name}`).join('\n')}`);
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
}

await main();
