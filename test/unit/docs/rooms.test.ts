/** The rooms in docs/architecture.md, the rules that dependency-cruiser checks, and the imports that exist are the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOMS, roomsTable } from '../../../scripts/lib-rooms.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const names = Object.keys(ROOMS);
const roomOf = (path: string): string | undefined => names.find((room) => path.startsWith(`src/${room}/`));

describe('the rooms of src', () => {
  const imports = new Map<string, Set<string>>();
  beforeAll(async () => {
    const { output } = await cruise(['src'], {
      baseDir: ROOT,
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
    });
    for (const { source, dependencies } of (output as ICruiseResult).modules)
      for (const { resolved } of dependencies) {
        const [from, to] = [roomOf(source), roomOf(resolved)];
        if (from === undefined || to === undefined || from === to) continue;
        imports.set(from, (imports.get(from) ?? new Set()).add(to));
      }
  });

  it('stand in docs/architecture.md as they are checked', () => {
    expect(readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8')).toContain(roomsTable());
  });

  it.each(names.filter((room) => room.startsWith('core/')))('list for %s exactly what it imports', (room) => {
    expect([...(imports.get(room) ?? [])].sort()).toEqual([...(ROOMS[room]?.imports ?? [])].sort());
  });

  it('are listed from the ground up', () => {
    for (const [room, allowed] of Object.entries(ROOMS).map(
      ([name, { imports: list }]) => [name, list] as const,
    ))
      for (const other of allowed.filter((name) => name !== 'core'))
        expect(names.indexOf(other), `${room} imports ${other}`).toBeLessThan(names.indexOf(room));
  });
});
