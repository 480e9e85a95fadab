/** The bridge over Electron IPC: one channel per request, with its sender checked, and numbered events. */
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { Disposable } from '../../core/util/lifecycle.ts';
import {
  type BridgeHandlers,
  type EventName,
  type EventPayload,
  REQUEST_NAMES,
  type WireReply,
} from '../../shared/bridge.ts';
import { EVENT_CHANNEL, type EventFrame, requestChannel } from '../../shared/bridge-names.ts';
import { dispatch } from '../../shared/dispatch.ts';
import { RedwellError, toWireError } from '../../shared/errors.ts';

type Sender = Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>;

/**
 * Returns whether a message comes from the top frame of our page. `senderFrame` is null after the frame is gone.
 * Parses URLs, because text that starts like our address may name another host.
 */
export function isOwnPage(event: Sender, origin: string): boolean {
  const frame = event.senderFrame;
  if (frame === null || frame.parent !== null) return false;
  if (!URL.canParse(frame.url)) return false;
  const own = new URL(origin);
  const url = new URL(frame.url);
  return url.protocol === own.protocol && url.host === own.host;
}

/** Registers a handler for every request. @param origin of our page, `redwell://app` */
export function registerRequests(
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>,
  handlers: BridgeHandlers,
  origin: string,
): Disposable {
  const refuse = (message: string): WireReply => ({
    ok: false,
    error: toWireError(new RedwellError('not_allowed', message)),
  });
  for (const name of REQUEST_NAMES) {
    ipcMain.handle(requestChannel(name), async (event, ...args: unknown[]): Promise<WireReply> => {
      if (!isOwnPage(event, origin)) return refuse('This request did not come from Redwell’s own page.');
      if (args.length > 1) return refuse(`The request ${name} takes one input, not ${args.length}.`);
      return dispatch(handlers, name, args[0]);
    });
  }
  return {
    dispose() {
      for (const name of REQUEST_NAMES) ipcMain.removeHandler(requestChannel(name));
    },
  };
}

/** Returns a function that sends events to one window's page, numbered from 1. */
export function eventSender(contents: Pick<WebContents, 'send' | 'isDestroyed'>) {
  let seq = 0;
  return <N extends EventName>(event: N, payload: EventPayload<N>): void => {
    if (contents.isDestroyed()) return;
    seq += 1;
    contents.send(EVENT_CHANNEL, { seq, event, payload } satisfies EventFrame);
  };
}
