/** Makes manifests without files, for tests that start after intake. */
import { createHash } from 'node:crypto';
import type { Manifest, ManifestDocument } from '../../src/shared/manifest.ts';

export function manifestDocument(
  batchId: string,
  n: number,
  change: Partial<ManifestDocument> = {},
): ManifestDocument {
  return {
    id: `${batchId}-d${String(n).padStart(5, '0')}`,
    path: `folder/document ${n}.txt`,
    sha256: createHash('sha256').update(`${batchId} ${n}`).digest('hex'),
    bytes: 100 + n,
    type: 'txt',
    modifiedAt: null,
    parentId: null,
    duplicateOf: null,
    status: 'pending',
    exception: null,
    warnings: [],
    pages: null,
    pagesToOcr: null,
    location: `/nowhere/${n}`,
    ...change,
  };
}

export function manifestOf(batchId: string, documents: number, change: Partial<Manifest> = {}): Manifest {
  return {
    batchId,
    name: `Batch ${batchId}`,
    matter: 'Test v. Matter',
    custodian: 'C. Custodian',
    priority: 'normal',
    createdAt: Date.now(),
    documents: Array.from({ length: documents }, (_v, i) => manifestDocument(batchId, i + 1)),
    ...change,
  };
}
