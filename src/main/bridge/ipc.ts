/** The table over ipcMain: one channel per request, the sender checked, events pushed with a number. */
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
 * Whether a message comes from the top frame of the console's own page. `senderFrame` is null when the
 * frame has gone since; its URL is parsed, never compared as text.
 */
export function isOwnPage(event: Sender, origin: string): boolean {
  const frame = event.senderFrame;
  if (frame === null || frame.parent !== null) return false;
  if (!URL.canParse(frame.url)) return false;
  const own = new URL(origin);
  const url = new URL(frame.url);
  return url.protocol === own.protocol && url.host === own.host;
}

/** Registers every request of the table. @param origin of the console's page, e.g. `redwell://app` */
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
      if (!isOwnPage(event, origin)) return refuse('Only the console’s own page may ask.');
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

/** Sends events to the page of one window, numbered from 1 for as long as the window lives. */
export function eventSender(contents: Pick<WebContents, 'send' | 'isDestroyed'>) {
  let seq = 0;
  return <N extends EventName>(event: N, payload: EventPayload<N>): void => {
    if (contents.isDestroyed()) return;
    seq += 1;
    contents.send(EVENT_CHANNEL, { seq, event, payload } satisfies EventFrame);
  };
}
