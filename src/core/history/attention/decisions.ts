/** Records what people decide about items, and takes it back. Nothing is deleted. */
import { randomUUID } from 'node:crypto';
import type { AttentionTarget } from '../../../shared/attention.ts';
import type { Database } from '../connection.ts';
import { inTransaction } from '../database.ts';
import { ASSIGNEE, IS_DISMISSED, targetOf } from './conditions.ts';
import type { Decided, Decider, Decisions } from './types.ts';

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
