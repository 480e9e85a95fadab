/** A batch between the moment it is submitted and the moment Redis has it. */
import { customAlphabet } from 'nanoid';
import type { Batch } from '../../shared/batches.ts';
import type { DocumentStatus } from '../../shared/documents.ts';
import type { Manifest } from '../../shared/manifest.ts';
import { STAGES } from '../../shared/stages.ts';
import { toBatch } from '../live/batch-view.ts';

const randomPart = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 5);

/**
 * Returns an id such as `20261124-1805-k7m2p`: local date, local time, random part. Ids sort by time, can be
 * read aloud, and never look like an integer, which BullMQ would not accept as a job id.
 */
export function newBatchId(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}-${randomPart()}`;
}

/** Returns the batch as its manifest describes it, with every pending document waiting at the first stage. */
export function batchFromManifest(manifest: Manifest, status: 'outbox' | 'submitting'): Batch {
  const withStatus = (wanted: DocumentStatus) => manifest.documents.filter((d) => d.status === wanted);
  const pending = withStatus('pending');
  const hash: Record<string, string> = {
    name: manifest.name,
    matter: manifest.matter,
    custodian: manifest.custodian,
    priority: manifest.priority,
    status,
    createdAt: String(manifest.createdAt),
    total: String(manifest.documents.length),
    jobs: String(pending.length),
    bytes: String(pending.reduce((sum, { bytes }) => sum + bytes, 0)),
    'd:p': String(pending.length),
    'd:d': String(withStatus('duplicate').length),
    'd:k': String(withStatus('excluded').length),
    'd:e': String(withStatus('exception').length),
  };
  STAGES.forEach((_stage, i) => {
    hash[`s${i + 1}:w`] = String(pending.length);
  });
  return { ...toBatch(manifest.batchId, hash, manifest.createdAt), source: 'outbox' };
}
