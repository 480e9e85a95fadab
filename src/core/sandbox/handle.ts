/** One child: a call at a time, and an end that leaves nothing behind. */
import type { PrivateFolders } from './folders.ts';
import type { ChildLink, Way } from './link.ts';
import { replySchema, type SandboxReply } from './messages.ts';

/** Why the parent ended a child. */
export type ChildEnd = 'timeout' | 'abort' | 'memory' | 'processes' | 'retire' | 'dispose' | 'fault';

/** The child ended, or was ended, before it replied. */
export class ChildEnded extends Error {
  override readonly name = 'ChildEnded';
}

export class ChildHandle {
  /** Why the parent ended it; null if it did not. The first reason is kept. */
  end: ChildEnd | null = null;
  readonly folder: string;
  /** Resolves when the child has ended and its folder is removed. */
  readonly gone: Promise<void>;
  readonly #link: ChildLink;
  #waiting: { id: number; resolve(reply: SandboxReply): void; reject(error: Error): void } | null = null;
  #reason: string | null = null;
  #lastId = 0;

  private constructor(link: ChildLink, folder: string, folders: PrivateFolders) {
    this.#link = link;
    this.folder = folder;
    link.onMessage((message) => this.#onMessage(message));
    link.onFault((error) => this.#onFault(error));
    this.gone = link.exited.then((reason) => {
      this.#reason = reason;
      this.#waiting?.reject(new ChildEnded(reason));
      this.#waiting = null;
      return folders.remove(folder);
    });
  }

  /** Starts a child in a new folder of its own. */
  static async start(way: Way, folders: PrivateFolders): Promise<ChildHandle> {
    const folder = await folders.create();
    return new ChildHandle(way.start(folder), folder, folders);
  }

  get pid(): number | undefined {
    return this.#link.pid;
  }

  get hasEnded(): boolean {
    return this.#reason !== null || this.end !== null;
  }

  /** Calls a function of the child. @throws ChildEnded */
  ask(method: string, params: readonly unknown[]): Promise<SandboxReply> {
    return new Promise((resolve, reject) => {
      if (this.hasEnded) {
        reject(new ChildEnded(this.#reason ?? 'it was ended'));
        return;
      }
      this.#lastId += 1;
      this.#waiting = { id: this.#lastId, resolve, reject };
      this.#link.send({ id: this.#lastId, method, params });
    });
  }

  kill(reason: ChildEnd): void {
    if (this.hasEnded) return;
    this.end = reason;
    this.#link.kill();
  }

  #onMessage(message: unknown): void {
    const reply = replySchema.parse(message);
    const waiting = this.#waiting;
    if (waiting === null || reply.id !== waiting.id) throw new Error('It replied to a call that nobody made');
    this.#waiting = null;
    waiting.resolve(reply);
  }

  #onFault(error: Error): void {
    if (this.#reason !== null) return;
    // After its end, the pipe closes with an error; the exit tells why.
    if ('code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET')) return;
    this.kill('fault');
  }
}
