/** The rooms of src as docs/architecture.md shows them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @type {Record<string, { does: string, imports: string[] }>} */
export const ROOMS = JSON.parse(readFileSync(join(import.meta.dirname, 'rooms.json'), 'utf8'));

const short = (room) => room.replace(/^core\//, '');

/** The table of docs/architecture.md, from the top floor down. */
export function roomsTable() {
  const rows = Object.entries(ROOMS)
    .reverse()
    .map(([room, { does, imports }]) => {
      const allowed = imports.length === 0 ? 'nothing' : imports.map(short).join(', ');
      return `| \`src/${room}\` | ${does} | ${allowed} |`;
    });
  return ['| room | what it does | may import |', '|---|---|---|', ...rows].join('\n');
}
