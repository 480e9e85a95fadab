/** The commands of `redwell` and their options. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { VERSION } from '../core/util/version.ts';
import { PRIORITIES, type Priority } from '../shared/batches.ts';
import { MOST_SAMPLED, USUAL_SAMPLE } from '../shared/sample-size.ts';
import { SEARCH_SORTS, type SearchSort } from '../shared/search.ts';
import { MOST_SLOTS, QUEUES, STAGES, type Stage } from '../shared/stages.ts';
import { type Common, type Context, command, placeOf, redisCommand } from './command.ts';
import { batchStatus } from './commands/batch-status.ts';
import { listBatches } from './commands/batches.ts';
import { showDocument } from './commands/document.ts';
import type { ServeOptions, WorkerOptions } from './commands/hosts.ts';
import { addHandover } from './handover-commands.ts';
import { addImport } from './import-commands.ts';
import { addRecords } from './record-commands.ts';

interface ProcessOptions extends Common {
  priority?: Priority;
  name?: string;
  matter?: string;
  custodian?: string;
  passwordsFrom?: string;
  loadFile?: 'production' | 'files';
}

interface RerunOptions extends Common {
  sample?: number | true;
  stage?: Stage;
}

function sampleSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= MOST_SAMPLED) return size;
  throw new InvalidArgumentError(`Give a number from 1 to ${MOST_SAMPLED}.`);
}

/** Commands that need Redis load their code when they run, so that the others start quickly. */
const load = {
  compare: () => import('./commands/compare.ts'),
  dashboard: () => import('./commands/dashboard.ts'),
  doctor: () => import('./commands/doctor.ts'),
  hosts: () => import('./commands/hosts.ts'),
  live: () => import('./commands/live.ts'),
  needsYou: () => import('./commands/needs-you.ts'),
  process: () => import('./commands/process.ts'),
  replace: () => import('./commands/replace.ts'),
  search: () => import('./commands/search.ts'),
  reconcile: () => import('./commands/reconcile.ts'),
  sample: () => import('./commands/sample.ts'),
};

export function makeProgram(context: Context): Command {
  const program = new Command('redwell')
    .description('Batch document processing for law offices.')
    .version(VERSION)
    .exitOverride();
  addProcessing(program, context);
  addReplace(program, context);
  addHistory(program, context);
  addSearch(program, context);
  addHandover(program, context);
  addRecords(program, context);
  addImport(program, context);
  addMonitoring(program, context);
  addHosts(program, context);
  return program;
}

function addProcessing(program: Command, { out, signal, entries, setExitCode }: Context): void {
  const job = (options: Common) => ({
    host: { ...placeOf(options), entries },
    json: options.json === true,
    out,
    signal,
  });
  redisCommand(program, 'process <folder>', 'submit a folder as a batch, process it, and wait for the end')
    .addOption(new Option('--priority <level>', 'priority among the batches').choices(PRIORITIES))
    .option('--name <name>', "name of the batch (default: the folder's)")
    .option('--matter <matter>', 'matter of the documents')
    .option('--custodian <custodian>', 'custodian of the documents')
    .addOption(
      new Option(
        '--load-file <as>',
        'take a folder with a load file as it says, or as plain files (default: as it says, unless it contradicts itself)',
      ).choices(['production', 'files']),
    )
    .option(
      '--passwords-from <file>',
      'read passwords for encrypted files, one per line; - is standard input',
    )
    .addHelpText('after', '\nExit codes: 0 completed, 2 completed with exceptions, 1 not completed.')
    .action(
      async (
        folder: string,
        { priority, name, matter, custodian, passwordsFrom, loadFile, ...common }: ProcessOptions,
      ) => {
        const { processFolder } = await load.process();
        const choices = { priority, name, matter, custodian };
        const options = { passwordsFrom: passwordsFrom ?? null, loadFile: loadFile ?? null };
        setExitCode(await processFolder(job(common), folder, choices, options));
      },
    );
  redisCommand(program, 'resume <batch>', 'continue a batch and wait for the end').action(
    async (batch: string, options: Common) => {
      const { resumeBatch } = await load.process();
      setExitCode(await resumeBatch(job(options), batch));
    },
  );
  redisCommand(program, 'rerun <batch>', 'run all documents of an ended batch again and wait for the end')
    .option(
      '--sample [documents]',
      `only show what would change in some documents (${USUAL_SAMPLE}), and change nothing`,
      sampleSize,
    )
    .addOption(
      new Option('--stage <stage>', 'with --sample: try this stage and those after it').choices(STAGES),
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 completed, 2 completed with exceptions, 1 not completed. With --sample: 0 no difference, 2 differences.`,
    )
    .action(async (batch: string, { sample, stage, ...common }: RerunOptions) => {
      if (sample === undefined) {
        if (stage !== undefined)
          throw new InvalidArgumentError(
            '--stage needs --sample: another run always begins with the first stage.',
          );
        const { rerunBatch } = await load.process();
        setExitCode(await rerunBatch(job(common), batch));
        return;
      }
      const { sampleBatch } = await load.sample();
      const size = sample === true ? USUAL_SAMPLE : sample;
      setExitCode(await sampleBatch(job(common), batch, stage ?? 'ocr', size));
    });
}

interface ReplaceCommandOptions extends Common {
  reason: string;
  otherType?: boolean;
}

function addReplace(program: Command, { out, signal, entries, setExitCode }: Context): void {
  redisCommand(program, 'replace <document> <file>', 'hand in another copy of a document that has a problem')
    .requiredOption('--reason <reason>', 'where the copy comes from; kept with both documents', reasonOf)
    .option('--other-type', 'take a copy of another file type')
    .addHelpText(
      'after',
      `
The copy becomes a batch of its own. The record of the old document stays, with its fingerprint and its exception.

Exit codes: 0 completed, 2 completed with exceptions, 1 not completed.`,
    )
    .action(
      async (document: string, file: string, { reason, otherType, ...common }: ReplaceCommandOptions) => {
        const { replaceDocument } = await load.replace();
        const job = {
          ...{ host: { ...placeOf(common), entries }, json: common.json === true, out, signal },
        };
        const options = { reason, otherType: otherType === true };
        setExitCode(await replaceDocument(job, document, file, options));
      },
    );
}

const MOST_REASON = 500;

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= MOST_REASON && !/[\p{Cc}\p{Cs}]/u.test(reason)) return reason;
  throw new InvalidArgumentError(`It must be 1 to ${MOST_REASON} characters of text in one line.`);
}

function addHistory(program: Command, { out, setExitCode }: Context): void {
  command(program, 'batch-status <batch>', 'show a batch and its documents').action(
    (batch: string, options: Common) =>
      batchStatus(batch, placeOf(options).dataDir, options.json === true, out),
  );
  command(program, 'document <document>', 'show the text, entities and stages of a document').action(
    (id: string, options: Common) => showDocument(id, placeOf(options).dataDir, options.json === true, out),
  );
  command(program, 'batches', 'list all batches, newest first; with --json, one object per line').action(
    (options: Common) => listBatches(placeOf(options).dataDir, options.json === true, out),
  );
  command(
    program,
    'compare <first> <second>',
    'compare two batches: what was added, left out, moved or changed',
  )
    .addHelpText('after', '\nExit codes: 0 no document differs, 1 some differ, 2 nothing could be compared.')
    .action(async (a: string, b: string, options: Common) => {
      const { compareBatches } = await load.compare();
      setExitCode(await compareBatches({ a, b }, placeOf(options).dataDir, options.json === true, out));
    });
  command(program, 'needs-you', 'list the exceptions and warnings that wait for a person')
    .option('--batch <batch>', 'only this batch')
    .option('--limit <number>', 'items to list', limitOf, 50)
    .addHelpText('after', '\nExit codes: 0 nothing needs you, 2 something does.')
    .action(async ({ batch, limit, ...common }: Common & { batch?: string; limit: number }) => {
      const { needsYou } = await load.needsYou();
      const options = { json: common.json === true, batchId: batch ?? null, limit };
      setExitCode(await needsYou(placeOf(common).dataDir, options, out));
    });
}

interface SearchCommandOptions extends Common {
  limit: number;
  facets?: boolean;
  sort: SearchSort;
}

function addSearch(program: Command, { out, setExitCode }: Context): void {
  command(program, 'search <query>', 'search the texts, names and headers of all documents')
    .option('--limit <number>', 'documents to list', limitOf, 20)
    .option('--facets', 'also count the documents by type, custodian, matter, batch, year, name and warning')
    .addOption(
      new Option('--sort <order>', 'order of the documents').choices(SEARCH_SORTS).default('relevance'),
    )
    .addHelpText(
      'after',
      `
Put the whole search in quotation marks of your shell:
  redwell search 'fraud* w/5 (notice OR warning) AND from:reyes date:2023..2024'
  redwell search '"duty of care" NOT type:email'

  AND OR NOT ( )    words next to each other are joined by AND
  "exact phrase"    words in this order, next to each other
  a w/5 b           at most 5 words from each other; pre/5: and a comes first
  frau*             words that begin like this
  from: to: cc: subject: name: path: entity: matter: custodian: batch:
  type:pdf  date:2023..2024  date:>2023-05-31  has:warning  is:duplicate  lang:en

docs/search.md describes it all.

Exit codes: 0 found, 1 none found, 2 the search cannot be read.`,
    )
    .action(async (query: string, { limit, facets, sort, ...common }: SearchCommandOptions) => {
      const { searchHistory } = await load.search();
      const options = { json: common.json === true, limit, facets: facets === true, sort };
      setExitCode(await searchHistory(query, placeOf(common).dataDir, options, out));
    });
}

/** Documents or items that one command lists at most. */
const MOST_LISTED = 100_000;

function limitOf(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_LISTED) return value;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_LISTED}.`);
}

function addMonitoring(program: Command, { out, signal, entries, setExitCode }: Context): void {
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

function addHosts(program: Command, { out, signal, entries, setExitCode }: Context): void {
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
