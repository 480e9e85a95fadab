/** The console's end of the thread that hands over. It starts with the first job. */
import { existsSync } from 'node:fs';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { fromWireError, RedwellError } from '../../shared/errors.ts';
import type { ExportProgress } from '../../shared/handover.ts';
import { endThread } from '../util/threads.ts';
import {
  type HandoverAnswers,
  type HandoverJob,
  type HandoverMessage,
  type HandoverPlace,
  type HandoverReply,
  serveHandover,
} from './handover-serve.ts';
import { type HostServices, serveHost } from './host-services.ts';

interface Listeners {
  /** Hears the id of the export once it is on record. */
  onStarted?(exportId: string): void;
  onProgress?(progress: ExportProgress): void;
}

export interface RunningJob<T> {
  /** @throws RedwellError as the job does; canceled after `stop` */
  readonly answer: Promise<T>;
  /** Asks the job to stop. It cleans up before it answers. @param keep whether another export may go on with its parts */
  stop(keep?: boolean): void;
}

export interface HandoverThread {
  run<K extends HandoverJob['kind']>(
    job: Extract<HandoverJob, { kind: K }>,
    listeners?: Listeners,
  ): RunningJob<HandoverAnswers[K]>;
  /** Ends the thread, whatever it is doing. */
  dispose(): Promise<void>;
}

interface Waiting extends Listeners {
  resolve(value: never): void;
  reject(error: unknown): void;
}

interface Connection {
  post(message: HandoverMessage): void;
  close(): Promise<void>;
}

interface Options {
  /** The built thread; without the file, jobs run beside other work. */
  entry: string;
  place: HandoverPlace;
  /** What the thread asks for, if `place.asksHost`. */
  services?: HostServices | undefined;
  log: Logger;
}

export function openHandoverThread({ entry, place, services, log }: Options): HandoverThread {
  const waiting = new Map<number, Waiting>();
  let connection: Connection | null = null;
  let made = 0;
  const host = services === undefined ? null : serveHost(services, (message) => connection?.post(message));
  const receive = (reply: HandoverReply): void => {
    if (reply.id === null) {
      if ('ask' in reply) host?.take(reply.ask);
      else logAgain(log, reply.line);
      return;
    }
    const one = waiting.get(reply.id);
    if ('started' in reply) one?.onStarted?.(reply.started);
    else if ('progress' in reply) one?.onProgress?.(reply.progress);
    else {
      waiting.delete(reply.id);
      if ('error' in reply) one?.reject(fromWireError(reply.error));
      else one?.resolve(reply.value as never);
    }
  };
  const failAll = (error: unknown): void => {
    connection = null;
    // What it had started belongs to nobody now.
    host?.end();
    const all = [...waiting.values()];
    waiting.clear();
    for (const one of all) one.reject(error);
  };
  const connected = (): Connection => {
    connection ??= existsSync(entry) ? inThread(entry, place, receive, failAll) : beside(place, receive);
    return connection;
  };
  return {
    run(job, listeners = {}) {
      made += 1;
      const id = made;
      const to = connected();
      const answer = new Promise<never>((resolve, reject) => {
        waiting.set(id, { ...listeners, resolve, reject });
      });
      to.post({ ...job, id } as HandoverMessage);
      return { answer, stop: (keep = false) => to.post({ id, kind: 'stop', keep }) };
    },
    async dispose() {
      const old = connection;
      failAll(new RedwellError('canceled', 'Redwell was closed.'));
      await old?.close();
    },
  };
}

/** Writes a line of the thread's log to the console's. */
function logAgain(log: Logger, line: string): void {
  const { level, msg, time: _time, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const write = typeof level === 'number' && level >= 40 ? log.warn.bind(log) : log.info.bind(log);
  write({ part: 'hand-over', ...fields }, String(msg));
}

const ENDED = new RedwellError('internal', 'The export ended without an answer. Nothing was handed over.', {
  action: 'Export again.',
});

function inThread(
  entry: string,
  place: HandoverPlace,
  receive: (reply: HandoverReply) => void,
  fail: (error: unknown) => void,
): Connection {
  const thread = new Worker(entry, { workerData: place });
  thread.unref();
  let isClosed = false;
  thread.on('message', receive);
  thread.on('error', fail);
  thread.on('exit', () => {
    if (!isClosed) fail(ENDED);
  });
  return {
    post: (message) => thread.postMessage(message),
    async close() {
      isClosed = true;
      await endThread(thread);
    },
  };
}

function beside(place: HandoverPlace, receive: (reply: HandoverReply) => void): Connection {
  const { port1, port2 } = new MessageChannel();
  serveHandover(port2, place);
  port1.on('message', receive);
  port1.unref();
  port2.unref();
  return {
    post: (message) => port1.postMessage(message),
    close: async () => port1.close(),
  };
}
