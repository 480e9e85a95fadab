/** Redwell for a browser on this machine: the handlers and events over HTTP and WebSocket. */
import type { AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import staticFiles from '@fastify/static';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Redwell } from '../core/app/types.ts';
import type { DevPage } from '../core/host/dev-page.ts';
import { SECURITY_HEADERS } from '../core/host/page-headers.ts';
import type { BridgeHandlers } from '../shared/bridge.ts';
import { RedwellError } from '../shared/errors.ts';
import { refusal, Sessions } from './guard.ts';
import { browserHandlers } from './handlers.ts';
import { limitConnections, limitSockets, MAX_MESSAGE_BYTES, serverLimits } from './limits.ts';
import { type OpenPages, openPages } from './open-pages.ts';
import { registerDownloads } from './originals.ts';
import { registerPage } from './page-routes.ts';
import { signedOutPage } from './pages.ts';
import { type Events, joinBridge } from './socket.ts';
import { complain } from './terminal.ts';
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
  /** Tokens and sessions; a test passes its own, with another clock. */
  sessions?: Sessions;
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
/** How often sessions are checked for their end, ms. */
const SWEEP_MS = 30_000;
/** Closes the socket of a page whose session has ended. The page asks `/session` why. */
const SIGNED_OUT = 4401;

/**
 * Starts listening on 127.0.0.1.
 * @throws RedwellError conflict when a stated port is taken
 */
export async function startServe(redwell: Redwell, options: ServeOptions): Promise<Served> {
  const dev = options.dev ?? null;
  const headers = dev?.headers ?? SECURITY_HEADERS;
  const app = fastify({
    ...serverLimits(headers),
    logger: false,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  });
  const sessions = options.sessions ?? new Sessions();
  const pages = openPages();
  let port = 0;
  // Browsers share cookies among all ports of a host, so each Redwell needs its own cookie name.
  const cookieName = (): string => `redwell_${port}`;
  const sessionOf = (request: FastifyRequest): string | undefined => request.cookies[cookieName()];
  const hasSession = (request: FastifyRequest): boolean => sessions.valid(sessionOf(request));
  const sweeping = setInterval(() => sessions.sweep(), SWEEP_MS);
  sweeping.unref();
  app.addHook('onClose', async () => clearInterval(sweeping));

  limitConnections(app, headers);
  await app.register(cookie);
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE_BYTES } });
  // The build holds each script and style compressed besides.
  await app.register(staticFiles, { root: options.rendererDir, serve: false, preCompressed: true });
  limitSockets(app.websocketServer, headers);
  guardRequests(app, { headers, hasSession, port: () => port });
  registerBridge(app, redwell, browserHandlers(redwell, options), pages, (request, ended) =>
    sessions.hold(sessionOf(request), ended),
  );
  registerUpload(app, redwell);
  registerDownloads(app, redwell);
  registerPage(app, { sessions, cookieName, hasSession, dev, signedIn: keepSignIn(redwell) });
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

/** Returns a function that keeps a sign-in in the operator log, with the browser that says what it is. */
const keepSignIn =
  ({ operatorLog }: Redwell) =>
  (request: FastifyRequest): void => {
    const browser = request.headers['user-agent'] ?? '';
    operatorLog
      .add({ what: 'page.sign-in', phase: 'note', from: 'browser', details: { browser } })
      // The log keeps what it can; the page works either way.
      .catch((error: unknown) => complain(error));
  };

interface Guard {
  headers: Readonly<Record<string, string>>;
  hasSession(request: FastifyRequest): boolean;
  port(): number;
}

/** Sets the security headers on every reply, and refuses requests that are not from a signed-in page of ours. */
function guardRequests(app: FastifyInstance, { headers, hasSession, port }: Guard): void {
  app.addHook('onResponse', async (request) => {
    // A refused handshake has left the HTTP server, which closes no such connection.
    if (request.raw.headers.upgrade !== undefined && !request.ws) request.raw.socket.destroySoon();
  });
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
    if (reason !== null) return refuse(reply, 403, 'text/plain; charset=utf-8', reason);
    const token = (request.query as { token?: unknown }).token;
    const signsIn = request.method === 'GET' && request.url.startsWith('/?') && token !== undefined;
    if (signsIn || hasSession(request)) return;
    return refuse(reply, 401, 'text/html; charset=utf-8', signedOutPage());
  });
}

/** Refuses a request and closes its connection, so that nobody without a session keeps one busy. */
const refuse = (reply: FastifyReply, status: number, type: string, text: string): FastifyReply =>
  reply.code(status).header('connection', 'close').type(type).send(text);

function registerBridge(
  app: FastifyInstance,
  redwell: Redwell,
  handlers: BridgeHandlers,
  pages: OpenPages,
  holdSession: (request: FastifyRequest, ended: () => void) => (() => void) | null,
): void {
  app.get('/bridge', { websocket: true }, (socket, request) => {
    const release = holdSession(request, () => socket.close(SIGNED_OUT, 'Signed out'));
    if (release === null) return socket.close(SIGNED_OUT, 'Signed out');
    let sendNavigate: ((payload: { to: string }) => void) | null = null;
    // The core sends no `navigate` event. The host does, over the listener that the bridge registers here.
    const events: Events = {
      on(name, listener) {
        if (name === 'navigate') sendNavigate = listener as (payload: { to: string }) => void;
        return redwell.on(name, listener);
      },
    };
    let remove = (): void => undefined;
    joinBridge(socket, handlers, events, () => {
      release();
      remove();
    });
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
