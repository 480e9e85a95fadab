import { defineConfig } from 'vitest/config';

const BUILT = ['test/integration/{shell,cli,app}/**/*.test.ts'];
const LEAKS = ['test/support/leaks.ts'];
const FULL_CRASH = process.env.REDWELL_CRASH === 'full';

/** Two cores is what a test machine has; each file gets a process of its own, real Redis included. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 4,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: BUILT,
          setupFiles: LEAKS,
        },
      },
      // These start programs from `out/`, which must therefore be current.
      {
        extends: true,
        test: { name: 'built', include: BUILT, globalSetup: ['test/support/build.ts'], setupFiles: LEAKS },
      },
      // Things are killed: one at a time, so that what is slow is the recovery and not the neighbor.
      {
        extends: true,
        test: {
          name: 'crash',
          include: ['test/crash/**/*.test.ts'],
          globalSetup: ['test/support/build.ts'],
          fileParallelism: false,
          testTimeout: FULL_CRASH ? 1_800_000 : 180_000,
        },
      },
      // Hundreds of files of other people, fetched on the first run, and never part of `npm test`.
      {
        extends: true,
        test: {
          name: 'corpus',
          include: ['test/corpus/**/*.test.ts'],
          globalSetup: ['test/support/build.ts', 'test/corpus/setup.ts'],
          fileParallelism: false,
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
      // Measurements: one at a time, and never part of `npm test`.
      {
        extends: true,
        test: {
          name: 'bench',
          include: ['test/bench/**/*.bench.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
