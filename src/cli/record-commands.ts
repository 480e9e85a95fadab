/** `redwell log`, `delete`, `retention` and `watch`, with their options. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PRIORITIES, type Priority } from '../shared/batches.ts';
import { OPERATOR_ACTIONS, type OperatorAction } from '../shared/operator-log.ts';
import { type RetentionRule, retentionRuleSchema } from '../shared/retention.ts';
import { type Common, type Context, command, placeOf, redisCommand } from './command.ts';

/** The code loads when a command runs, so that other commands start quickly. */
const load = {
  delete: () => import('./commands/delete.ts'),
  log: () => import('./commands/log.ts'),
  retention: () => import('./commands/retention.ts'),
  watch: () => import('./commands/watch.ts'),
};

interface LogCommandOptions extends Common {
  verify?: boolean;
  head?: string;
  who?: string;
  what?: OperatorAction;
  batch?: string;
  day?: { from: number; until: number };
  limit: number;
}

export function addRecords(program: Command, context: Context): void {
  const { out, setExitCode } = context;
  addDelete(program, context);
  addWatch(program, context);
  addRetention(program, context);
  command(program, 'log', 'show who did what and when, newest first; with --json, one entry per line')
    .option('--verify', 'check that no entry was altered, removed or moved')
    .option('--head <hash>', 'with --verify: the hash of an entry that was written down', hashOf)
    .option('--who <name>', 'only entries of this account or computer')
    .addOption(new Option('--what <action>', 'only this action').choices(Object.keys(OPERATOR_ACTIONS)))
    .option('--batch <batch>', 'only entries about this batch, by its id or a part of its name')
    .option('--day <date>', 'only entries of this day, such as 2026-11-29', dayOf)
    .option('--limit <number>', 'entries to list', wholeOf, 50)
    .addHelpText('after', '\nExit codes: 0 shown or whole, 2 not as it was written, 1 it could not be read.')
    .action(async ({ verify, head, who, what, batch, day, limit, ...common }: LogCommandOptions) => {
      const { showLog } = await load.log();
      const filter = { who: who ?? '', what: what ?? null, batch: batch ?? '', ...day };
      const options = {
        json: common.json === true,
        verify: verify === true,
        head: head ?? null,
        filter,
        limit,
      };
      setExitCode(await showLog(placeOf(common).dataDir, options, out));
    });
}

interface DeleteCommandOptions extends Common {
  matter?: string;
  yes?: boolean;
}

function addDelete(program: Command, { out, signal, entries, setExitCode }: Context): void {
  redisCommand(
    program,
    'delete [batch]',
    'delete an ended batch everywhere: originals, texts, results, history',
  )
    .option('--matter <matter>', 'delete all batches of this matter instead')
    .option('--yes', 'delete; without it, only show what would be deleted')
    .addHelpText(
      'after',
      `
Exports that were handed over stay, and so do originals that other batches have too. The operator log keeps a certificate.

Exit codes: 0 deleted, 2 only shown, 1 not deleted.`,
    )
    .action(async (batch: string | undefined, { matter, yes, ...common }: DeleteCommandOptions) => {
      const { deleteCommand } = await load.delete();
      const options = {
        ...{ batchId: batch ?? null, matter: matter ?? null },
        ...{ yes: yes === true, json: common.json === true },
      };
      setExitCode(await deleteCommand({ ...placeOf(common), entries }, options, { out, signal }));
    });
}

interface RetentionCommandOptions extends Common {
  after?: RetentionRule;
  off?: boolean;
  hold?: string;
  release?: string;
  reason: string;
  clockIsRight?: boolean;
  deleteDue?: boolean;
  yes?: boolean;
}

function addRetention(program: Command, { out, signal, entries, setExitCode }: Context): void {
  redisCommand(program, 'retention', 'show what falls due for deletion, and what is held')
    .option(
      '--after <time>',
      'delete batches so long after they ended, such as 90d or 18m; needs --yes',
      timeOf,
    )
    .option('--off', 'delete nothing by itself any more')
    .option('--hold <matter>', 'keep all batches of a matter: nobody can delete them')
    .option('--release <matter>', 'end the hold of a matter')
    .option('--reason <text>', 'why the matter is held', '')
    .option('--clock-is-right', 'the date was looked at: it is right')
    .option('--delete-due', 'delete what is due now; needs --yes')
    .option('--yes', 'delete, or let Redwell delete from now on')
    .addHelpText('after', '\nExit codes: 0 done, 2 something that is due was not deleted yet, 1 not done.')
    .action(async (options: RetentionCommandOptions) => {
      const { retentionCommand } = await load.retention();
      const { after, off, hold, release, reason, clockIsRight, deleteDue, yes, json } = options;
      const asked = {
        ...{ rule: off === true ? null : after, hold, release, reason },
        ...{ clockIsRight: clockIsRight === true, deleteDue: deleteDue === true },
        ...{ yes: yes === true, json: json === true },
      };
      setExitCode(await retentionCommand({ ...placeOf(options), entries }, asked, { out, signal }));
    });
}

function timeOf(text: string): RetentionRule {
  const [, count, unit] = /^(\d{1,5})([dm])$/.exec(text) ?? [];
  const rule = retentionRuleSchema.safeParse({
    count: Number(count),
    unit: unit === 'm' ? 'months' : 'days',
  });
  if (rule.success) return rule.data;
  throw new InvalidArgumentError('It must be a number of days or months, such as 90d or 18m.');
}

interface WatchCommandOptions extends Common {
  quiet: number;
  once?: boolean;
  inApp?: boolean;
  matter?: string;
  custodian?: string;
  priority?: Priority;
}

function addWatch(program: Command, { out, signal, entries, setExitCode }: Context): void {
  redisCommand(program, 'watch <folder>', 'submit each folder or file that is put into a folder as a batch')
    .option('--quiet <seconds>', 'take something when nothing in it has changed for so long', wholeOf, 30)
    .option('--once', 'stop when everything that is there has been submitted')
    .option('--in-app', 'watch it whenever the app is open, instead of now; Settings can turn it off')
    .option('--matter <matter>', 'matter of the documents')
    .option('--custodian <custodian>', 'custodian of the documents')
    .addOption(new Option('--priority <level>', 'priority among the batches').choices(PRIORITIES))
    .addHelpText(
      'after',
      `
What is taken moves into "Taken by Redwell" in that folder. A note beside it has the batch, or why it was not submitted.

Exit codes: 0 stopped, 2 with --once: something could not be submitted, 1 the folder could not be watched.`,
    )
    .action(async (folder: string, options: WatchCommandOptions) => {
      const { watchCommand, watchInApp } = await load.watch();
      const { quiet, once, matter, custodian, priority, json } = options;
      const watched = {
        ...{ quietSeconds: quiet, once: once === true, json: json === true },
        choices: { matter, custodian, priority },
      };
      if (options.inApp === true)
        return setExitCode(await watchInApp({ ...placeOf(options), entries }, folder, watched, out));
      setExitCode(await watchCommand({ ...placeOf(options), entries }, folder, watched, { out, signal }));
    });
}

function hashOf(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError('It must have 64 digits and letters from a to f.');
}

function dayOf(text: string): { from: number; until: number } {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00`) : new Date(Number.NaN);
  if (Number.isNaN(start.getTime())) throw new InvalidArgumentError('It must be a date such as 2026-11-29.');
  const end = new Date(start);
  end.setDate(end.getDate() + 1);
  return { from: start.getTime(), until: end.getTime() };
}

const MOST_LISTED = 100_000;

function wholeOf(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_LISTED) return value;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_LISTED}.`);
}
