/** The commands and their options. */
import { Command, Option } from 'commander';
import { resolveDataDir } from '../core/host/data-dir.ts';
import { VERSION } from '../core/util/version.ts';
import { PRIORITIES, type Priority } from '../shared/batches.ts';
import { batchStatus } from './commands/batch-status.ts';
import { listBatches } from './commands/batches.ts';
import { showDocument } from './commands/document.ts';
import type { Output } from './output.ts';

interface Context {
  out: Output;
  /** Fires on Ctrl-C or SIGTERM. */
  signal: AbortSignal;
  /** Folder of the built entries. */
  entries: string;
  /** What the command ended with, when it is not 0. */
  setExitCode(code: number): void;
}

interface Common {
  data?: string;
  redis?: string;
  json?: boolean;
}
interface ProcessOptions extends Common {
  priority?: Priority;
  name?: string;
  matter?: string;
  custodian?: string;
  passwordsFrom?: string;
}

const placeOf = (options: Common) => ({
  dataDir: resolveDataDir(options.data),
  redisUrl: options.redis ?? null,
});

/** What needs Redis is loaded when it is asked for: looking something up must not wait for all of it. */
const load = {
  dashboard: () => import('./commands/dashboard.ts'),
  doctor: () => import('./commands/doctor.ts'),
  live: () => import('./commands/live.ts'),
  process: () => import('./commands/process.ts'),
  reconcile: () => import('./commands/reconcile.ts'),
};

export function makeProgram({ out, signal, entries, setExitCode }: Context): Command {
  const program = new Command('redwell')
    .description('Batch document processing for law offices.')
    .version(VERSION)
    .exitOverride();
  const command = (text: string, description: string): Command =>
    program
      .command(text)
      .description(description)
      .option('--data <dir>', 'data folder (default: REDWELL_DATA, or the usual one)')
      .option('--json', 'for scripts');
  const withRedis = (made: Command): Command =>
    made.option(
      '--redis <url>',
      'Redis address (default: REDWELL_REDIS_URL, Settings, or the built-in server)',
    );
  const job = (options: Common) => ({
    host: { ...placeOf(options), entries },
    json: options.json === true,
    out,
    signal,
  });
  const look = (options: Common & { once?: boolean }) => ({
    json: options.json === true,
    once: options.once === true,
    signal,
  });

  withRedis(command('process <folder>', 'take in a folder, process it and wait for the end'))
    .addOption(new Option('--priority <level>', 'which batches go first').choices(PRIORITIES))
    .option('--name <name>', "name of the batch (default: the folder's)")
    .option('--matter <matter>', 'matter it belongs to')
    .option('--custodian <custodian>', 'whose documents these are')
    .option('--passwords-from <file>', 'passwords for encrypted files, one a line; - reads standard input')
    .addHelpText('after', '\nExit codes: 0 done, 2 done with exceptions, 1 not done.')
    .action(
      async (
        folder: string,
        { priority, name, matter, custodian, passwordsFrom, ...common }: ProcessOptions,
      ) => {
        const { processFolder } = await load.process();
        const choices = { priority, name, matter, custodian };
        setExitCode(await processFolder(job(common), folder, choices, passwordsFrom ?? null));
      },
    );
  withRedis(command('resume <batch>', 'go on with a batch and wait for its end')).action(
    async (batch: string, options: Common) => {
      const { resumeBatch } = await load.process();
      setExitCode(await resumeBatch(job(options), batch));
    },
  );
  withRedis(
    command('rerun <batch>', 'run every document of an ended batch again and wait for its end'),
  ).action(async (batch: string, options: Common) => {
    const { rerunBatch } = await load.process();
    setExitCode(await rerunBatch(job(options), batch));
  });
  command('batch-status <batch>', 'one batch and its documents').action((batch: string, options: Common) =>
    batchStatus(batch, placeOf(options).dataDir, options.json === true, out),
  );
  command('document <document>', 'what was read from one document').action((id: string, options: Common) =>
    showDocument(id, placeOf(options).dataDir, options.json === true, out),
  );
  command('batches', 'every batch, newest first; with --json one object a line').action((options: Common) =>
    listBatches(placeOf(options).dataDir, options.json === true, out),
  );
  withRedis(command('live', 'the active batches as they change'))
    .option('--once', 'show them now and end')
    .action(async (options: Common) => (await load.live()).live(placeOf(options), look(options), out));
  withRedis(command('batch-dashboard', 'batches, the last 24 hours, queues and workers'))
    .option('--once', 'show it now and end')
    .action(async (options: Common) =>
      (await load.dashboard()).dashboard(placeOf(options), look(options), out),
    );
  withRedis(command('reconcile <batch>', "check a batch against its documents' states and their jobs"))
    .option('--repair', 'put counters right, and let documents go on whose jobs were lost')
    .action(async (batch: string, { repair, ...options }: Common & { repair?: boolean }) => {
      const how = { json: options.json === true, repair: repair === true };
      const { reconcile } = await load.reconcile();
      setExitCode(await reconcile(placeOf(options), batch, how, out));
    });
  withRedis(command('doctor', 'what is there, what is missing, and what to do about it')).action(
    async (options: Common) => {
      const { doctor } = await load.doctor();
      setExitCode(await doctor(placeOf(options), options.json === true, out));
    },
  );
  return program;
}
