/** The SQL that selects items: by a filter, or by their names. */
import {
  ATTENTION_CODES,
  type AttentionFilter,
  type AttentionKey,
  type AttentionTarget,
} from '../../../shared/attention.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../../shared/exceptions.ts';
import { likePattern } from '../paths.ts';

export type Value = string | number;

/** A FROM and a WHERE clause over items `i`, and the values of their parameters. */
export interface Selection {
  readonly from: string;
  readonly where: string;
  readonly values: readonly Value[];
}

/** A kind of problem. The list has one group for each. */
export interface Problem {
  readonly code: ExceptionCode;
  readonly intake: 0 | 1;
}

/** Every kind, in the order of the list. */
export const PROBLEMS: readonly Problem[] = ATTENTION_CODES.flatMap((code): Problem[] => [
  { code, intake: 0 },
  { code, intake: 1 },
]);

const decision = (kind: 'dismissed' | 'assigned'): string =>
  `FROM attention a WHERE a.document = i.document AND a.code = i.code AND a.kind = '${kind}' AND a.undone_at IS NULL`;

export const IS_DISMISSED = `EXISTS (SELECT 1 ${decision('dismissed')})`;
/** The last assignment that nobody has undone counts, and an empty name assigns nobody. */
export const ASSIGNEE = `nullif((SELECT a.words ${decision('assigned')} ORDER BY a.decided_at DESC, a.n DESC LIMIT 1), '')`;

/** Whether a group can have items that pass the filter. */
export const isAsked = ({ code, intake }: Problem, filter: AttentionFilter): boolean =>
  (filter.actor === null || EXCEPTIONS[code].actor === filter.actor) &&
  (filter.code === null || filter.code === code) &&
  (filter.intake === null || filter.intake === (intake === 1));

/** Selects what passes a filter, whatever group it is in. */
export function selectionOf(filter: AttentionFilter): Selection {
  const parts = [filter.state === 'dismissed' ? IS_DISMISSED : `NOT ${IS_DISMISSED}`];
  const values: Value[] = [];
  const add = (sql: string, value: Value): void => {
    parts.push(sql);
    values.push(value);
  };
  if (filter.batchId !== null) add('i.batch = (SELECT n FROM batches WHERE id = ?)', filter.batchId);
  if (filter.matter !== null) add('i.batch IN (SELECT n FROM batches WHERE matter = ?)', filter.matter);
  if (filter.assignee === '') parts.push(`${ASSIGNEE} IS NULL`);
  else if (filter.assignee !== null) add(`${ASSIGNEE} = ?`, filter.assignee);
  const pattern = likePattern(filter.search);
  if (pattern !== null)
    add(
      String.raw`(SELECT coalesce(d.folded, d.path) FROM documents d WHERE d.n = i.document) LIKE ? ESCAPE '\'`,
      pattern,
    );
  return { from: 'attention_items i', where: parts.join(' AND '), values };
}

const codesOf = (problems: readonly Problem[]): string =>
  problems.map(({ code, intake }) => `('${code}', ${intake})`).join(', ');

/** Selects the items of an action. */
export function targetOf(target: AttentionTarget): Selection {
  if ('items' in target) return namedItems(target.items);
  const { from, where, values } = selectionOf(target.filter);
  const asked = PROBLEMS.filter((problem) => isAsked(problem, target.filter));
  if (asked.length === 0) return { from, where: 'false', values: [] };
  return { from, where: `(i.code, i.intake) IN (VALUES ${codesOf(asked)}) AND ${where}`, values };
}

const namedItems = (items: readonly AttentionKey[]): Selection => ({
  from: `(SELECT DISTINCT d.n AS document, k.value ->> 1 AS code
      FROM json_each(?) k CROSS JOIN documents d ON d.id = k.value ->> 0) named
    CROSS JOIN attention_items i ON i.document = named.document AND i.code = named.code`,
  where: 'true',
  values: [JSON.stringify(items.map(({ documentId, code }) => [documentId, code]))],
});
