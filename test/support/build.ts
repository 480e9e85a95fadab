/** Global setup of Vitest and Playwright: the tests start programs from `out/`, which must be current. */
import { ensureBuilt } from '../../scripts/lib-build.mjs';

export default function setup(): void {
  ensureBuilt();
}
