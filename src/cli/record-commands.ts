/** `redwell log` and `redwell delete`, with their options. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { OPERATOR_ACTIONS, type OperatorAction } from '../shared/operator-log.ts';
import { type Common, type Context, command, placeOf, redisCommand } from './command.ts';

/** The code loads when a command runs, so that other commands start quickly. */
const load = {
  delete: () => import('./commands/delete.ts'),
  log: () => import('./commands/log.ts'),
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
