/**
 * Children of a process that cannot start any itself: under Electron only the main process can, so the worker asks it
 * for them and talks to them through it.
 */
import { z } from 'zod';
import type { PrivateFolders } from './folders.ts';
import type { ChildLink, ChildSettings, Way } from './link.ts';
import type { SandboxRequest } from './messages.ts';

/** The channel between the two. */
export interface RelayPort {
  post(message: unknown): void;
}

const askSchema = z.discriminatedUnion('relay', [
  z.object({
    relay: z.literal('start'),
    child: z.number().int(),
    folder: z.string(),
    oldSpaceMb: z.number(),
  }),
  z.object({ relay: z.literal('send'), child: z.number().int(), request: z.custom<SandboxRequest>() }),
  z.object({ relay: z.literal('kill'), child: z.number().int() }),
]);
const tellSchema = z.discriminatedUnion('relay', [
  z.object({ relay: z.literal('started'), child: z.number().int(), pid: z.number().int() }),
  z.object({ relay: z.literal('message'), child: z.number().int(), message: z.unknown() }),
  z.object({ relay: z.literal('ended'), child: z.number().int(), reason: z.string() }),
]);

/**
 * The side that can start children.
 * @param start starts one in the folder
 * @returns `take` gets every message of the other side and returns whether it was one of these; `end` kills all
 */
export function startRelay(
  port: RelayPort,
  start: (folder: string, oldSpaceMb: number) => ChildLink & { started: Promise<number> },
): { take(message: unknown): boolean; end(): void } {
  const links = new Map<number, ChildLink>();
  return {
    take(message) {
      const { success, data } = askSchema.safeParse(message);
      if (!success) return false;
      const { child } = data;
      if (data.relay === 'start') {
        const link = start(data.folder, data.oldSpaceMb);
        links.set(child, link);
        link.onMessage((each) => port.post({ relay: 'message', child, message: each }));
        void link.started.then((pid) => port.post({ relay: 'started', child, pid }));
        void link.exited.then((reason) => {
          links.delete(child);
          port.post({ relay: 'ended', child, reason });
        });
      } else if (data.relay === 'send') links.get(child)?.send(data.request);
      else links.get(child)?.kill();
      return true;
    },
    end() {
      for (const link of links.values()) link.kill();
    },
  };
}

export interface RelayedChildren {
  /** Gets every message of the other side. @returns whether it was one of these */
  take(message: unknown): boolean;
  starter(settings: ChildSettings, folders: PrivateFolders): Promise<readonly Way[]>;
}

/** The side that asks for children. */
export function relayedChildren(port: RelayPort): RelayedChildren {
  const children = new Map<number, { onTold(told: z.infer<typeof tellSchema>): void }>();
  let last = 0;
  const start = (settings: ChildSettings, folder: string): ChildLink => {
    last += 1;
    const child = last;
    let pid: number | undefined;
    let onMessage: (message: unknown) => void = () => undefined;
    let onFault: (error: Error) => void = () => undefined;
    const exited = new Promise<string>((resolve) => {
      children.set(child, {
        onTold(told) {
          if (told.relay === 'started') pid = told.pid;
          else if (told.relay === 'ended') {
            children.delete(child);
            resolve(told.reason);
          } else
            try {
              onMessage(told.message);
            } catch (error) {
              onFault(error instanceof Error ? error : new Error(String(error)));
            }
        },
      });
    });
    port.post({ relay: 'start', child, folder, oldSpaceMb: settings.oldSpaceMb });
    return {
      get pid() {
        return pid;
      },
      send: (request) => port.post({ relay: 'send', child, request }),
      onMessage(listener) {
        onMessage = listener;
      },
      onFault(listener) {
        onFault = listener;
      },
      exited,
      kill: () => port.post({ relay: 'kill', child }),
    };
  };
  return {
    take(message) {
      const { success, data } = tellSchema.safeParse(message);
      if (success) children.get(data.child)?.onTold(data);
      return success;
    },
    starter: async (settings) => [
      {
        by: 'Electron’s utility process',
        encloses: { network: false, files: false },
        start: (folder) => start(settings, folder),
      },
    ],
  };
}
