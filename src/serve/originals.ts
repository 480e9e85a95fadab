/** Downloads of originals. The server checks session, Host and Origin before a request gets here. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Redwell } from '../core/app/types.ts';
import { RedwellError, toWireError } from '../shared/errors.ts';
import { statusOf } from './status.ts';

export const ORIGINAL_PATH = '/original';
const querySchema = z.object({ document: z.string().min(1).max(100) }).strict();

/** Registers `GET /original?document=ID`. An original that is gone or altered is refused with a typed error. */
export function registerOriginals(app: FastifyInstance, { originals }: Pick<Redwell, 'originals'>): void {
  app.get(ORIGINAL_PATH, async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('cache-control', 'no-store');
    try {
      const query = querySchema.safeParse(request.query);
      if (!query.success)
        throw new RedwellError(
          'invalid_input',
          `Redwell did not understand this address: ${z.prettifyError(query.error)}`,
        );
      const { name, bytes, content } = await originals.read(query.data.document);
      // If the file is changed while it is sent, the connection ends before the stated length, and the download fails.
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
  });
}

/** Returns the header that makes a browser save a file under its name (RFC 6266). */
export function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
