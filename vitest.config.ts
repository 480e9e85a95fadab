import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { FULL } from './test/support/scale.ts';

const BUILT = ['test/integration/{shell,cli,app}/**/*.test.ts'];
const SEED = 'test/support/seed.ts';
const LEAKS = [SEED, 'test/support/leaks.ts'];

/** The files that take longest, in order. Started last, one of them would run alone at the end. */
const LONG = [
  'shell/packed',
  'app/redis-conditions',
  'pipeline/pdf-pages',
  'cli/process',
  'pipeline/locked',
  'app/disk',
  'pipeline/ocr',
  'cli/hosts',
  'crash/left-processes',
  'app/history-repair',
  'crash/cut-connection',
  'pipeline/entities',
  'pipeline/partial',
  'pipeline/tilted',
  'app/redwell',
  'app/passwords',
  'crash/lost-batch',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return index < 0 ? LONG.length : index;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/**
 * With a real Redis where a file needs one. Files share a few processes, since importing the modules anew for each of
 * them takes a quarter of the processor time: a module that keeps something must not keep it for the next file.
 * `test/support/leaks.ts` fails a file that leaves something open.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    // Twice the cores of a test machine: tests of batches wait for locks and intervals four fifths of their time.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    testTimeout: 150_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], isolate: false, setupFiles: [SEED] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          isolate: false,
          include: ['test/integration/**/*.test.ts'],
          exclude: BUILT,
          setupFiles: LEAKS,
        },
      },
      // These start programs from `out/`, which the global setup keeps current.
      {
        extends: true,
        test: {
          name: 'built',
          include: BUILT,
          isolate: false,
          globalSetup: ['test/support/build.ts'],
          setupFiles: LEAKS,
        },
      },
      // At full size one file at a time, so that the time limits measure the recovery and not a busy machine.
      {
        extends: true,
        test: {
          name: 'crash',
          include: ['test/crash/**/*.test.ts'],
          isolate: false,
          setupFiles: LEAKS,
          globalSetup: ['test/support/build.ts'],
          fileParallelism: !FULL,
          testTimeout: FULL ? 1_800_000 : 180_000,
        },
      },
      // Several machines in network namespaces, which only root can make. Not part of `npm test`.
      {
        extends: true,
        test: {
          name: 'hosts',
          include: ['test/hosts/**/*.test.ts'],
          globalSetup: ['test/support/build.ts'],
          testTimeout: 1_200_000,
          hookTimeout: 120_000,
        },
      },
      // Hostile requests, files, names, neighbors and disks, on loopback only. Not part of `npm test`.
      {
        extends: true,
        test: {
          name: 'attack',
          include: ['test/attack/**/*.test.ts'],
          globalSetup: ['test/support/build.ts', 'test/attack/tally.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      // Hundreds of public files, downloaded on the first run. Not part of `npm test`.
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
      // Measurements run one file at a time. Not part of `npm test`.
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
