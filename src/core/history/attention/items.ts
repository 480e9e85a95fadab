/** Lists and counts what waits for a person, in all batches. */
import type {
  AttentionFilter,
  AttentionGroup,
  AttentionItem,
  AttentionSummary,
} from '../../../shared/attention.ts';
import type { DocumentException, DocumentRow } from '../../../shared/documents.ts';
import { canRetryHelp, EXCEPTIONS, type ExceptionCode } from '../../../shared/exceptions.ts';
import type { Database } from '../connection.ts';
import { decodeCursor, encodeCursor } from '../cursors.ts';
import { attemptReader, exceptionOf } from '../document-rows.ts';
import { ASSIGNEE, IS_DISMISSED, isAsked, PROBLEMS, selectionOf, targetOf } from './conditions.ts';
import type { AttentionQueries } from './types.ts';

interface ItemRecord {
  n: number;
  batch: number;
  code: ExceptionCode;
  intake: number;
  id: string;
  batch_id: string;
  batch_name: string;
  matter: string;
  path: string;
  parent_id: string | null;
  type: DocumentRow['type'];
  exception: string | null;
  intake_warnings: string;
  warnings: string;
  assignee: string | null;
}

interface Count {
  code: ExceptionCode;
  intake: number;
  batch: number;
  count: number;
}

const ROW = `SELECT i.document AS n, i.batch, i.code, i.intake, d.id, b.id AS batch_id, b.name AS batch_name, b.matter,
    d.path, d.parent_id, d.type, d.exception, d.intake_warnings, d.warnings, ${ASSIGNEE} AS assignee
  FROM attention_items i CROSS JOIN documents d ON d.n = i.document CROSS JOIN batches b ON b.n = i.batch`;

/** Warnings about which nobody needs to do anything are no items. */
const LISTED = `i.code IN (${[...new Set(PROBLEMS.map(({ code }) => `'${code}'`))].join(', ')})`;

export function attentionQueries(db: Database): AttentionQueries {
  const details = detailReader(db);
  const count = db.prepare(
    `SELECT count(*) AS count FROM attention_items i WHERE ${LISTED} AND NOT ${IS_DISMISSED}`,
  );

  /** Reads the items of one group. @param after batch and document of the last item before them */
  const readGroup = (
    filter: AttentionFilter,
    group: number,
    after: readonly number[],
    limit: number,
  ): ItemRecord[] => {
    const { where, values } = selectionOf(filter);
    const problem = PROBLEMS[group];
    if (problem === undefined || !isAsked(problem, filter)) return [];
    const keyset = after.length === 0 ? '' : ' AND (i.batch, i.document) > (?, ?)';
    const sql = `${ROW} WHERE i.code = ? AND i.intake = ?${keyset} AND ${where} ORDER BY i.batch, i.document LIMIT ?`;
    return db
      .prepare(sql)
      .all(problem.code, problem.intake, ...after, ...values, limit) as unknown as ItemRecord[];
  };

  const countBy = (filter: AttentionFilter): Count[] => {
    const { from, where, values } = selectionOf(filter);
    return db
      .prepare(
        `SELECT i.code, i.intake, i.batch, count(*) AS count FROM ${from}
         WHERE ${LISTED} AND ${where} GROUP BY i.code, i.intake, i.batch`,
      )
      .all(...values) as unknown as Count[];
  };

  return {
    list({ filter, cursor, limit }) {
      const [first = 0, ...after] = cursor === null ? [] : decodeCursor(cursor, 3);
      const found: { group: number; record: ItemRecord }[] = [];
      for (let group = first; group < PROBLEMS.length && found.length <= limit; group += 1) {
        const rows = readGroup(filter, group, group === first ? after : [], limit + 1 - found.length);
        found.push(...rows.map((record) => ({ group, record })));
      }
      const last = found.length > limit ? found[limit - 1] : undefined;
      return {
        items: found.slice(0, limit).map(({ record }) => details(record)),
        next: last === undefined ? null : encodeCursor([last.group, last.record.batch, last.record.n]),
        total: groupsOf(countBy(filter))
          .filter(({ code, intake }) => isAsked({ code, intake: intake ? 1 : 0 }, filter))
          .reduce((sum, group) => sum + group.count, 0),
      };
    },
    summary: (filter) => summaryOf(db, filter, countBy),
    count: () => (count.get() as { count: number }).count,
    retryable(target, only) {
      const { from, where, values } = targetOf(target);
      const rows = db
        .prepare(
          `SELECT b.id AS batch, d.id AS document, i.code FROM ${from} CROSS JOIN documents d ON d.n = i.document
             CROSS JOIN batches b ON b.n = i.batch
           WHERE ${where} AND i.intake = 0 AND d.status = 'exception' ORDER BY i.batch, i.document`,
        )
        .all(...values) as unknown as { batch: string; document: string; code: ExceptionCode }[];
      const found = new Map<string, string[]>();
      for (const { batch, document, code } of rows) {
        if (!canRetryHelp(code) || (only !== null && code !== only)) continue;
        const ids = found.get(batch);
        if (ids === undefined) found.set(batch, [document]);
        else ids.push(document);
      }
      return found;
    },
  };
}

/** Adds the counts of all batches, in the order of the list. */
function groupsOf(counts: readonly Count[]): AttentionGroup[] {
  const sums = new Map<string, number>();
  for (const { code, intake, count } of counts)
    sums.set(`${code} ${intake}`, (sums.get(`${code} ${intake}`) ?? 0) + count);
  return PROBLEMS.flatMap(({ code, intake }) => {
    const count = sums.get(`${code} ${intake}`);
    return count === undefined ? [] : [{ actor: EXCEPTIONS[code].actor, code, intake: intake === 1, count }];
  });
}

const ANYTHING: AttentionFilter = {
  ...{ state: 'open', actor: null, code: null, intake: null, batchId: null, matter: null, assignee: null },
  search: '',
};

function summaryOf(
  db: Database,
  filter: AttentionFilter,
  countBy: (filter: AttentionFilter) => Count[],
): AttentionSummary {
  const sum = (counts: readonly Count[]): number => counts.reduce((total, one) => total + one.count, 0);
  const open = countBy(ANYTHING);
  const dismissed = countBy({ ...ANYTHING, state: 'dismissed' });
  const shown = filter.state === 'open' ? open : dismissed;
  const isPlain = [filter.batchId, filter.matter, filter.assignee].every((one) => one === null);
  const named = db.prepare('SELECT id, name, matter FROM batches WHERE n = ?');
  const byBatch = new Map<number, number>();
  for (const { batch, count } of shown) byBatch.set(batch, (byBatch.get(batch) ?? 0) + count);
  const matters = new Map<string, number>();
  const batches = [...byBatch]
    .sort(([a], [b]) => b - a)
    .map(([n, count]) => {
      const { id, name, matter } = named.get(n) as { id: string; name: string; matter: string };
      matters.set(matter, (matters.get(matter) ?? 0) + count);
      return { id, name, count };
    });
  const assignees = db
    .prepare(
      `SELECT DISTINCT words FROM attention WHERE kind = 'assigned' AND undone_at IS NULL AND words <> '' ORDER BY words`,
    )
    .all() as { words: string }[];
  return {
    groups: groupsOf(isPlain && filter.search.trim() === '' ? shown : countBy(filter)),
    open: sum(open),
    dismissed: sum(dismissed),
    batches,
    matters: [...matters]
      .map(([matter, count]) => ({ matter, count }))
      .filter(({ matter }) => matter !== '')
      .sort((a, b) => a.matter.localeCompare(b.matter)),
    assignees: assignees.map(({ words }) => words),
  };
}

/** Returns a function that adds to an item what its document and its decisions say. */
function detailReader(db: Database): (record: ItemRecord) => AttentionItem {
  const attemptsOf = attemptReader(db);
  const dismissal = db.prepare(
    `SELECT words, decided_by, decided_at FROM attention
     WHERE document = ? AND code = ? AND kind = 'dismissed' AND undone_at IS NULL ORDER BY decided_at DESC, n DESC LIMIT 1`,
  );
  /** Returns the entries of a document that make up one item. */
  const problemsOf = ({ n, code, exception, intake_warnings, warnings }: ItemRecord): DocumentException[] => {
    if (EXCEPTIONS[code].severity === 'error') {
      const failure = exceptionOf({ exception }, attemptsOf(n));
      return failure === null ? [] : [failure];
    }
    return [intake_warnings, warnings]
      .flatMap((list) => JSON.parse(list) as DocumentException[])
      .filter((warning) => warning.code === code);
  };
  return (r) => {
    const problems = problemsOf(r);
    const decided = dismissal.get(r.n, r.code) as
      | { words: string; decided_by: string; decided_at: number }
      | undefined;
    const said = [...new Set(problems.map(({ detail }) => detail).filter((detail) => detail !== ''))];
    return {
      documentId: r.id,
      code: r.code,
      intake: r.intake === 1,
      batchId: r.batch_id,
      batchName: r.batch_name,
      matter: r.matter,
      path: r.path,
      member: r.parent_id !== null,
      type: r.type,
      detail: said.join('\n'),
      pages: [...new Set(problems.flatMap(({ pages }) => pages ?? []))].sort((a, b) => a - b),
      assignee: r.assignee,
      dismissed:
        decided === undefined
          ? null
          : { reason: decided.words, by: decided.decided_by, at: decided.decided_at },
    };
  };
}
