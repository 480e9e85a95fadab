/** Starts something once for all tests of a file or a suite. */
import { afterAll, beforeAll } from 'vitest';
import { Lifetime } from '../../src/core/util/lifecycle.ts';

/**
 * Calls `start` before the first test and disposes the scope after the last one, even if `start` failed half-way.
 * @returns a getter for the result of `start`, for tests and for hooks that are registered later
 */
export function sharedFixture<T>(start: (scope: Lifetime) => Promise<T>): () => T {
  const scope = new Lifetime();
  let started: { value: T } | undefined;
  beforeAll(async () => {
    started = { value: await start(scope) };
  });
  afterAll(() => scope.dispose());
  return () => {
    if (started === undefined) throw new Error('Call this only in tests and in hooks that run between them');
    return started.value;
  };
}
