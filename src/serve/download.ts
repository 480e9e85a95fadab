/** Sends a file as a download, or why there is none. */
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toWireError } from '../shared/errors.ts';
import { statusOf } from './status.ts';

export interface Download {
  name: string;
  bytes: number;
  content: Readable;
}

/** @param make @throws RedwellError, which becomes the answer */
export async function sendDownload(
  request: FastifyRequest,
  reply: FastifyReply,
  make: () => Promise<Download>,
): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store');
  try {
    const { name, bytes, content } = await make();
    // If a file is changed while it is sent, the connection ends before the stated length, and the download fails.
    content.on('error', () => request.raw.socket.destroy());
    return await reply
      .header('content-disposition', disposition(name))
      .header('content-length', bytes)
      // Never a type that a browser shows.
      .type('application/octet-stream')
      .send(content);
  } catch (error) {
    const wire = toWireError(error);
    return reply
      .code(statusOf(wire))
      .type('application/json; charset=utf-8')
      .send({ ok: false, error: wire });
  }
}

/** Returns the header that makes a browser save a file under its name (RFC 6266). */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
