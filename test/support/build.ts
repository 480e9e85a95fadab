/** Vitest's global set-up for the integration tests: they start what is in `out/`, so it must be current. */
import { ensureBuilt } from '../../scripts/lib-build.mjs';

export default function setup(): void {
  ensureBuilt();
}
