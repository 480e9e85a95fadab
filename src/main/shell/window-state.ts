/** Where the window was: kept in a file, and only used where a screen still is. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle, Screen } from 'electron';
import { z } from 'zod';

const whole = z.number().int().min(-100_000).max(100_000);
const STATE = z.strictObject({
  x: whole,
  y: whole,
  width: whole,
  height: whole,
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof STATE>;

/** The window when nothing is known. Pixels. */
export const USUAL = { width: 1280, height: 860 };
export const LEAST = { width: 640, height: 480 };
/** So much of the title bar must lie on a screen that a person can grab it. Pixels. */
const GRAB = { width: 120, height: 40 };

const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);

/**
 * Returns the place for the window: as it was, but no larger than its screen, and only if its title bar lies on one of
 * the screens. Otherwise only the size, and the system chooses the place.
 * @param areas the work areas of all screens
 */
export function placeFor(
  state: WindowState | null,
  areas: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  if (state === null) return USUAL;
  const reachable = areas.find(
    (area) =>
      overlap(state.x, state.width, area.x, area.width) >= GRAB.width &&
      overlap(state.y, GRAB.height, area.y, area.height) >= GRAB.height,
  );
  const room = reachable ?? areas[0] ?? { x: 0, y: 0, ...USUAL };
  const width = Math.max(LEAST.width, Math.min(state.width, room.width));
  const height = Math.max(LEAST.height, Math.min(state.height, room.height));
  return reachable === undefined ? { width, height } : { width, height, x: state.x, y: state.y };
}

/** Returns what was kept; null if there is nothing, or nothing that makes sense. */
export function readState(file: string): WindowState | null {
  try {
    return STATE.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The first start, or a damaged file. The usual place is as good.
    return null;
  }
}

export type Placed = Pick<BrowserWindow, 'getNormalBounds' | 'isMaximized' | 'on'>;

/**
 * Keeps the place of the window whenever it closes or is hidden.
 * @param failed receives the error when the file could not be written
 * @returns a function to call when the app quits, because no window closes then
 */
export function keepState(window: Placed, file: string, failed: (error: unknown) => void): () => void {
  const keep = (): void => {
    const { x, y, width, height } = window.getNormalBounds();
    try {
      writeFileSync(file, JSON.stringify({ x, y, width, height, maximized: window.isMaximized() }));
    } catch (error) {
      failed(error);
    }
  };
  window.on('close', keep);
  window.on('hide', keep);
  return keep;
}

/** Returns the work areas of all screens. */
export const workAreas = (screen: Pick<Screen, 'getAllDisplays'>): Rectangle[] =>
  screen.getAllDisplays().map(({ workArea }) => workArea);
