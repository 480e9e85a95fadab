/** Writes the tables of a page: a row is a line, and tabs separate its cells. */

interface Cell {
  colspan: number;
  rowspan: number;
  text: string;
}

/** A cell that spans more columns is not one of a real table. */
const MAX_SPAN = 50;
/** A cell with more lines is part of the page's layout, not a value. */
const MAX_LINES = 4;

/** Returns the table as text. Cells that span keep the later cells of a row in their columns. */
export function tableText(rows: readonly (readonly Cell[])[]): string {
  const isData = rows.some((row) => filled(row).length > 1);
  /** For each column, the rows that a cell above still covers. */
  const covered: number[] = [];
  return rows
    .map((row) => rowText(row, isData, covered))
    .filter((line) => line !== '')
    .join('\n');
}

const filled = (row: readonly Cell[]): Cell[] => row.filter(({ text }) => text.trim() !== '');

function rowText(row: readonly Cell[], isData: boolean, covered: number[]): string {
  const columns = placed(row, covered);
  const cells = filled(row);
  const isLayout = cells.some(({ text }) => text.includes('\t') || text.split('\n').length > MAX_LINES);
  if (!isData || isLayout) return cells.map(({ text }) => text).join('\n');
  return columns
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .join('\t')
    .trimEnd();
}

/** Returns the texts of a row by column, with empty ones where a cell spans. */
function placed(row: readonly Cell[], covered: number[]): string[] {
  const columns: string[] = [];
  const skipCovered = (): void => {
    while ((covered[columns.length] ?? 0) > 0) {
      covered[columns.length] = (covered[columns.length] ?? 0) - 1;
      columns.push('');
    }
  };
  for (const { colspan, rowspan, text } of row) {
    skipCovered();
    for (let i = 0; i < Math.min(Math.max(1, colspan), MAX_SPAN); i += 1) {
      covered[columns.length] = Math.max(0, rowspan - 1);
      columns.push(i === 0 ? text : '');
    }
  }
  skipCovered();
  return columns;
}
