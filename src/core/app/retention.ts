/** Retention for this Redwell: what falls due, what is held, and the deletion of what is due. */
import type { Logger } from 'pino';
import type { Batch } from '../../shared/batches.ts';
import type { DeletionReport } from '../../shared/deletion.ts';
import { RedwellError, toWireError } from '../../shared/errors.ts';
import type { Due, DueBatch, Hold, Retention, RetentionRun } from '../../shared/retention.ts';
import { changeRetention, readRetention, retentionPath } from '../deletion/retention-file.ts';
import {
  DAY_MS,
  dueOf,
  holdOf,
  isSameTarget,
  lookAtClock,
  mayDelete,
  NO_RETENTION,
  type RetentionState,
} from '../deletion/retention-rule.ts';
import type { History } from '../history/types.ts';
import { accountName } from '../operator-log/operator.ts';
import type { CoreHandlers } from './types.ts';

export interface RetentionDeps {
  dataDir: string;
  history: Pick<History, 'listBatches' | 'batch' | 'exports'>;
  /** Unix ms. */
  now?: () => number;
}

export interface RetentionDesk {
  readonly handlers: Pick<
    CoreHandlers,
    'retention.get' | 'retention.preview' | 'retention.set' | 'retention.hold' | 'retention.clock'
  >;
  /** @throws RedwellError conflict when a batch is held, an export of it is open, or nobody knows what is held */
  refuse(batch: Pick<Batch, 'id' | 'name' | 'matter'>): Promise<void>;
  /** Looks at the clock and returns what may be deleted now. @throws RedwellError conflict when the record is damaged */
  ready(): Promise<DueBatch[]>;
  /** Deletes what may be deleted now, one batch after another. @param isStopped asked before each */
  deleteDue(
    remove: (due: DueBatch) => Promise<DeletionReport>,
    isStopped: () => boolean,
  ): Promise<RetentionRun>;
}

const PAGE = 200;
const SHOWN_DAYS = 90;
const MOST_SHOWN = 200;

export function openRetention({ dataDir, history, now = Date.now }: RetentionDeps): RetentionDesk {
  const path = retentionPath(dataDir);
  const view = async (): Promise<Retention> => {
    try {
      return viewOf(await readRetention(path), history, now());
    } catch (error) {
      return { ...viewOf(NO_RETENTION, history, now()), problem: toWireError(error).message };
    }
  };
  const change = async (next: (state: RetentionState) => RetentionState): Promise<Retention> => {
    await changeRetention(path, next);
    return view();
  };
  const refuse: RetentionDesk['refuse'] = async (batch) => {
    const hold = holdOf((await readRetention(path)).holds, batch);
    if (hold !== null) throw isHeld(batch, hold);
    if (history.exports.open().some(({ batchId }) => batchId === batch.id))
      throw new RedwellError('conflict', 'An export of this batch is under way, so it cannot be deleted.', {
        action: 'Wait until the export ends, or cancel it. Then delete the batch.',
      });
  };
  const ready = async (): Promise<DueBatch[]> => {
    const state = await changeRetention(path, (old) => lookAtClock(old, now()));
    return [...dueBatches(state, history)].filter((due) => mayDelete(state, due, now()));
  };
  return {
    refuse,
    ready,
    handlers: {
      'retention.get': view,
      'retention.preview': async ({ rule }) => {
        const asIfSet = { rule, changedAt: now(), confirmed: { at: now(), who: accountName() } };
        return dueIn({ ...(await readRetention(path)), ...asIfSet }, history, now());
      },
      'retention.set': ({ rule, confirmed }) => {
        if (rule !== null && !confirmed) throw notConfirmed();
        return change((state) => ({
          ...lookAtClock(state, now()),
          ...{ rule, changedAt: now(), confirmed: rule === null ? null : { at: now(), who: accountName() } },
        }));
      },
      'retention.hold': ({ target, isOn, reason }) =>
        change((state) => {
          const others = state.holds.filter((hold) => !isSameTarget(hold.target, target));
          const hold: Hold = { target, reason, at: now(), who: accountName() };
          // What a hold kept falls due again, and is announced first like what falls due by a new rule.
          return isOn
            ? { ...state, holds: [...others, hold] }
            : { ...state, holds: others, changedAt: now() };
        }),
      'retention.clock': () => change((state) => ({ ...state, lastSeen: now(), waitUntil: null })),
    },
    async deleteDue(remove, isStopped) {
      const run: RetentionRun = { deleted: [], waiting: [] };
      for (const due of await ready()) {
        if (isStopped()) break;
        try {
          // Everything is read again: a rerun may have begun, or somebody may have set a hold.
          const batch = history.batch(due.batchId);
          const state = await readRetention(path);
          const stillDue = batch === null ? null : dueOf(state, batch);
          if (batch === null || !mayDelete(state, stillDue, now())) continue;
          await refuse(batch);
          run.deleted.push(await remove(due));
        } catch (error) {
          const { code, message } = toWireError(error);
          if (code !== 'conflict') throw error;
          run.waiting.push({ batchId: due.batchId, name: due.name, why: message });
        }
      }
      return run;
    },
  };
}

/** Streams what the rule applies to, what is held included. */
function* dueBatches(state: RetentionState, history: RetentionDeps['history']): Generator<DueBatch> {
  if (state.rule === null) return;
  for (let cursor: string | null = null; ; ) {
    const page: ReturnType<History['listBatches']> = history.listBatches({
      ...{ search: '', status: 'all', cursor, limit: PAGE },
    });
    for (const batch of page.items) {
      const due = dueOf(state, batch);
      if (due !== null) yield due;
    }
    if (page.next === null) return;
    cursor = page.next;
  }
}

function dueIn(state: RetentionState, history: RetentionDeps['history'], now: number): Due {
  const soon = [...dueBatches(state, history)]
    .filter(({ deleteAt }) => deleteAt <= now + SHOWN_DAYS * DAY_MS)
    .sort((a, b) => a.deleteAt - b.deleteAt);
  return { due: soon.slice(0, MOST_SHOWN), dueCount: soon.filter(({ hold }) => hold === null).length };
}

function viewOf(state: RetentionState, history: RetentionDeps['history'], now: number): Retention {
  const { rule, confirmed, holds, waitUntil } = state;
  return {
    ...{ rule, confirmed, holds, ...dueIn(state, history, now) },
    clockWaitsUntil: rule !== null && waitUntil !== null && waitUntil > now ? waitUntil : null,
    problem: null,
  };
}

function isHeld(
  { name, matter }: Pick<Batch, 'name' | 'matter'>,
  { target, reason, who }: Hold,
): RedwellError {
  const why = reason === '' ? '' : ` Reason: ${reason}`;
  return new RedwellError(
    'conflict',
    'matter' in target
      ? `The matter “${matter}” is under a legal hold, so its batches cannot be deleted.${why}`
      : `The batch “${name}” is held back, so it cannot be deleted.${why}`,
    { action: `Ask ${who || 'the person'} who set the hold. It can be ended in Settings, under Retention.` },
  );
}

const notConfirmed = (): RedwellError =>
  new RedwellError('invalid_input', 'Nobody has confirmed that Redwell may delete batches by itself.', {
    action: 'Read what falls due, and confirm it.',
  });

export interface KeeperDeps {
  desk: RetentionDesk;
  remove(due: DueBatch): Promise<DeletionReport>;
  /** Whether a deletion can be carried out now. */
  isReady(): boolean;
  /** Tells people what will be deleted within a week. */
  announce(count: number, deleteAt: number): void;
  log: Logger;
}

/** Returns the work that looks every now and then at what is due. A look that finds nothing costs a few reads. */
export function retentionWork({ desk, remove, isReady, announce, log }: KeeperDeps) {
  let told = '';
  return async (isStopped: () => boolean): Promise<void> => {
    if (isReady()) {
      const { deleted, waiting } = await desk.deleteDue(remove, isStopped);
      for (const { batchId } of deleted) log.warn({ batchId }, 'a batch was deleted by the retention rule');
      for (const one of waiting) log.warn(one, 'a batch that is due was not deleted yet');
    }
    const { due } = await desk.handlers['retention.get']({});
    const [first, ...others] = due.filter(({ hold }) => hold === null);
    if (first === undefined || first.deleteAt > Date.now() + WEEK_MS) return;
    const day = (at: number): number => Math.floor(at / DAY_MS);
    const count = 1 + others.filter(({ deleteAt }) => day(deleteAt) === day(first.deleteAt)).length;
    const key = `${count} ${day(first.deleteAt)}`;
    if (key !== told) announce(count, first.deleteAt);
    told = key;
  };
}
const WEEK_MS = 7 * DAY_MS;
