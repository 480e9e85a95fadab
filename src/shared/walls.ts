/** The walls around the processes that read untrusted files. */
import { z } from 'zod';

/** Each with what it means, in words that complete “The parsers have …”. */
export const WALLS = {
  network: 'no network',
  files: 'no sight of other files',
  processes: 'no sight of other programs',
  rights: 'no way to gain rights',
  code: 'limits on their own code',
} as const;
export type Wall = keyof typeof WALLS;
export const WALL_NAMES = Object.keys(WALLS) as readonly Wall[] as readonly [Wall, ...Wall[]];

export const wallsSchema = z.object({
  on: z.array(z.enum(WALL_NAMES)),
  missing: z.array(z.enum(WALL_NAMES)),
  /** What builds them, e.g. `namespaces`. */
  by: z.string(),
});
export type Walls = z.infer<typeof wallsSchema>;

/** Says in one sentence which walls are up and which are missing. */
export function describeWalls({ on, missing }: Walls): string {
  const list = (walls: readonly Wall[]): string => walls.map((wall) => WALLS[wall]).join(', ');
  const up = `no passwords, only the bytes that they read${on.length === 0 ? '' : `, ${list(on)}`}`;
  return missing.length === 0 ? `${up}.` : `${up}. Missing: ${list(missing)}.`;
}
