/** Records what people decide about items, and takes it back. Nothing is deleted. */
import { randomUUID } from 'node:crypto';
import type { AttentionTarget } from '../../../shared/attention.ts';
import type { Database } from '../connection.ts';
import { inTransaction } from '../database.ts';
import { ASSIGNEE, IS_DISMISSED, targetOf } from './conditions.ts';

/** Who decides, and when: Unix ms. */
export interface Decider {
  by: string;
  at: number;
}

export interface Decided {
  /** Names the action, to undo it. */
  decision: string;
  /** Items that it changed. */
  items: number;
}

export interface Decisions {
  /** Dismisses items that are open. */
  dismiss(target: AttentionTarget, reason: string, who: Decider): Decided;
  /** Assigns items to a name; an empty one to nobody. Items that have this name already stay as they are. */
  assign(target: AttentionTarget, name: string, who: Decider): Decided;
  /** Takes an action back. What was decided before it counts again. @returns how many items change */
  undo(decision: string, who: Decider): number;
  /** Takes the dismissals of items back. @returns how many items are open again */
  reopen(target: AttentionTarget, who: Decider): number;
}

export function decisions(db: Database): Decisions {
  const undo = db.prepare(
    'UPDATE attention SET undone_by = ?, undone_at = ? WHERE decision = ? AND undone_at IS NULL',
  );
  const decide = (
    target: AttentionTarget,
    what: { kind: 'dismissed' | 'assigned'; words: string; isNew: string; values: readonly string[] },
    { by, at }: Decider,
  ): Decided => {
    const decision = randomUUID();
    const { from, where, values } = targetOf(target);
    const add = db.prepare(
      `INSERT INTO attention (decision, document, code, kind, words, decided_by, decided_at)
       SELECT ?, i.document, i.code, ?, ?, ?, ? FROM ${from} WHERE ${where} AND ${what.isNew}`,
    );
    const all = [decision, what.kind, what.words, by, at, ...values, ...what.values];
    return { decision, items: Number(inTransaction(db, () => add.run(...all)).changes) };
  };
  return {
    dismiss: (target, reason, who) =>
      decide(target, { kind: 'dismissed', words: reason, isNew: `NOT ${IS_DISMISSED}`, values: [] }, who),
    assign: (target, name, who) =>
      decide(
        target,
        { kind: 'assigned', words: name, isNew: `ifnull(${ASSIGNEE}, '') <> ?`, values: [name] },
        who,
      ),
    undo: (decision, { by, at }) => Number(undo.run(by, at, decision).changes),
    reopen(target, { by, at }) {
      const { from, where, values } = targetOf(target);
      const reopen = db.prepare(
        `UPDATE attention SET undone_by = ?, undone_at = ? WHERE kind = 'dismissed' AND undone_at IS NULL
           AND (document, code) IN (SELECT i.document, i.code FROM ${from} WHERE ${where})`,
      );
      return Number(inTransaction(db, () => reopen.run(by, at, ...values)).changes);
    },
  };
}
