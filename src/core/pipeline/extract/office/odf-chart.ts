/** Reads a chart of OpenDocument: its titles, and the table of its numbers. */
import { TableRows } from './odf-table.ts';
import { readXml } from './xml.ts';

/** Characters of a chart that are read at most; charts repeat numbers of the document. */
const ROOM = 100_000;

/** Returns `[Chart]` with the titles, then the rows of its table; no lines if the object is not a chart. */
export function odfChartLines(content: Buffer): string[] {
  const titles: string[] = [];
  const lines: string[] = [];
  const table = new TableRows();
  let isChart = false;
  let inCell = false;
  let text = '';
  readXml(content, {
    open(name, attributes) {
      if (name === 'chart') isChart = true;
      if (name === 'p' && !inCell) text = '';
      if (name === 'table-row') table.openRow(attributes);
      if (name !== 'table-cell') return;
      table.openCell(attributes);
      [inCell, text] = [true, ''];
    },
    text(piece) {
      text += piece;
    },
    close(name) {
      const line = text.replace(/\s+/g, ' ').trim();
      if (name === 'p' && !inCell && line !== '') titles.push(line);
      if (name === 'table-row') lines.push(...table.closeRow(ROOM));
      if (name !== 'table-cell') return;
      table.closeCell(line, ROOM);
      inCell = false;
    },
  });
  return isChart && titles.length + lines.length > 0 ? [`[Chart] ${titles.join('; ')}`.trim(), ...lines] : [];
}
