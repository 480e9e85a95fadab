/** The console for a browser on this machine: the same handlers and events behind HTTP and WebSocket. */
import type { AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import staticFiles from '@fastify/static';
import websocket from '@fastify/websocket';
import fastify, { type FastifyRequest } from 'fastify';
import type { Redwell } from '../core/app/types.ts';
import type { BridgeHandlers, HostInfo } from '../shared/bridge.ts';
import { RedwellError } from '../shared/errors.ts';
import { refusal, SECURITY_HEADERS, Sessions } from './guard.ts';
import { noSessionPage, spentTokenPage } from './pages.ts';
import { type Events, joinBridge } from './socket.ts';
import { registerUpload } from './upload.ts';

export interface ServeOptions {
  /** The built page, `out/renderer`. */
  rendererDir: string;
  dataDir: string;
  version: string;
  /** 0: any free one. Absent: 7410, or any free one when that is taken. */
  port?: number;
}

export interface Served {
  readonly url: string;
  readonly port: number;
  /** The address with a new one-time token in it. */
  newAddress(): string;
  /** Asks every page that is open now, or else the next one that opens, to go to `to`. */
  navigate(to: string): void;
  dispose(): Promise<void>;
}

const USUAL_PORT = 7410;
/** Longest URL and headers, bytes: a path of 4,000 characters, percent-encoded, must fit. */
const MAX_HEADER_BYTES = 256 * 1024;
/** Longest message from a page, bytes: a list of 10,000 skipped files must fit. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

function browserHandlers(redwell: Redwell, options: ServeOptions): BridgeHandlers {
  const info: HostInfo = {
    version: options.version,
    capabilities: { localPaths: false, nativeNotifications: false, folderDialog: false },
    uploadUrl: '/upload',
    dataDir: options.dataDir,
    platform: process.platform,
  };
  return {
    ...redwell.handlers,
    'host.info': async () => info,
    'intake.pick': async () => {
      throw new RedwellError('not_allowed', 'This console cannot open a folder dialog from a browser.', {
        action: 'Drop the folder on the page, or choose it there.',
      });
    },
    'intake.begin': async (input) => {
      if (input.kind === 'paths')
        throw new RedwellError('not_allowed', 'A browser cannot hand over paths on this machine.', {
          action: 'Drop the folder on the page; its files are sent to the console.',
        });
      return redwell.handlers['intake.begin'](input);
    },
  };
}

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
  const handlers = browserHandlers(redwell, options);
  const pages = new Set<(to: string) => void>();
  let awaited: string | null = null;
  let port = 0;
  // Cookies are shared by all ports of a host, so two consoles must not use the same name.
  const cookieName = (): string => `redwell_${port}`;
  const known = (request: FastifyRequest): boolean => sessions.valid(request.cookies[cookieName()]);

  await app.register(cookie);
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE_BYTES } });
  await app.register(staticFiles, { root: options.rendererDir, serve: false });

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const why = refusal(
      {
        method: request.method,
        upgrade: request.headers.upgrade !== undefined,
        host: request.headers.host,
        origin: request.headers.origin,
        site: request.headers['sec-fetch-site'] as string | undefined,
      },
      port,
    );
    if (why !== null) return reply.code(403).type('text/plain; charset=utf-8').send(why);
    const token = (request.query as { token?: unknown }).token;
    const entering = request.method === 'GET' && request.url.startsWith('/?') && token !== undefined;
    if (entering || known(request)) return;
    return reply.code(401).type('text/html; charset=utf-8').send(noSessionPage());
  });

  app.get('/', async (request, reply) => {
    const { token } = request.query as { token?: unknown };
    reply.header('cache-control', 'no-store');
    if (token !== undefined) {
      const session = typeof token === 'string' ? sessions.exchange(token) : null;
      if (session !== null)
        reply.setCookie(cookieName(), session, { path: '/', httpOnly: true, sameSite: 'strict' });
      else if (!known(request))
        return reply.code(401).type('text/html; charset=utf-8').send(spentTokenPage());
      return reply.redirect('/', 303);
    }
    return reply.sendFile('index.html');
  });

  app.get('/bridge', { websocket: true }, (socket) => {
    const events: Events = { on: (name, listener) => redwell.on(name, listener) };
    let go: ((payload: { to: string }) => void) | null = null;
    const withNavigate: Events = {
      on(name, listener) {
        const stop = events.on(name, listener);
        if (name !== 'navigate') return stop;
        go = listener as (payload: { to: string }) => void;
        return stop;
      },
    };
    const navigate = (to: string): void => go?.({ to });
    joinBridge(socket, handlers, withNavigate, () => pages.delete(navigate));
    pages.add(navigate);
    if (awaited !== null) navigate(awaited);
    awaited = null;
  });

  registerUpload(app, redwell);
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain; charset=utf-8').send('There is nothing at this address.'),
  );

  // Pages have addresses of their own (`/batch/…`): whatever is not a file is the page itself.
  app.get('/*', async (request, reply) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    if (/\.[a-z0-9]+$/i.test(path)) return reply.sendFile(path.slice(1));
    reply.header('cache-control', 'no-store');
    return reply.sendFile('index.html');
  });

  const listen = (wanted: number): Promise<string> =>
    app.listen({ host: '127.0.0.1', port: wanted }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      if (options.port === undefined) return listen(0);
      throw new RedwellError('conflict', `Port ${wanted} is used by another program.`, {
        action: 'State another one with --port, or none at all.',
        cause: error,
      });
    });
  await listen(options.port ?? USUAL_PORT);
  port = (app.server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    port,
    newAddress: () => `${url}/?token=${sessions.newToken()}`,
    navigate(to) {
      if (pages.size === 0) awaited = to;
      for (const page of pages) page(to);
    },
    dispose: () => app.close(),
  };
}
