/** Finds the documents of a list that are similar to others, or in threads of mails. */
import { relationOf } from '../../../shared/similar.ts';

/** The document itself, or for a duplicate the one with its content that was compared. */
const COMPARED = `(SELECT coalesce(t.n, s.n) FROM documents s
  LEFT JOIN documents t ON s.status = 'duplicate' AND t.id = s.duplicate_of WHERE s.id = ?)`;
const ANY: Readonly<Record<string, string>> = {
  similar: 'd.n IN (SELECT document FROM similar_families)',
  thread: 'd.n IN (SELECT document FROM mail_threads)',
  inclusive: 'd.n IN (SELECT document FROM mail_threads WHERE contained_in IS NULL)',
};

/** Returns a condition on the document `d`. @param related see `relatedSchema` */
export function relatedCondition(related: string): { sql: string; values: readonly string[] } {
  const relation = relationOf(related);
  if (relation === null) return { sql: 'false', values: [] };
  const { kind, documentId } = relation;
  if (documentId === null) return { sql: ANY[kind] ?? 'false', values: [] };
  const [table, group] = kind === 'similar' ? ['similar_families', 'pivot'] : ['mail_threads', 'thread'];
  return {
    sql: `d.n IN (SELECT document FROM ${table}
      WHERE ${group} = (SELECT ${group} FROM ${table} WHERE document = ${COMPARED}))`,
    values: [documentId],
  };
}
