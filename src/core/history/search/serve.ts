/** Answers searches that arrive as messages, one at a time, in a thread or beside other work. */
import { setImmediate } from 'node:timers/promises';
import { RedwellError, toWireError, type WireError } from '../../../shared/errors.ts';
import type { SearchInput } from '../../../shared/search.ts';
import { connect, type Database } from '../connection.ts';
import { damagedNow, isDamage } from '../inspect.ts';
import { type SearchEngine, searchEngine } from './engine.ts';
import type { Steps } from './evaluate.ts';

/** What a search asks for, with a number by which its answer is known. */
export type SearchJob = { readonly id: number } & (
  | { readonly kind: 'find'; readonly input: SearchInput }
  | { readonly kind: 'facets'; readonly input: { query: string } }
  | { readonly kind: 'marks'; readonly input: { query: string; documentId: string } }
);
/** `stop`: nobody waits for this answer any more. */
export type SearchMessage = SearchJob | { readonly id: number; readonly kind: 'stop' };

export interface SearchReply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: WireError;
}

/** The end of a channel; both kinds of Node have it. */
export interface Port {
  on(event: 'message', listener: (message: SearchMessage) => void): unknown;
  postMessage(reply: SearchReply): void;
}

/** How long a search runs before messages are looked at, ms. */
const SLICE_MS = 10;

export const stopped = (): RedwellError =>
  new RedwellError('canceled', 'The search was stopped because another one took its place.');

/**
 * Answers every job of a port, in order. The connection is opened by the first one: most consoles never search.
 * @returns a function that closes it
 */
export function serveSearches(port: Port, path: string): () => void {
  let open: { db: Database; engine: SearchEngine } | null = null;
  let last: Promise<void> = Promise.resolve();
  const stops = new Set<number>();

  const engineOf = (): SearchEngine => {
    if (open === null) {
      const db = connect(path, true);
      db.exec('PRAGMA cache_size = -32768');
      open = { db, engine: searchEngine(db) };
    }
    return open.engine;
  };

  const answer = async (job: SearchJob): Promise<void> => {
    try {
      const value = await run(stepsOf(engineOf(), job), () => stops.has(job.id));
      port.postMessage({ id: job.id, value });
    } catch (error) {
      port.postMessage({ id: job.id, error: toWireError(isDamage(error) ? damagedNow(path, error) : error) });
    } finally {
      stops.delete(job.id);
    }
  };

  port.on('message', (message) => {
    if (message.kind === 'stop') stops.add(message.id);
    else last = last.then(() => answer(message));
  });
  return () => {
    open?.engine.dispose();
    open?.db.close();
    open = null;
  };
}

function stepsOf(engine: SearchEngine, job: SearchJob): Steps<unknown> {
  switch (job.kind) {
    case 'find':
      return engine.find(job.input);
    case 'facets':
      return engine.facets(job.input);
    case 'marks':
      return engine.marks(job.input);
  }
}

/** Runs steps to their end; lets messages in now and then. @throws RedwellError canceled */
async function run<T>(steps: Steps<T>, isStopped: () => boolean): Promise<T> {
  let since = performance.now();
  for (;;) {
    if (isStopped()) throw stopped();
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < SLICE_MS) continue;
    await setImmediate();
    since = performance.now();
  }
}
