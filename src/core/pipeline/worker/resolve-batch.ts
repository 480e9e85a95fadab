/** Builds the canonical entities and relationships of a batch from all of its documents. */
import { type CountedEntity, keepNames, keptOf, type NamesKeeper } from '../../batches/kept-names.ts';
import { writePart } from '../../batches/resolution.ts';
import { scanStates } from '../../batches/scan.ts';
import { unpackState } from '../../batches/state.ts';
import type { BatchEntity, ResolutionHeader } from '../../documents/resolution.ts';
import type { EntityResolutionResult, RelationshipBuildingResult } from '../../documents/types.ts';
import { decode } from '../../redis/codec.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import { sortInSlices, yieldEvery } from '../../util/event-loop.ts';
import { BatchNames, type ResolvedNames } from '../entities/batch-names.ts';
import { BatchRelationships } from '../entities/batch-relationships.ts';
import { compareCodeUnits } from '../entities/order.ts';

type Relationship = RelationshipBuildingResult['relationships'][number];

/** Documents read at a time. The event loop, in which BullMQ renews its locks, gets turns between them. */
const READ_SLICE = 25;
/** Documents and aliases of entities per part, about 100 kB. */
const PART_PLACES = 4000;
const PART_RELATIONSHIPS = 500;

/**
 * Builds the resolution of a batch and stores its parts. Reads one kind of result at a time, so that memory holds the
 * batch's names but not its texts. The result depends only on the documents, so repeating a call changes nothing.
 * @returns the header, which the caller publishes, and the names that it then keeps for later runs
 * @throws any ioredis error while Redis is unreachable; RangeError if a result has an unknown format
 */
export async function resolveBatch(
  redis: RedisRoles,
  batchId: string,
  run: number,
): Promise<{ header: ResolutionHeader; keeper: NamesKeeper }> {
  const { completed, others } = await endedDocuments(redis, batchId);
  const keeper = keepNames(redis, batchId, run);
  const names = new BatchNames();
  // Documents that failed at a late stage have entities too.
  const read = new Set<string>();
  const yieldIfDue = yieldEvery();
  for await (const slice of namesOf(redis, batchId, [...completed, ...others])) {
    for (const [id, canonical] of slice) {
      await yieldIfDue();
      names.add(id, canonical);
      read.add(id);
    }
    await keeper.add('names', slice);
  }
  const resolved = await names.resolve();
  const relationships = new BatchRelationships(resolved.canonical);
  for await (const slice of linksOf(redis, batchId, [...read])) {
    for (const [id, found] of slice) {
      await yieldIfDue();
      relationships.add(id, found);
    }
    await keeper.add('links', slice);
  }
  const strongest = await relationships.strongest();

  let parts = await writeEntities(redis, batchId, run, resolved);
  for (let i = 0; i < strongest.size; i += PART_RELATIONSHIPS) {
    const length = Math.min(PART_RELATIONSHIPS, strongest.size - i);
    await writePart(redis, batchId, run, parts, {
      relationships: Array.from({ length }, (_v, n) => strongest.row(i + n)),
    });
    parts += 1;
  }
  const header = {
    run,
    documents: read.size,
    missing: completed.filter((id) => !read.has(id)).length,
    entities: resolved.size,
    relationships: strongest.size,
    parts,
  };
  return { header, keeper };
}

/** Writes the entities in parts. @returns how many parts were written */
async function writeEntities(
  redis: RedisRoles,
  batchId: string,
  run: number,
  resolved: ResolvedNames,
): Promise<number> {
  let parts = 0;
  let entities: BatchEntity[] = [];
  let places = 0;
  for (let i = 0; i < resolved.size; i += 1) {
    const entity = resolved.entity(i);
    entities.push(entity);
    places += entity.documents.length + entity.aliases.length;
    if (places < PART_PLACES && i + 1 < resolved.size) continue;
    await writePart(redis, batchId, run, parts, { entities });
    parts += 1;
    entities = [];
    places = 0;
  }
  return parts;
}

/** Returns the ids of ended documents, sorted, so that limits always cut the same ones. */
async function endedDocuments(
  redis: RedisRoles,
  batchId: string,
): Promise<{ completed: string[]; others: string[] }> {
  const completed = new Set<string>();
  const others = new Set<string>();
  for await (const page of scanStates(redis, batchId))
    for (const [documentId, packed] of page) {
      const { status } = unpackState(packed);
      if (status === 'completed') completed.add(documentId);
      else if (status === 'exception') others.add(documentId);
    }
  const [first, last] = [
    await sortInSlices([...completed], compareCodeUnits),
    await sortInSlices([...others], compareCodeUnits),
  ];
  return { completed: first, others: last };
}

/** Yields the canonical entities of documents: from their results, or as an earlier run kept them. */
async function* namesOf(
  redis: RedisRoles,
  batchId: string,
  ids: readonly string[],
): AsyncGenerator<[documentId: string, canonical: readonly CountedEntity[]][]> {
  const released = new Set(ids);
  for await (const slice of resultsOf(redis, ids, 'entity_resolution')) {
    for (const [id] of slice) released.delete(id);
    yield await decodeEach(slice, (result) => (result as EntityResolutionResult).canonical);
  }
  if (released.size === 0) return;
  for await (const pack of keptOf(redis, batchId, 'names'))
    yield pack.filter(([id]) => released.has(id)).map(([id, canonical]) => [id, canonical]);
}

/** Does the same for relationships. */
async function* linksOf(
  redis: RedisRoles,
  batchId: string,
  ids: readonly string[],
): AsyncGenerator<[documentId: string, relationships: readonly Relationship[]][]> {
  const released = new Set(ids);
  for await (const slice of resultsOf(redis, ids, 'relationship_building')) {
    for (const [id] of slice) released.delete(id);
    yield await decodeEach(slice, (result) => (result as RelationshipBuildingResult).relationships);
  }
  if (released.size === 0) return;
  for await (const pack of keptOf(redis, batchId, 'links'))
    yield pack.filter(([id]) => released.has(id)).map(([id, relationships]) => [id, relationships]);
}

/** Decodes results one by one: those of a long document take milliseconds. */
async function decodeEach<T>(
  slice: readonly [documentId: string, bytes: Buffer][],
  part: (result: unknown) => T,
): Promise<[documentId: string, T][]> {
  const yieldIfDue = yieldEvery();
  const decoded: [string, T][] = [];
  for (const [id, bytes] of slice) {
    await yieldIfDue();
    decoded.push([id, part(decode(bytes))]);
  }
  return decoded;
}

async function* resultsOf(
  redis: RedisRoles,
  ids: readonly string[],
  stage: 'entity_resolution' | 'relationship_building',
): AsyncGenerator<[documentId: string, bytes: Buffer][]> {
  for (let i = 0; i < ids.length; i += READ_SLICE) {
    const slice = ids.slice(i, i + READ_SLICE);
    const pipeline = redis.roles.results.pipeline();
    for (const id of slice) pipeline.hgetBuffer(redis.keys.documentResults(id), `result:${stage}`);
    const replies = (await pipeline.exec()) ?? [];
    yield slice.flatMap((id, n): [string, Buffer][] => {
      const [error, bytes] = replies[n] ?? [null, null];
      if (error) throw error;
      return bytes === null ? [] : [[id, bytes as Buffer]];
    });
  }
}
