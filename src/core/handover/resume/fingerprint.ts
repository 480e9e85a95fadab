/** Tells whether two exports would write the same files: only then one goes on where the other was interrupted. */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Selection } from '../selection.ts';
import type { ExportRequest } from '../types.ts';

/** @param version of Redwell: another one may draw and write differently */
export function fingerprintOf(
  { batchId, kind, into, profile, lists, paper }: ExportRequest,
  { documents }: Selection,
  version: string,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ version, batchId, kind, into: resolve(into), profile, lists, paper }));
  for (const { id, parent, sha256, bytes, type, pages } of documents)
    hash.update(`\n${id} ${parent} ${sha256 ?? ''} ${bytes} ${type} ${pages ?? ''}`);
  return hash.digest('hex');
}
