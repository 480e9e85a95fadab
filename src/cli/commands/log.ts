/** `redwell log`: shows the operator log, or proves that it is as it was written. */
import { existsSync } from 'node:fs';
import { logFolder } from '../../core/operator-log/files.ts';
import { type OperatorLog, openOperatorLog } from '../../core/operator-log/log.ts';
import { RedwellError } from '../../shared/errors.ts';
import {
  type LogCheck,
  MARKS,
  OPERATOR_ACTIONS,
  type OperatorEntry,
  type OperatorFilter,
  operatorFilterSchema,
} from '../../shared/operator-log.ts';
import { count, counted, dateTime, table } from '../format.ts';
import type { Output } from '../output.ts';
import { shownJson } from '../shown.ts';

export interface LogOptions {
  json: boolean;
  verify: boolean;
  /** A hash that was written down; null: none. */
  head: string | null;
  filter: Partial<OperatorFilter>;
  limit: number;
}

const EXIT = { whole: 0, differs: 2 } as const;

/** @returns the exit code: 2 if the log is not as it was written. @throws RedwellError not_found, invalid_input */
export async function showLog(dataDir: string, options: LogOptions, out: Output): Promise<number> {
  const folder = logFolder(dataDir);
  if (!existsSync(folder))
    throw new RedwellError('not_found', `There is no operator log in ${dataDir}.`, {
      action: 'Choose another data folder with --data. If there was a log, it has been removed.',
    });
  const log = openOperatorLog(folder, { from: 'command line' });
  return options.verify ? verify(log, options, out) : list(log, options, out);
}

async function verify(log: OperatorLog, { json, head }: LogOptions, out: Output): Promise<number> {
  const check = await log.verify(head ?? undefined);
  await (json ? out.line(shownJson(check)) : printCheck(check, out));
  return check.whole ? EXIT.whole : EXIT.differs;
}

async function printCheck(check: LogCheck, out: Output): Promise<void> {
  await out.line(check.whole ? 'The operator log is whole.' : 'The operator log is not as it was written:');
  for (const { message } of check.faults) await out.line(`  ${message}`);
  await out.line(`${counted(check.entries, 'entry', 'entries')} in ${counted(check.files, 'file')}.`);
  if (check.torn > 0) await out.line(`Cut off when Redwell was ended, and named: ${count(check.torn)}.`);
  if (check.marked > 0)
    await out.line(`Entries with a mark, such as a clock that was set: ${count(check.marked)}.`);
  if (check.head !== '') await out.line(`Hash of the newest entry: ${check.head}`);
}

async function list(log: OperatorLog, { json, filter, limit }: LogOptions, out: Output): Promise<number> {
  const parsed = operatorFilterSchema.safeParse(filter);
  if (!parsed.success)
    throw new RedwellError('invalid_input', 'The filter of the log was not understood.', {
      action: 'Run "redwell log --help" for the options.',
    });
  const page = await log.list({ filter: parsed.data, cursor: null, limit });
  if (json) for (const entry of page.items) await out.line(shownJson(entry));
  else if (page.total === 0) await out.line('No entries.');
  else {
    await out.line(table(['No.', 'When', 'Who', 'What', 'Batch', 'Details'], page.items.map(rowOf), [0]));
    if (page.total > page.items.length) await out.line(`and ${count(page.total - page.items.length)} more`);
  }
  return EXIT.whole;
}

function rowOf(entry: OperatorEntry): string[] {
  const { seq, at, who, host, from, what, phase, batch, documents, details, error, marks } = entry;
  const more = [
    phase === 'failed' ? `not done: ${error}` : phase === 'asked' ? 'no outcome' : '',
    documents === null ? '' : counted(documents.count, 'document'),
    ...Object.entries(details).map(([name, value]) => `${name}: ${value}`),
    ...marks.map((mark) => MARKS[mark]),
  ];
  return [
    String(seq),
    dateTime(at),
    `${who}@${host}, ${from}`,
    OPERATOR_ACTIONS[what],
    batch === null ? '' : batch.name || batch.id,
    more.filter((part) => part !== '').join('; '),
  ];
}
