/**
 * One process owns a data folder: it resumes drops, trims the event stream and sends notifications. Other processes
 * on the same folder, such as a command line beside the open app, do their own work and nothing else.
 */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { privateSocketPath } from '../util/private-socket.ts';

export interface DataDirLock {
  readonly isOwner: boolean;
  dispose(): Promise<void>;
}

const NOT_OWNER: DataDirLock = { isOwner: false, dispose: async () => undefined };

/** Listens on the socket. Returns null when the socket file exists already. */
async function listen(path: string): Promise<Server | null> {
  const server = createServer((client) => client.destroy());
  server.listen(path);
  try {
    await once(server, 'listening');
    // The socket shows that this process lives; it must not keep it alive.
    server.unref();
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return null;
    throw error;
  }
}

/** Returns whether a living process listens on the socket. */
async function isAnswered(path: string): Promise<boolean> {
  const client = connect(path);
  try {
    await once(client, 'connect');
    return true;
  } catch {
    // Refused: the process that made this socket was killed and left the file behind.
    return false;
  } finally {
    client.destroy();
  }
}

/**
 * Takes the lock, or finds that another process has it. The lock is a listening socket, so it ends with its process,
 * even if that process is killed.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const path = await privateSocketPath(dataDir, 'owner.sock');
  let server = await listen(path);
  if (server === null) {
    if (await isAnswered(path)) return NOT_OWNER;
    await rm(path, { force: true });
    server = await listen(path);
    if (server === null) return NOT_OWNER;
  }
  const listening = server;
  return {
    isOwner: true,
    async dispose() {
      const closed = once(listening, 'close');
      listening.close();
      await closed;
    },
  };
}
