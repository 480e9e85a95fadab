/** Redwell for a browser on this machine: the handlers and events over HTTP and WebSocket. */
import type { AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import staticFiles from '@fastify/static';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Redwell } from '../core/app/types.ts';
import type { DevPage } from '../core/host/dev-page.ts';
import { SECURITY_HEADERS } from '../core/host/page-headers.ts';
import type { BridgeHandlers } from '../shared/bridge.ts';
import { RedwellError } from '../shared/errors.ts';
import { refusal, Sessions } from './guard.ts';
import { browserHandlers } from './handlers.ts';
import { type OpenPages, openPages } from './open-pages.ts';
import { registerPage } from './page-routes.ts';
import { noSessionPage } from './pages.ts';
import { type Events, joinBridge } from './socket.ts';
import { registerUpload } from './upload.ts';

export interface ServeOptions {
  /** Folder of the built page, `out/renderer`. */
  rendererDir: string;
  dataDir: string;
  version: string;
  /** 0: any free one. Absent: 7410, or any free one when that is taken. */
  port?: number;
  /** Serves the page from Vite's development server instead of `rendererDir`. */
  dev?: DevPage | null;
}

export interface Served {
  readonly url: string;
  readonly port: number;
  /** Returns the address with a new one-time token in it. */
  newAddress(): string;
  /** Sends every page that is open now to `to`, or else the next one that opens. */
  navigate(to: string): void;
  dispose(): Promise<void>;
}

const USUAL_PORT = 7410;
/** Longest URL and headers, bytes: a path of 4,000 characters, percent-encoded, must fit. */
const MAX_HEADER_BYTES = 256 * 1024;
/** Longest message from a page, bytes: a list of 10,000 skipped files must fit. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/**
 * Starts listening on 127.0.0.1.
 * @throws RedwellError conflict when a stated port is taken
 */
export async function startServe(redwell: Redwell, options: ServeOptions): Promise<Served> {
  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    routerOptions: { maxParamLength: 500 },
  });
  const sessions = new Sessions();
  const pages = openPages();
  const dev = options.dev ?? null;
  let port = 0;
  // Browsers share cookies among all ports of a host, so each Redwell needs its own cookie name.
  const cookieName = (): string => `redwell_${port}`;
  const hasSession = (request: FastifyRequest): boolean => sessions.valid(request.cookies[cookieName()]);

  await app.register(cookie);
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE_BYTES } });
  await app.register(staticFiles, { root: options.rendererDir, serve: false });
  guardRequests(app, { headers: dev?.headers ?? SECURITY_HEADERS, hasSession, port: () => port });
  registerBridge(app, redwell, browserHandlers(redwell, options), pages);
  registerUpload(app, redwell);
  registerPage(app, { sessions, cookieName, hasSession, dev });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain; charset=utf-8').send('There is nothing at this address.'),
  );
  await listen(app, options.port);
  port = (app.server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    newAddress: () => `${url}/?token=${sessions.newToken()}`,
    navigate: pages.navigate,
    dispose: () => app.close(),
  };
}

interface Guard {
  headers: Readonly<Record<string, string>>;
  hasSession(request: FastifyRequest): boolean;
  port(): number;
}

/** Sets the security headers on every reply, and refuses requests that are not from a signed-in page of ours. */
function guardRequests(app: FastifyInstance, { headers, hasSession, port }: Guard): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    const reason = refusal(
      {
        method: request.method,
        upgrade: request.headers.upgrade !== undefined,
        host: request.headers.host,
        origin: request.headers.origin,
        site: request.headers['sec-fetch-site'] as string | undefined,
      },
      port(),
    );
    if (reason !== null) return reply.code(403).type('text/plain; charset=utf-8').send(reason);
    const token = (request.query as { token?: unknown }).token;
    const signsIn = request.method === 'GET' && request.url.startsWith('/?') && token !== undefined;
    if (signsIn || hasSession(request)) return;
    return reply.code(401).type('text/html; charset=utf-8').send(noSessionPage());
  });
}

function registerBridge(
  app: FastifyInstance,
  redwell: Redwell,
  handlers: BridgeHandlers,
  pages: OpenPages,
): void {
  app.get('/bridge', { websocket: true }, (socket) => {
    let sendNavigate: ((payload: { to: string }) => void) | null = null;
    // The core sends no `navigate` event. The host does, over the listener that the bridge registers here.
    const events: Events = {
      on(name, listener) {
        if (name === 'navigate') sendNavigate = listener as (payload: { to: string }) => void;
        return redwell.on(name, listener);
      },
    };
    let remove = (): void => undefined;
    joinBridge(socket, handlers, events, () => remove());
    remove = pages.add((to) => sendNavigate?.({ to }));
  });
}

/** Listens on the stated port, or on the usual one and, if that is taken, on any. */
async function listen(app: FastifyInstance, stated: number | undefined): Promise<void> {
  try {
    await app.listen({ host: '127.0.0.1', port: stated ?? USUAL_PORT });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (stated === undefined) {
      await app.listen({ host: '127.0.0.1', port: 0 });
      return;
    }
    throw new RedwellError('conflict', `Another program is using port ${stated}.`, {
      action: 'Choose another one with --port, or leave the option out.',
      cause: error,
    });
  }
}
