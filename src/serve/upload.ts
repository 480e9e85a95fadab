/** Uploads of a drop: one POST per file, streamed to intake and never held in memory. */
import { type Readable, Transform } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Redwell } from '../core/app/types.ts';
import { RedwellError, toWireError } from '../shared/errors.ts';
import { statusOf } from './status.ts';

const querySchema = z
  .object({
    drop: z.string().min(1).max(100),
    /** Relative to the dropped folder's parent, with `/`. */
    path: z
      .string()
      .min(1)
      .max(32768)
      .refine((path) => !path.includes('\0') && !path.startsWith('/'), 'not a relative path')
      .refine((path) => !path.split('/').some((part) => part === '..' || part === '.' || part === ''), {
        message: 'not a plain path',
      }),
    /** Number of the file in the drop: a browser may report two files under one path. */
    item: z.coerce.number().int().min(0).optional(),
    /** Unix ms. A date beyond these is none. */
    modified: z.coerce.number().min(-8.64e15).max(8.64e15).optional(),
  })
  .strict();

const oversize = (path: string, limit: number): RedwellError =>
  new RedwellError(
    'invalid_input',
    `${path} is larger than ${limit.toLocaleString('en-US')} bytes, the limit for one document.`,
    {
      action: 'Raise the limit in Settings, or split the file.',
      details: { exception: 'oversize', limit },
    },
  );

/** Passes bytes on and fails beyond `limit`, because a content-length header may be missing or wrong. */
function limited(path: string, limit: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(oversize(path, limit));
      else done(null, chunk);
    },
  });
}

/** Registers `POST /upload`. The server checks session, Host and Origin before a request gets here. */
export function registerUpload(app: FastifyInstance, redwell: Redwell): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  const accept = async (request: FastifyRequest): Promise<{ bytes: number }> => {
    if (request.headers['x-redwell-upload'] !== '1')
      throw new RedwellError('not_allowed', 'Only Redwell’s own page may upload files.');
    const query = querySchema.safeParse(request.query);
    if (!query.success)
      throw new RedwellError(
        'invalid_input',
        `Redwell did not understand this upload: ${z.prettifyError(query.error)}`,
      );
    const { drop, path, modified, item } = query.data;
    const limit = (await redwell.handlers['settings.get']({})).maxDocumentBytes;
    if (Number(request.headers['content-length'] ?? 0) > limit) throw oversize(path, limit);
    const gate = limited(path, limit);
    // Intake's promise reports a broken stream. If intake refuses the file unread, nobody else listens for the error.
    gate.on('error', () => undefined);
    const source = (request.body ?? request.raw) as Readable;
    source.on('error', (error) => gate.destroy(error));
    source.on('close', () => {
      if (!source.readableEnded) gate.destroy(new Error(`The upload of ${path} was interrupted.`));
    });
    source.pipe(gate);
    return redwell.acceptFile(drop, path, modified ?? null, gate, item ?? null);
  };

  app.post('/upload', async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      return { ok: true, value: await accept(request) };
    } catch (error) {
      const wire = toWireError(error);
      // Reads the rest of the body and drops it: a browser shows no reply until it has sent everything.
      request.raw.unpipe();
      request.raw.resume();
      return reply.code(statusOf(wire)).send({ ok: false, error: wire });
    }
  });
}
