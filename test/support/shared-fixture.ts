/** What stands for all tests of a file or a suite. */
import { afterAll, beforeAll } from 'vitest';
import { Lifetime } from '../../src/core/util/lifecycle.ts';

/**
 * Starts something before the first test; after the last one, whatever was put into the scope ends, the latest
 * first, also when the start failed half-way.
 * @returns gives what was started, to hooks that were registered later and to tests
 */
export function sharedFixture<T>(start: (scope: Lifetime) => Promise<T>): () => T {
  const scope = new Lifetime();
  let started: { value: T } | undefined;
  beforeAll(async () => {
    started = { value: await start(scope) };
  });
  afterAll(() => scope.dispose());
  return () => {
    if (started === undefined) throw new Error('Only from the first test to the last');
    return started.value;
  };
}
