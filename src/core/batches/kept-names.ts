/**
 * Keeps what the next resolution of a batch needs of documents whose results have been released: their names and
 * relationships, packed by many documents at a time. A retry completes few documents, but the entities of its batch
 * are built from all of them.
 */
import { randomBytes } from 'node:crypto';
import type { CanonicalEntity, RelationshipBuildingResult } from '../documents/types.ts';
import { decode, encode } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { RESULTS_TTL_SECONDS } from '../results/facts.ts';
import { yieldEvery } from '../util/event-loop.ts';

type Relationship = RelationshipBuildingResult['relationships'][number];
/** A canonical entity, of whose mentions only the number matters. */
export type CountedEntity = Pick<CanonicalEntity, 'kind' | 'name'> & {
  mentions: { readonly length: number };
};

/** What is kept of a document, by kind of pack. */
interface Kept {
  names: readonly CountedEntity[];
  links: readonly Relationship[];
}
type Kind = keyof Kept;
type Named<K extends Kind> = readonly [documentId: string, kept: Kept[K]];

/** How many packs of each kind a writer wrote. The packs that the header names are complete. */
interface Header {
  writer: string;
  names: number;
  links: number;
}

/** More places than this are never shown (see BatchRelationships). */
const MAX_EVIDENCE = 5;

type Place = Relationship['evidence'][number];
const byPlace = (a: Place, b: Place): number => a.start - b.start || a.end - b.end;

/** Plain lists, because field names in every row would take more memory than the values. */
const PACK: { [K in Kind]: (kept: Kept[K]) => unknown[] } = {
  names: (entities) => entities.map(({ kind, name, mentions }) => [kind, name, mentions.length]),
  links: (relationships) =>
    relationships.map(({ kind, from, fromKind, to, toKind, weight, evidence, role }) => {
      const places = evidence.toSorted(byPlace).slice(0, MAX_EVIDENCE);
      return [
        kind,
        from,
        fromKind,
        to,
        toKind,
        weight,
        places.map(({ start, end, page }) => [start, end, page]),
        ...(role === undefined ? [] : [role]),
      ];
    }),
};
const UNPACK: { [K in Kind]: (rows: never) => Kept[K] } = {
  names: (rows: [CountedEntity['kind'], string, number][]) =>
    rows.map(([kind, name, length]) => ({ kind, name, mentions: { length } })),
  links: (
    rows: [
      ...Rest: [Relationship['kind'], string, Relationship['fromKind'], string, Relationship['toKind']],
      number,
      [number, number, number | null][],
      role?: string,
    ][],
  ) =>
    rows.map(([kind, from, fromKind, to, toKind, weight, places, role]) => ({
      kind,
      from,
      fromKind,
      to,
      toKind,
      weight,
      ...(role === undefined ? {} : { role }),
      evidence: places.map(([start, end, page]) => ({ start, end, page })),
    })),
};

const fieldOf = (writer: string, kind: Kind, index: number): string => `${writer}:${kind}:${index}`;
const runOf = (field: string): number => Number.parseInt(field, 10);

export interface NamesKeeper {
  /** Adds the names or relationships of some documents. */
  add<K extends Kind>(kind: K, documents: readonly Named<K>[]): Promise<void>;
  /** Makes what was added valid, and removes what it replaces. */
  finish(): Promise<void>;
  /** Removes what was added. */
  discard(): Promise<void>;
}

/** Starts to keep the names of a run. Two workers may do this at once: each writes packs of its own. */
export function keepNames(redis: RedisRoles, batchId: string, run: number): NamesKeeper {
  const { results } = redis.roles;
  const key = redis.keys.keptNames(batchId);
  const written: Header = { writer: `${run}.${randomBytes(6).toString('base64url')}`, names: 0, links: 0 };
  const removeFields = async (isOld: (field: string) => boolean): Promise<void> => {
    let cursor = '0';
    do {
      const [next, flat] = await results.hscan(key, cursor, 'COUNT', FIELDS);
      const old = flat.filter((field, i) => i % 2 === 0 && field !== HEADER && isOld(field));
      if (old.length > 0) await results.hdel(key, ...old);
      cursor = next;
    } while (cursor !== '0');
  };
  return {
    async add(kind, documents) {
      const yieldIfDue = yieldEvery();
      for (const pack of packsOf(documents)) {
        await yieldIfDue();
        const rows = pack.map(([id, kept]) => [id, PACK[kind](kept)]);
        await results.hset(key, fieldOf(written.writer, kind, written[kind]), encode(rows));
        if (written[kind] === 0) await results.expire(key, RESULTS_TTL_SECONDS);
        written[kind] += 1;
      }
    },
    async finish() {
      const replaced = (await headerOf(redis, key))?.writer;
      await results.hset(key, HEADER, encode(written));
      await results.expire(key, RESULTS_TTL_SECONDS);
      await removeFields((field) => runOf(field) < run || field.startsWith(`${replaced}:`));
    },
    discard: () => removeFields((field) => field.startsWith(`${written.writer}:`)),
  };
}

/** Names or relationships per pack, unless a single document has more. Packing them takes some 5 ms. */
const PACK_ROWS = 2000;

/** Divides documents so that no pack takes long. */
function* packsOf<K extends Kind>(documents: readonly Named<K>[]): Generator<readonly Named<K>[]> {
  let from = 0;
  let rows = 0;
  for (const [i, [, kept]] of documents.entries()) {
    if (i > from && rows + kept.length > PACK_ROWS) {
      yield documents.slice(from, i);
      from = i;
      rows = 0;
    }
    rows += kept.length;
  }
  if (from < documents.length) yield documents.slice(from);
}

const HEADER = 'header';
const FIELDS = 50;

async function headerOf(redis: RedisRoles, key: string): Promise<Header | null> {
  const bytes = await redis.roles.results.hgetBuffer(key, HEADER);
  return bytes === null ? null : (decode(bytes) as Header);
}

/** Yields what an earlier run kept of documents, in packs. Yields nothing when it has expired. */
export async function* keptOf<K extends Kind>(
  redis: RedisRoles,
  batchId: string,
  kind: K,
): AsyncGenerator<Named<K>[]> {
  const key = redis.keys.keptNames(batchId);
  const header = await headerOf(redis, key);
  if (header === null) return;
  for (let i = 0; i < header[kind]; i += 1) {
    const pack = await redis.roles.results.hgetBuffer(key, fieldOf(header.writer, kind, i));
    if (pack !== null)
      yield (decode(pack) as [string, never][]).map(([id, rows]) => [id, UNPACK[kind](rows)] as const);
  }
}
