/** Downloads of originals and of exports. The server checks session, Host and Origin before a request gets here. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Redwell } from '../core/app/types.ts';
import { RedwellError } from '../shared/errors.ts';
import { sendDownload } from './download.ts';

export const ORIGINAL_PATH = '/original';
export const EXPORT_PATH = '/export';
const id = z.string().min(1).max(100);
const originalSchema = z.object({ document: id }).strict();
const exportSchema = z.object({ id }).strict();

/**
 * Registers `GET /original?document=ID` and `GET /export?id=ID`. An original that is gone or altered, and an export that is not
 * whole, is refused with a typed error.
 */
export function registerDownloads(
  app: FastifyInstance,
  { originals, exports }: Pick<Redwell, 'originals' | 'exports'>,
): void {
  app.get(ORIGINAL_PATH, (request, reply) =>
    sendDownload(request, reply, () =>
      originals.read(understood(originalSchema.safeParse(request.query)).document),
    ),
  );
  app.get(EXPORT_PATH, (request, reply) =>
    sendDownload(request, reply, () => exports.zipOf(understood(exportSchema.safeParse(request.query)).id)),
  );
}

/** @throws RedwellError invalid_input */
function understood<T>(query: z.ZodSafeParseResult<T>): T {
  if (query.success) return query.data;
  throw new RedwellError(
    'invalid_input',
    `Redwell did not understand this address: ${z.prettifyError(query.error)}`,
  );
}
