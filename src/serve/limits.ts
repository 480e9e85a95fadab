/** Limits on connections to the loopback host, and the replies that never become a request. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket, WebSocketServer } from 'ws';

/** Longest URL and headers, bytes: a path of 4,000 characters, percent-encoded, must fit. */
const MAX_HEADER_BYTES = 256 * 1024;
/** Longest message from a page, bytes: a list of 10,000 skipped files must fit. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** A browser opens six to one address. */
const MAX_CONNECTIONS = 256;
/** A page has one. */
const MAX_SOCKETS = 50;
const TRY_AGAIN_LATER = 1013;

/** Time for the headers, ms: a real browser needs a few. */
const HEADERS_MS = 10_000;
/** Time for a whole request, ms: the longest upload to a slow disk. */
const REQUEST_MS = 3600_000;
/** Time in which nothing moves, ms. The disk may keep a large upload waiting. */
const STILL_MS = 600_000;
/** Time until a connection without a request is closed, ms. */
const KEEP_ALIVE_MS = 5000;
const CHECK_MS = 2000;

type Headers = Readonly<Record<string, string>>;

/** Returns the options of the server. Every reply has `headers`, also one to something that is not a request. */
export const serverLimits = (headers: Headers) => ({
  http: {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_MS,
    connectionsCheckingInterval: CHECK_MS,
    // Node would refuse a request without Host itself, without our headers. Our own check refuses it too.
    requireHostHeader: false,
  },
  requestTimeout: REQUEST_MS,
  connectionTimeout: STILL_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    reply.raw.once('finish', () => request.raw.socket.destroySoon());
    void reply
      .code(400)
      .headers(headers)
      .header('connection', 'close')
      .type('text/plain; charset=utf-8')
      .send('Redwell did not understand this address.');
  },
  clientErrorHandler: ({ code }: Error & { code?: string }, socket: Socket): void =>
    refuse(
      socket,
      code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400,
      headers,
    ),
});

/** Applies the limits that a server takes only after it is made. */
export function limitConnections(app: FastifyInstance, headers: Headers): void {
  const { server } = app;
  server.maxConnections = MAX_CONNECTIONS;
  server.prependListener('request', (_request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  });
  server.on('checkExpectation', (_request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.writeHead(417, { connection: 'close' }).end();
  });
  server.on('connect', (_request, socket) => refuse(socket, 405, headers));
}

/** Refuses handshakes that are wrong, and more pages than anybody opens. */
export function limitSockets(sockets: WebSocketServer, headers: Headers): void {
  sockets.on('wsClientError', (_error: Error, socket: Duplex) => refuse(socket, 400, headers));
  sockets.on('connection', (socket: WebSocket) => {
    if (sockets.clients.size > MAX_SOCKETS) socket.close(TRY_AGAIN_LATER, 'Too many pages are open');
  });
}

/** Answers on the bare connection and closes it. */
function refuse(socket: Socket | Duplex, status: number, headers: Headers): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': '0' });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    () => socket.destroy(),
  );
}
