/** The commands that watch and check what runs, and those that run a host of their own. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { MOST_SLOTS, QUEUES } from '../shared/stages.ts';
import { type Common, type Context, placeOf, redisCommand } from './command.ts';
import type { ServeOptions, WorkerOptions } from './commands/hosts.ts';

/** What needs Redis is loaded when it runs, so that the other commands start quickly. */
const load = {
  dashboard: () => import('./commands/dashboard.ts'),
  doctor: () => import('./commands/doctor.ts'),
  hosts: () => import('./commands/hosts.ts'),
  live: () => import('./commands/live.ts'),
  reconcile: () => import('./commands/reconcile.ts'),
};

export function addMonitoring(program: Command, { out, signal, entries, setExitCode }: Context): void {
  const view = (options: Common & { once?: boolean }) => ({
    json: options.json === true,
    once: options.once === true,
    signal,
  });
  redisCommand(program, 'live', 'show the active batches as they change')
    .option('--once', 'show them once and exit')
    .action(async (options: Common) => (await load.live()).live(placeOf(options), view(options), out));
  redisCommand(program, 'batch-dashboard', 'show batches, the last 24 hours, queues and workers')
    .option('--once', 'show them once and exit')
    .action(async (options: Common) =>
      (await load.dashboard()).dashboard(placeOf(options), view(options), out),
    );
  redisCommand(program, 'reconcile <batch>', "check a batch's counters against its documents and their jobs")
    .option('--repair', 'correct wrong counters, and continue documents that have lost their jobs')
    .action(async (batch: string, { repair, ...options }: Common & { repair?: boolean }) => {
      const { reconcile } = await load.reconcile();
      const mode = { json: options.json === true, repair: repair === true };
      setExitCode(await reconcile(placeOf(options), batch, mode, out));
    });
  redisCommand(program, 'doctor', 'check this machine and the data folder').action(
    async (options: Common) => {
      const { doctor } = await load.doctor();
      setExitCode(await doctor({ ...placeOf(options), entries }, options.json === true, out));
    },
  );
}

export function addHosts(program: Command, { out, signal, entries, setExitCode }: Context): void {
  program
    .command('serve [folder]')
    .description('open Redwell in a browser on this machine, and submit a folder if one is named')
    .option('--data <dir>', 'data folder (default: REDWELL_DATA, or the usual folder)')
    .option('--port <number>', 'port of the address (default: 7410, or a free one)')
    .option('--no-open', 'do not open a browser')
    .action(async (folder: string | undefined, options: ServeOptions) => {
      const { serve } = await load.hosts();
      setExitCode(await serve({ entries, signal }, folder, options));
    });
  program
    .command('worker')
    .description('process documents for Redwell on other machines, over a shared Redis')
    .option('--redis <url>', 'address of the shared Redis (default: REDWELL_REDIS_URL)')
    .option('--concurrency <number>', 'jobs at a time per queue (default: adjusts to the load)', wholeNumber)
    .addOption(new Option('--queues <name...>', 'queues to serve (default: all)').choices(QUEUES))
    .option('--namespace <name>', 'namespace of this installation, if the server has several')
    .addOption(
      new Option('--layout <layout>', 'key layout (default: found out from the server)').choices([
        'databases',
        'prefixes',
      ]),
    )
    .addHelpText(
      'after',
      '\nThe vault must be at the same path as on the machine that runs Redwell.' +
        '\nThe worker logs to stderr. docs/operations.md lists more settings.',
    )
    .action(async (options: WorkerOptions) => {
      const { worker } = await load.hosts();
      setExitCode(await worker({ entries, signal }, options, out));
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_SLOTS) return value;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_SLOTS}.`);
}
