/** Serves the built page and an in-memory host on loopback, with the production content security policy. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { SECURITY_HEADERS } from '../../../../src/serve/guard.ts';
import { joinBridge } from '../../../../src/serve/socket.ts';
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
  /** Decides the answer to an upload; null accepts it. Tests set it to make uploads fail. */
  onUpload: ((path: string, attempt: number) => 'break' | RedwellError | null) | null;
  /** Returns the highest number of concurrent uploads. */
  readonly mostAtOnce: () => number;
  /** Closes every socket, as a lost host does; `refuse` also rejects new ones. */
  hangUp(refuse: boolean): void;
  /** Makes the event numbers of every socket jump, as if events were lost. */
  skipEvents(): void;
  close(): Promise<void>;
}

export async function servePage(root: string, host: BridgeHost, port = 0): Promise<ServedPage> {
  let refuse = false;
  let open = 0;
  let most = 0;
  const attempts = new Map<string, number>();
  const sockets = new Set<WebSocket>();

  const upload = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    open += 1;
    most = Math.max(most, open);
    const path = url.searchParams.get('path') ?? '';
    const attempt = (attempts.get(path) ?? 0) + 1;
    attempts.set(path, attempt);
    try {
      const fate = page.onUpload?.(path, attempt) ?? null;
      if (fate === 'break') {
        request.socket.destroy();
        return;
      }
      let bytes = 0;
      for await (const chunk of request) bytes += (chunk as Buffer).length;
      if (request.headers['x-redwell-upload'] !== '1')
        throw new RedwellError('not_allowed', 'The header is missing.');
      if (fate !== null) throw fate;
      host.accept(url.searchParams.get('drop') ?? '', path, bytes);
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ok: true, value: { bytes } }));
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
