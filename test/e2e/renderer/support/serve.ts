/** Serves the built page and a host in memory on loopback, with the content security policy of the product. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { SECURITY_HEADERS } from '../../../../src/core/host/page-headers.ts';
import { joinBridge } from '../../../../src/serve/socket.ts';
import { receiveBundle } from '../../../../src/serve/upload-bundle.ts';
import { RedwellError, toWireError } from '../../../../src/shared/errors.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface ServedPage {
  readonly url: string;
  /** Decides how an upload is answered: `break` cuts the connection, an error refuses it, null accepts it. */
  onUpload: ((path: string, attempt: number) => 'break' | RedwellError | null) | null;
  /** Returns the largest number of uploads that were open at the same time. */
  readonly mostAtOnce: () => number;
  /** Closes every socket, as a host does that stops. @param refuse whether to reject new sockets too */
  hangUp(refuse: boolean): void;
  /** Makes the event numbers of every socket jump, as if the host had dropped events. */
  skipEvents(): void;
  close(): Promise<void>;
}

export async function servePage(root: string, host: BridgeHost, port = 0): Promise<ServedPage> {
  let refuse = false;
  let open = 0;
  let most = 0;
  const attempts = new Map<string, number>();
  const sockets = new Set<WebSocket>();

  /** Returns what is decided about one file. */
  const fateOf = (path: string): 'break' | RedwellError | null => {
    const attempt = (attempts.get(path) ?? 0) + 1;
    attempts.set(path, attempt);
    return page.onUpload?.(path, attempt) ?? null;
  };
  const receive = async (request: IncomingMessage, { pathname, searchParams }: URL): Promise<unknown> => {
    if (request.headers['x-redwell-upload'] !== '1')
      throw new RedwellError('not_allowed', 'The header is missing.');
    const drop = searchParams.get('drop') ?? '';
    const take = async (path: string, content: Readable): Promise<{ bytes: number }> => {
      const fate = fateOf(path);
      if (fate === 'break') request.socket.destroy();
      let bytes = 0;
      for await (const chunk of content) bytes += (chunk as Buffer).length;
      if (fate !== null) throw fate;
      host.accept(drop, path, bytes);
      return { bytes };
    };
    if (pathname.endsWith('/bundle'))
      return { files: await receiveBundle(request, ({ path }, content) => take(path, content)) };
    return take(searchParams.get('path') ?? '', request);
  };
  const upload = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    open += 1;
    most = Math.max(most, open);
    try {
      const value = await receive(request, url);
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ok: true, value }));
    } catch (error) {
      const wire = toWireError(error);
      const status = wire.details?.exception === 'oversize' ? 413 : wire.code === 'disk_full' ? 507 : 500;
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ok: false, error: wire }));
    } finally {
      open -= 1;
    }
  };

  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      void upload(request, response, url);
      return;
    }
    const file = extname(url.pathname) === '' ? 'index.html' : url.pathname.slice(1);
    readFile(join(root, file)).then(
      (content) =>
        response
          .writeHead(200, {
            ...SECURITY_HEADERS,
            'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          })
          .end(content),
      () => response.writeHead(404).end(),
    );
  });
  const bridge = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (refuse) {
      socket.destroy();
      return;
    }
    bridge.handleUpgrade(request, socket, head, (ws) => {
      sockets.add(ws);
      joinBridge(ws, host.handlers, host, () => sockets.delete(ws));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  const page: ServedPage = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    onUpload: null,
    mostAtOnce: () => most,
    hangUp(refuseNew) {
      refuse = refuseNew;
      for (const socket of sockets) socket.terminate();
    },
    skipEvents() {
      for (const socket of sockets)
        socket.send(
          JSON.stringify({ seq: 1_000_000, event: 'documents.changed', payload: { batchId: 'another' } }),
        );
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      bridge.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return page;
}
