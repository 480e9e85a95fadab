/** The commands that submit, continue and repeat work. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PRIORITIES, type Priority } from '../shared/batches.ts';
import { MOST_SAMPLED, USUAL_SAMPLE } from '../shared/sample-size.ts';
import { STAGES, type Stage } from '../shared/stages.ts';
import { type Common, type Context, placeOf, redisCommand } from './command.ts';

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

/** What needs Redis is loaded when it runs, so that the other commands start quickly. */
const load = {
  process: () => import('./commands/process.ts'),
  replace: () => import('./commands/replace.ts'),
  sample: () => import('./commands/sample.ts'),
};

export function addProcessing(program: Command, { out, signal, entries, setExitCode }: Context): void {
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

export function addReplace(program: Command, { out, signal, entries, setExitCode }: Context): void {
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
