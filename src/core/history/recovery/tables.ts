/** The shapes of history's tables, by which rows are told apart when the file no longer says whose they are. */
import type { Database } from '../connection.ts';
import type { Value } from './page-rows.ts';

interface Column {
  name: string;
  type: string;
  notNull: boolean;
}

export interface TableShape {
  name: string;
  columns: readonly Column[];
  /** `index`: a table without rowids. */
  kind: 'table' | 'index';
  /** Index of the column that is the rowid and is stored as NULL; -1 when there is none. */
  rowidColumn: number;
}

/** Columns that later versions added: rows written before them are that much shorter. */
const MAX_MISSING_COLUMNS = 4;

/** Reads the shapes of the tables from a history that is whole. */
export function tableShapes(db: Database): Map<string, TableShape> {
  const tables = db
    .prepare(`SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 1`)
    .all() as { name: string; wr: number }[];
  const columnsOf = db.prepare('SELECT name, type, "notnull" AS nn, pk FROM pragma_table_info(?)');
  return new Map(
    tables.map(({ name, wr }) => {
      const columns = columnsOf.all(name) as { name: string; type: string; nn: number; pk: number }[];
      const keys = columns.filter(({ pk }) => pk > 0);
      const alias = wr === 0 && keys.length === 1 && keys[0]?.type === 'INTEGER' ? keys[0] : null;
      return [
        name,
        {
          name,
          columns: columns.map((c) => ({ name: c.name, type: c.type, notNull: c.nn === 1 || c.pk > 0 })),
          kind: wr === 1 ? ('index' as const) : ('table' as const),
          rowidColumn: alias === null ? -1 : columns.indexOf(alias),
        },
      ];
    }),
  );
}

/** Returns a row as named columns; null when it cannot be a row of this table. */
export function rowAs(
  shape: TableShape,
  rowid: number | null,
  values: readonly Value[],
): Record<string, Value> | null {
  const { columns, rowidColumn } = shape;
  if (values.length > columns.length || values.length < columns.length - MAX_MISSING_COLUMNS) return null;
  const row: Record<string, Value> = {};
  for (const [i, stored] of values.entries()) {
    const column = columns[i];
    if (column === undefined || (i === rowidColumn && stored !== null)) return null;
    const value = i === rowidColumn ? rowid : stored;
    if (!fits(value, column)) return null;
    row[column.name] = value;
  }
  return row;
}

function fits(value: Value, { type, notNull }: Column): boolean {
  if (value === null) return !notNull;
  switch (type) {
    case 'TEXT':
      return typeof value === 'string';
    case 'INTEGER':
      return typeof value === 'bigint' || Number.isSafeInteger(value);
    case 'REAL':
      return typeof value === 'number';
    default:
      return Buffer.isBuffer(value);
  }
}
