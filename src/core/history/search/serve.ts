/** Answers searches and comparisons that arrive as messages, one at a time, in a thread or beside other work. */
import { setImmediate } from 'node:timers/promises';
import type { RequestParsed } from '../../../shared/bridge.ts';
import { RedwellError, toWireError, type WireError } from '../../../shared/errors.ts';
import type { SearchInput } from '../../../shared/search.ts';
import { type CompareEngine, compareEngine } from '../compare/engine.ts';
import { connect, type Database } from '../connection.ts';
import { damagedNow, isDamage } from '../inspect.ts';
import { type SearchEngine, searchEngine } from './engine.ts';
import type { Steps } from './evaluate.ts';

/** What a search asks for, with a number by which its answer is known. */
export type SearchJob = { readonly id: number } & (
  | { readonly kind: 'find'; readonly input: SearchInput }
  | { readonly kind: 'facets'; readonly input: { query: string } }
  | { readonly kind: 'marks'; readonly input: { query: string; documentId: string } }
  | { readonly kind: 'compare'; readonly input: RequestParsed<'compare.get'> }
  | { readonly kind: 'changes'; readonly input: RequestParsed<'compare.changes'> }
  | { readonly kind: 'trends'; readonly input: RequestParsed<'trends.get'> }
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
  let open: Open | null = null;
  let last: Promise<void> = Promise.resolve();
  const stops = new Set<number>();

  const opened = (): Open => {
    open ??= openEngines(path);
    return open;
  };

  const answer = async (job: SearchJob): Promise<void> => {
    try {
      const value = await run(stepsOf(opened(), job), () => stops.has(job.id));
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
    open?.close();
    open = null;
  };
}

interface Open {
  search(): SearchEngine;
  compare(): CompareEngine;
  close(): void;
}

/** Opens a connection, and each engine when it is first used. */
function openEngines(path: string): Open {
  const db: Database = connect(path, true);
  db.exec('PRAGMA cache_size = -32768');
  let search: SearchEngine | null = null;
  let compare: CompareEngine | null = null;
  return {
    search: () => (search ??= searchEngine(db)),
    compare: () => (compare ??= compareEngine(db)),
    close() {
      search?.dispose();
      db.close();
    },
  };
}

function stepsOf(engines: Open, job: SearchJob): Steps<unknown> {
  switch (job.kind) {
    case 'find':
      return engines.search().find(job.input);
    case 'facets':
      return engines.search().facets(job.input);
    case 'marks':
      return engines.search().marks(job.input);
    case 'compare':
      return oneStep(() => engines.compare().compare(job.input));
    case 'changes':
      return oneStep(() => engines.compare().changes(job.input));
    case 'trends':
      return oneStep(() => engines.compare().trends(job.input.edges));
  }
}

/** Makes steps of work that cannot be stopped halfway: it may be stopped before it begins. */
function* oneStep<T>(work: () => T): Steps<T> {
  yield;
  return work();
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
