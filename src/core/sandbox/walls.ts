/** Finds out which walls this machine can build, by building them around a first child and letting it try. */
import { createServer, type Server } from 'node:net';
import { z } from 'zod';
import { WALL_NAMES, type Wall, type Walls } from '../../shared/walls.ts';
import type { PrivateFolders } from './folders.ts';
import { ownStartTicks } from './folders.ts';
import { ChildHandle } from './handle.ts';
import type { Way } from './link.ts';
import type { Bait, Sight } from './look.ts';

/** A busy machine takes long to start a process; a wall that cannot be built fails at once. */
const TRY_MS = 60_000;

const sightSchema = z.object({
  file: z.boolean(),
  network: z.boolean(),
  parent: z.boolean(),
  gainsRights: z.boolean(),
  permission: z.boolean(),
}) satisfies z.ZodType<Sight>;

export interface Chosen {
  way: Way;
  walls: Walls;
  /** The child that tried them; it has not read a document yet. */
  first: ChildHandle;
}

/**
 * Returns the first way whose walls hold.
 * @param onWeaker told why a way was passed over
 * @throws the last way's error, when no child can be started at all
 */
export async function chooseWay(
  ways: readonly Way[],
  folders: PrivateFolders,
  onWeaker: (way: Way, reason: string) => void,
): Promise<Chosen> {
  const server = await listen();
  try {
    const bait: Bait = {
      file: folders.bait,
      port: portOf(server),
      pid: process.pid,
      startTicks: ownStartTicks(),
    };
    let failure: unknown = new Error('There is no way to start a parser');
    for (const way of ways) {
      const child = await ChildHandle.start(way, folders);
      try {
        const sight = await look(child, bait);
        if (!(way.encloses.network && sight.network) && !(way.encloses.files && sight.file))
          return { way, walls: wallsOf(way, sight), first: child };
        failure = new Error('The walls do not hold');
      } catch (error) {
        failure = error;
      }
      child.kill('dispose');
      await child.gone;
      onWeaker(way, failure instanceof Error ? failure.message : String(failure));
    }
    throw failure;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

async function look(child: ChildHandle, bait: Bait): Promise<Sight> {
  const timer = setTimeout(() => child.kill('timeout'), TRY_MS);
  try {
    const reply = await child.ask('look', [bait]);
    if (reply.kind !== 'value')
      throw new Error(reply.kind === 'error' ? reply.error.detail : 'It is too large');
    return sightSchema.parse(reply.value);
  } finally {
    clearTimeout(timer);
  }
}

function wallsOf({ by }: Way, sight: Sight): Walls {
  const up: Record<Wall, boolean> = {
    network: !sight.network,
    files: !sight.file,
    processes: !sight.parent,
    rights: !sight.gainsRights,
    code: sight.permission,
  };
  return { on: WALL_NAMES.filter((wall) => up[wall]), missing: WALL_NAMES.filter((wall) => !up[wall]), by };
}

const listen = (): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port');
  return address.port;
}
