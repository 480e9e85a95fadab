/** Uploads of a drop: one POST per file, streamed to intake and never held in memory; small files in bundles. */
import { type Readable, Transform } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Redwell } from '../core/app/types.ts';
import { RedwellError, toWireError } from '../shared/errors.ts';
import { uploadedFileSchema } from '../shared/upload-bundle.ts';
import { statusOf } from './status.ts';
import { type FileOutcome, receiveBundle } from './upload-bundle.ts';

const dropSchema = z.object({ drop: z.string().min(1).max(100) }).strict();
const querySchema = uploadedFileSchema.extend(dropSchema.shape);

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

/** Reads the query of an upload. @throws RedwellError not_allowed without the header of Redwell's page; invalid_input */
function queryOf<T>(request: FastifyRequest, schema: z.ZodType<T>): T {
  if (request.headers['x-redwell-upload'] !== '1')
    throw new RedwellError('not_allowed', 'Only Redwell’s own page may upload files.');
  const query = schema.safeParse(request.query);
  if (query.success) return query.data;
  throw new RedwellError(
    'invalid_input',
    `Redwell did not understand this upload: ${z.prettifyError(query.error)}`,
  );
}

/** Registers `POST /upload` and `/upload/bundle`. The server checks session, Host and Origin before a request gets here. */
export function registerUpload(app: FastifyInstance, redwell: Redwell): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  const largest = async (): Promise<number> => (await redwell.handlers['settings.get']({})).maxDocumentBytes;

  const accept = async (request: FastifyRequest): Promise<{ bytes: number }> => {
    const { drop, path, modified, item } = queryOf(request, querySchema);
    const limit = await largest();
    if (Number(request.headers['content-length'] ?? 0) > limit) throw oversize(path, limit);
    const gate = limited(path, limit);
    // Intake's promise reports a broken stream. If intake refuses the file unread, nobody else listens for the error.
    gate.on('error', () => undefined);
    const source = bodyOf(request);
    source.on('error', (error) => gate.destroy(error));
    source.on('close', () => {
      if (!source.readableEnded) gate.destroy(new Error(`The upload of ${path} was interrupted.`));
    });
    source.pipe(gate);
    return redwell.acceptFile(drop, path, modified ?? null, gate, item ?? null);
  };

  const acceptBundle = async (request: FastifyRequest): Promise<{ files: FileOutcome[] }> => {
    const { drop } = queryOf(request, dropSchema);
    const limit = await largest();
    const files = await receiveBundle(bodyOf(request), async ({ path, modified, item, bytes }, content) => {
      if (bytes > limit) throw oversize(path, limit);
      return redwell.acceptFile(drop, path, modified ?? null, content, item ?? null);
    });
    return { files };
  };

  answer(app, '/upload', accept);
  answer(app, '/upload/bundle', acceptBundle);
}

const bodyOf = (request: FastifyRequest): Readable => (request.body ?? request.raw) as Readable;

function answer(
  app: FastifyInstance,
  url: string,
  work: (request: FastifyRequest) => Promise<unknown>,
): void {
  app.post(url, async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      return { ok: true, value: await work(request) };
    } catch (error) {
      const wire = toWireError(error);
      // Reads the rest of the body and drops it: a browser shows no reply until it has sent everything.
      request.raw.unpipe();
      request.raw.resume();
      return reply.code(statusOf(wire)).send({ ok: false, error: wire });
    }
  });
}
