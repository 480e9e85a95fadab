/** Searches history and compares batches in a thread of its own, so that no search holds up the console. */
import { existsSync } from 'node:fs';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { RequestOutput, RequestParsed } from '../../../shared/bridge.ts';
import { fromWireError, RedwellError } from '../../../shared/errors.ts';
import type { SearchAnswer, SearchFacets, SearchInput, SearchMarks } from '../../../shared/search.ts';
import { endThread } from '../../util/threads.ts';
import type { RecordedComparison } from '../compare/engine.ts';
import { type SearchJob, type SearchMessage, type SearchReply, serveSearches, stopped } from './serve.ts';

export interface Searcher {
  /**
   * A search takes the place of the one before of the same client and kind.
   * @throws RedwellError canceled when another search took its place, or when it took too long
   */
  find(input: SearchInput, client?: string): Promise<SearchAnswer>;
  facets(input: { query: string }, client?: string): Promise<SearchFacets>;
  marks(input: { query: string; documentId: string }): Promise<SearchMarks>;
  /** @throws RedwellError not_found for a batch that history does not have; canceled when it took too long */
  compare(pair: RequestParsed<'compare.get'>): Promise<RecordedComparison>;
  /** @throws RedwellError as `compare` does */
  changes(query: RequestParsed<'compare.changes'>): Promise<RequestOutput<'compare.changes'>>;
  trends(input: RequestParsed<'trends.get'>): Promise<RequestOutput<'trends.get'>>;
  dispose(): Promise<void>;
}

/** Longest time for an answer, ms. Then the thread is replaced, because SQLite does not stop in the middle of a step. */
const LIMIT_MS = 60_000;

interface Waiting {
  resolve(value: never): void;
  reject(error: unknown): void;
  timer: NodeJS.Timeout;
}

interface Connection {
  post(message: SearchMessage): void;
  close(): Promise<void>;
}

/** @param entry the built thread; without the file, searches run in slices beside other work */
export function openSearcher({ path, entry }: { path: string; entry: string }): Searcher {
  const waiting = new Map<number, Waiting>();
  const latest = new Map<string, number>();
  let connection: Connection | null = null;
  let made = 0;

  const settle = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    clearTimeout(one?.timer);
    return one;
  };
  const receive = ({ id, value, error }: SearchReply): void => {
    const one = settle(id);
    if (error === undefined) one?.resolve(value as never);
    else one?.reject(fromWireError(error));
  };
  const failAll = (error: unknown): void => {
    connection = null;
    for (const id of [...waiting.keys()]) settle(id)?.reject(error);
  };
  const connected = (): Connection => {
    connection ??= existsSync(entry) ? inThread(entry, path, receive, failAll) : beside(path, receive);
    return connection;
  };
  const tooLong = (isComparison: boolean): void => {
    const old = connection;
    failAll(
      isComparison
        ? new RedwellError('canceled', 'The comparison took more than a minute, so it was stopped.', {
            action: 'Try again when no batch is running.',
          })
        : new RedwellError('canceled', 'The search took more than a minute, so it was stopped.', {
            action: 'Search for fewer words, or add a field such as custodian: or date:.',
          }),
    );
    void old?.close();
  };

  function ask<T>(job: Omit<SearchJob, 'id'>, client: string | undefined): Promise<T> {
    made += 1;
    const id = made;
    const to = connected();
    if (client !== undefined) {
      const key = `${job.kind} ${client}`;
      const before = latest.get(key);
      if (before !== undefined && waiting.has(before)) {
        to.post({ id: before, kind: 'stop' });
        settle(before)?.reject(stopped());
      }
      latest.set(key, id);
    }
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(tooLong, LIMIT_MS, !['find', 'facets', 'marks'].includes(job.kind));
      timer.unref();
      waiting.set(id, { resolve, reject, timer });
      to.post({ ...job, id } as SearchJob);
    });
  }

  return {
    find: (input, client) => ask({ kind: 'find', input }, client),
    facets: (input, client) => ask({ kind: 'facets', input }, client),
    marks: (input) => ask({ kind: 'marks', input }, undefined),
    compare: (input) => ask({ kind: 'compare', input }, undefined),
    changes: (input) => ask({ kind: 'changes', input }, undefined),
    trends: (input) => ask({ kind: 'trends', input }, undefined),
    async dispose() {
      const old = connection;
      failAll(stopped());
      await old?.close();
    },
  };
}

function inThread(
  entry: string,
  path: string,
  receive: (reply: SearchReply) => void,
  fail: (error: unknown) => void,
): Connection {
  const thread = new Worker(entry, { workerData: { path } });
  thread.unref();
  let isClosed = false;
  thread.on('message', receive);
  thread.on('error', fail);
  thread.on('exit', () => {
    if (!isClosed) fail(new RedwellError('internal', 'The search ended without an answer. Try again.'));
  });
  return {
    post: (message) => thread.postMessage(message),
    async close() {
      isClosed = true;
      await endThread(thread);
    },
  };
}

function beside(path: string, receive: (reply: SearchReply) => void): Connection {
  const { port1, port2 } = new MessageChannel();
  const stop = serveSearches(port2, path);
  port1.on('message', receive);
  port1.unref();
  port2.unref();
  return {
    post: (message) => port1.postMessage(message),
    async close() {
      stop();
      port1.close();
    },
  };
}
