/**
 * One console owns a data folder: it resumes drops, cuts the event stream and notifies. Others (a command
 * line beside the open application) do their own work and leave the rest alone.
 */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { privateSocketPath } from '../util/private-socket.ts';

export interface DataDirLock {
  readonly owner: boolean;
  dispose(): Promise<void>;
}

const GUEST: DataDirLock = { owner: false, dispose: async () => undefined };

async function listen(path: string): Promise<Server | null> {
  const server = createServer((client) => client.destroy());
  server.listen(path);
  try {
    await once(server, 'listening');
    // It says that the process lives; it is no reason for it to live on.
    server.unref();
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return null;
    throw error;
  }
}

async function answers(path: string): Promise<boolean> {
  const client = connect(path);
  try {
    await once(client, 'connect');
    return true;
  } catch {
    // Refused: whoever made this socket was killed and left it behind.
    return false;
  } finally {
    client.destroy();
  }
}

/** A listening socket is the claim: it ends with its process, however that ends. */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const path = await privateSocketPath(dataDir, 'owner.sock');
  let server = await listen(path);
  if (server === null) {
    if (await answers(path)) return GUEST;
    await rm(path, { force: true });
    server = await listen(path);
    if (server === null) return GUEST;
  }
  const own = server;
  return {
    owner: true,
    async dispose() {
      const closed = once(own, 'close');
      own.close();
      await closed;
    },
  };
}
