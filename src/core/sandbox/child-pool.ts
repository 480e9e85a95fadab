/** The children: started when they are needed, each running one call at a time, killed and replaced. */
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import type { Walls } from '../../shared/walls.ts';
import { DocumentError } from '../documents/errors.ts';
import { abortError, explain } from './explain.ts';
import { openFolders, type PrivateFolders } from './folders.ts';
import { ChildHandle } from './handle.ts';
import type { Way } from './link.ts';
import { fromFailure } from './messages.ts';
import { BadAnswer, tidy } from './place.ts';
import { type Chosen, chooseWay } from './walls.ts';
import { type Watch, watchChildren } from './watch.ts';

/** Times that one call may move to a new child because the old one asked to be replaced. */
const MAX_HANDOVERS = 3;

export interface PoolOptions {
  /** The ways to start a child, the strongest walls first. */
  ways(folders: PrivateFolders): Promise<readonly Way[]>;
  /** Without a network and the rest of the disk out of sight, no call is made. */
  wallsRequired: boolean;
  maxWorkers?: number | undefined;
  /** Resident memory of one child and its programs above which it is killed, MB. */
  memoryMb: number;
  log?: Logger | undefined;
}

export interface PoolCall<T> {
  /** What the call does, as the subject of a sentence. */
  work: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Called when a child is free for the call. */
  onStart?: (() => void) | undefined;
  method: string;
  /** Puts into the child's folder what the call needs. @returns the parameters */
  prepare(folder: string): Promise<readonly unknown[]> | readonly unknown[];
  /** Checks the answer, and takes what the child left in its folder. @throws if the answer is not what it must be */
  accept(value: unknown, folder: string): Promise<T> | T;
}

export class ChildPool {
  readonly #options: PoolOptions;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #idle: ChildHandle[] = [];
  readonly #all = new Set<ChildHandle>();
  readonly #busy = new Set<ChildHandle>();
  readonly #watch: Watch;
  #opened: Promise<{ folders: PrivateFolders; chosen: Chosen }> | null = null;
  #disposed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#limit = pLimit(options.maxWorkers ?? availableParallelism());
    this.#watch = watchChildren(this.#busy, options.memoryMb * 1024 * 1024);
  }

  async walls(): Promise<Walls> {
    return (await this.#open()).chosen.walls;
  }

  /** Waits for a free child and runs the call there. Rejects at once when the signal fires, also while it waits. */
  run<T>(call: PoolCall<T>): Promise<T> {
    const { signal, onStart } = call;
    if (signal?.aborted) return Promise.reject(abortError(signal));
    const result = this.#limit(() => {
      onStart?.();
      return this.#attempt(call);
    });
    if (!signal) return result;
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => reject(abortError(signal));
      signal.addEventListener('abort', onAbort, { once: true });
      result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#watch.stop();
    const opened = await this.#opened?.catch(() => null);
    for (const child of this.#all) child.kill('dispose');
    await Promise.allSettled([...this.#all].map((child) => child.gone));
    await opened?.folders.dispose();
  }

  /** Opens the folders and finds the walls, once. A failure is not kept: the disk may have been full. */
  #open(): Promise<{ folders: PrivateFolders; chosen: Chosen }> {
    this.#opened ??= this.#openNow().catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }

  async #openNow(): Promise<{ folders: PrivateFolders; chosen: Chosen }> {
    const { log, ways } = this.#options;
    const folders = await openFolders();
    try {
      const chosen = await chooseWay(await ways(folders), folders, ({ by }, reason) =>
        log?.info({ walls: by, reason }, 'these walls around the parsers cannot be built here'),
      );
      log?.info(chosen.walls, 'walls around the parsers');
      this.#idle.push(this.#own(chosen.first));
      return { folders, chosen };
    } catch (error) {
      await folders.dispose();
      throw error;
    }
  }

  async #attempt<T>(call: PoolCall<T>): Promise<T> {
    for (let handover = 0; ; handover += 1) {
      if (this.#disposed)
        throw new DocumentError('infrastructure', 'The sandbox was closed', { transient: true });
      if (call.signal?.aborted) throw abortError(call.signal);
      const child = await this.#take();
      this.#busy.add(child);
      this.#watch.start();
      try {
        return await this.#runIn(child, call);
      } catch (error) {
        if (child.end === 'retire' && handover < MAX_HANDOVERS) {
          this.#options.log?.debug({ method: call.method }, 'sandbox child replaced');
          continue;
        }
        throw explain(child.end, call, error);
      } finally {
        this.#busy.delete(child);
        if (this.#busy.size === 0) this.#watch.stop();
        await this.#putBack(child);
      }
    }
  }

  async #runIn<T>(child: ChildHandle, call: PoolCall<T>): Promise<T> {
    const onAbort = (): void => child.kill('abort');
    const timer = setTimeout(() => child.kill('timeout'), call.timeoutMs);
    call.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (call.signal?.aborted) onAbort();
      const reply = await child.ask(call.method, await call.prepare(child.folder));
      if (reply.kind === 'error') throw fromFailure(reply.error);
      if (reply.kind === 'retire') {
        child.kill('retire');
        throw new Error('The child asked to be replaced');
      }
      return await call.accept(reply.value, child.folder);
    } catch (error) {
      if (error instanceof BadAnswer || (error instanceof Error && error.name === 'ZodError'))
        child.kill('fault');
      throw error;
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', onAbort);
    }
  }

  /** @throws DocumentError infrastructure if no child can be started, or none with the walls that are required */
  async #take(): Promise<ChildHandle> {
    try {
      const { folders, chosen } = await this.#open();
      const { missing } = chosen.walls;
      if (this.#options.wallsRequired && (missing.includes('network') || missing.includes('files')))
        throw new Error(
          'REDWELL_WALLS=required, but this machine cannot keep the parsers from the network and from other files',
        );
      for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop())
        if (!idle.hasEnded) return idle;
      if (this.#disposed) throw new Error('The sandbox was closed');
      return this.#own(await ChildHandle.start(chosen.way, folders));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DocumentError('infrastructure', `No parser could be started: ${reason}`, {
        transient: true,
        cause: error,
      });
    }
  }

  #own(child: ChildHandle): ChildHandle {
    this.#all.add(child);
    const forget = (): void => void this.#all.delete(child);
    child.gone.then(forget, (error: unknown) => {
      forget();
      this.#options.log?.warn({ error }, 'the folder of a parser could not be removed');
    });
    return child;
  }

  /** Waits for a child that was killed, so that nothing of it is left when its call has ended. */
  async #putBack(child: ChildHandle): Promise<void> {
    if (!child.hasEnded && !(await tidy(child.folder).catch(() => false))) child.kill('retire');
    if (child.hasEnded) await child.gone.catch(() => undefined);
    else this.#idle.push(child);
  }
}
