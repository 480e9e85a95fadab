/** Reads pages of compared documents. */
import type { Change, ChangeKind, ChangeSide } from '../../../shared/bridge-compare.ts';
import type { DocumentException } from '../../../shared/documents.ts';
import type { Database } from '../connection.ts';

interface SideRecord {
  id: string;
  path: string;
  sha256: string | null;
  bytes: number;
  type: ChangeSide['type'];
  status: ChangeSide['status'];
  code: ChangeSide['code'];
  intake_warnings: string;
  warnings: string;
}

interface CompareRecord {
  n: number;
  kind: ChangeKind;
  a: number | null;
  b: number | null;
}

/** A row with its place in the table, by which the next page is found. */
export interface PlacedChange {
  readonly n: number;
  readonly change: Change;
}

type ChangeReader = (
  comparison: number,
  kind: ChangeKind | null,
  after: number,
  limit: number,
) => PlacedChange[];

/**
 * Returns a function that reads rows that `matchDocuments` wrote.
 * @param kind null: every row with a difference @param after the place before the first row
 */
export function changeReader(db: Database): ChangeReader {
  const side = db.prepare(
    `SELECT id, path, sha256, bytes, type, status, code, intake_warnings, warnings FROM documents WHERE n = ?`,
  );
  const rows = db.prepare(
    `SELECT n, kind, a, b FROM compared
     WHERE comparison = :comparison AND n > :after AND iif(:kind IS NULL, kind <> 'same', kind = :kind)
     ORDER BY n LIMIT :limit`,
  );
  const sideOf = (n: number | null): ChangeSide | null => {
    const record = n === null ? undefined : (side.get(n) as SideRecord | undefined);
    if (record === undefined) return null;
    const { id, intake_warnings, warnings, ...same } = record;
    const all = [intake_warnings, warnings].flatMap((list) => JSON.parse(list) as DocumentException[]);
    return { ...same, documentId: id, warnings: [...new Set(all.map(({ code }) => code))].sort() };
  };
  return (comparison, kind, after, limit) =>
    (rows.all({ comparison, kind, after, limit }) as unknown as CompareRecord[]).map((row) => ({
      n: row.n,
      change: { kind: row.kind, a: sideOf(row.a), b: sideOf(row.b) },
    }));
}
