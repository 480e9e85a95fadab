/** Puts commands into the operator log: each before it is carried out, and how it ended. */
import type { Logger } from 'pino';
import type { Batch, Equation } from '../../shared/batches.ts';
import type { RequestName } from '../../shared/bridge.ts';
import { RedwellError, toWireError } from '../../shared/errors.ts';
import type { ExportReport } from '../../shared/handover.ts';
import type { Counts, OperatorEntry } from '../../shared/operator-log.ts';
import type { History } from '../history/types.ts';
import { logFolder } from '../operator-log/files.ts';
import { type NewEntry, type OperatorLog, openOperatorLog } from '../operator-log/log.ts';
import { COMMANDS, type Outcome, type Told } from './operator-commands.ts';
import type { CoreHandlers } from './types.ts';

export interface CommandLogDeps {
  log: OperatorLog;
  history: Pick<History, 'batch'>;
  /** Tells a shared server who gave a command; it must not fail the command. */
  announce(batchId: string, entry: OperatorEntry): void;
  /** Absent on the command line, which has no log of its own. */
  logger?: Logger;
}

/** Returns the handlers, with those that are commands kept in the log. A command that cannot be kept is refused. */
export function withCommandLog(handlers: CoreHandlers, deps: CommandLogDeps): CoreHandlers {
  const kept: Record<string, unknown> = { ...handlers };
  for (const name of Object.keys(COMMANDS) as RequestName[]) {
    const command = COMMANDS[name] as {
      tell(input: unknown): Told | null;
      after?(output: unknown): Outcome;
    };
    const handler = kept[name] as (input: unknown) => Promise<unknown>;
    kept[name] = async (input: unknown) => {
      const told = command.tell(input);
      if (told === null) return handler(input);
      return keepCommand(deps, told, command.after ?? (() => ({})), () => handler(input));
    };
  }
  return kept as unknown as CoreHandlers;
}

/** Carries out a command between its two entries. @throws what `work` throws; RedwellError when the log cannot be written */
export async function keepCommand<T>(
  { log, history, announce, logger }: CommandLogDeps,
  told: Told,
  after: (output: T) => Outcome,
  work: () => Promise<T>,
): Promise<T> {
  const batchId = told.batchId ?? batchOfDocuments(told);
  const recorded = (id: string): Batch | null => {
    try {
      return history.batch(id);
    } catch (error) {
      // A damaged history keeps nobody from acting; Health says so.
      logger?.warn({ error, batchId: id }, 'history could not say how a batch stands');
      return null;
    }
  };
  const name = batchId === undefined ? '' : (recorded(batchId)?.name ?? '');
  const entryOf = (id: string | undefined): Omit<NewEntry, 'phase'> => ({
    what: told.what,
    batch: id === undefined ? null : { id, name: recorded(id)?.name ?? name },
    documents: told.documents === undefined ? null : { ...told.documents, ids: [...told.documents.ids] },
    details: told.details ?? {},
  });
  const countsOf = (id: string | undefined): Counts | null =>
    id === undefined ? null : counts(recorded(id)?.equation ?? null);
  const before = countsOf(batchId);
  const question: NewEntry = { ...entryOf(batchId), phase: 'asked', before };
  let asked = await log.add(question).catch((error: unknown) => {
    // A submission waits for room by itself and does nothing before, so its entry can come when there is room.
    if (told.what === 'batch.submit' && isDiskFull(error)) return null;
    throw notKept(error);
  });
  if (batchId !== undefined && asked !== null) announce(batchId, asked);
  /** The command has been carried out: an outcome that cannot be kept must not make it look as if it had failed. */
  const end = async (entry: Omit<NewEntry, 'of'>): Promise<void> => {
    try {
      asked ??= await log.add(question);
      await log.add({ ...entry, of: asked.seq });
    } catch (error) {
      logger?.error(
        { error, what: told.what },
        'the outcome of a command could not be written to the operator log',
      );
    }
  };
  let output: T;
  try {
    output = await work();
  } catch (error) {
    const { message } = toWireError(error);
    await end({ ...entryOf(batchId), phase: 'failed', before, error: message });
    throw error;
  }
  const { batchId: made = batchId, details } = after(output);
  const entry = entryOf(made);
  await end({
    ...{ ...entry, details: { ...entry.details, ...details } },
    ...{ phase: 'done', before, after: countsOf(made) },
  });
  if (batchId === undefined && made !== undefined && asked !== null) announce(made, asked);
  return output;
}

const isDiskFull = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOSPC';

/** Returns the batch that all of the documents belong to; their ids begin with it. */
function batchOfDocuments({ documents }: Told): string | undefined {
  const batches = new Set(documents?.ids.map((id) => id.replace(/-d\d+$/, '')));
  const [only] = batches;
  return batches.size === 1 ? only : undefined;
}

function counts(equation: Equation | null): Counts | null {
  if (equation === null) return null;
  const { received, completed, duplicates, excluded, exceptions, pending } = equation;
  return { received, completed, duplicates, excluded, exceptions, pending };
}

function notKept(error: unknown): RedwellError {
  const { message } = toWireError(error);
  return new RedwellError(
    'disk_full',
    `The operator log could not be written, so nothing was done: ${message}`,
    {
      action: 'Check that the disk with the data folder has space and can be written, then try again.',
      cause: error,
    },
  );
}

/** Carries out an export between its two entries, for hosts that export from the data folder alone. */
export const keptExport = (
  dataDir: string,
  history: CommandLogDeps['history'],
  { batchId, kind, into }: { batchId: string; kind: string; into: string },
  work: () => Promise<ExportReport>,
): Promise<ExportReport> =>
  keepCommand(
    {
      log: openOperatorLog(logFolder(dataDir), { from: 'command line' }),
      history,
      announce: () => undefined,
    },
    { what: 'export.make', batchId, details: { kind, into } },
    ({ target, documents, originals, rootHash }) => ({
      details: { target, documents, originals, ...(rootHash === null ? {} : { rootHash }) },
    }),
    work,
  );
