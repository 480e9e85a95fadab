/** Deletes an ended batch everywhere: manifest, Redis, cache, vault and history, in an order that a kill may interrupt. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DeletionPlan, DeletionReport } from '../../shared/deletion.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { Broker } from '../batches/broker.ts';
import { removeBatch, rewriteServerFiles, storedDigests } from '../batches/remove-batch.ts';
import { removeCached } from '../cache/remove.ts';
import type { Eraser } from '../history/erase/eraser.ts';
import type { History } from '../history/types.ts';
import type { Intake } from '../intake/types.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { inTurns } from '../util/event-loop.ts';
import {
  damagedHistories,
  removeExportParts,
  removeManifest,
  removeOpened,
  removeOriginals,
} from './files.ts';
import { type DeletionJournal, removeJournal, writeJournal, writeWhole } from './journal.ts';

export interface DeletionDeps {
  dataDir: string;
  history: Pick<History, 'batch' | 'removal'>;
  eraser: Pick<Eraser, 'forget' | 'erase'>;
  intake: Pick<Intake, 'list' | 'receipt' | 'discard'>;
  /** Returns the input of the later stages for a first stage's cache entry; null if it cannot be read. */
  digestOf(entry: Buffer): string | null;
}

export interface Connected {
  redis: RedisRoles;
  broker: Broker;
}

export const journalFolder = (dataDir: string): string => join(dataDir, 'deletions');

/** Returns what deleting a batch would do. @throws RedwellError not_found */
export async function planDeletion(deps: DeletionDeps, batchId: string): Promise<DeletionPlan> {
  const journal = await prepare(deps, batchId);
  return planOf(journal, await neededElsewhere(deps, journal));
}

async function prepare({ dataDir, history }: DeletionDeps, batchId: string): Promise<DeletionJournal> {
  const batch = history.batch(batchId);
  if (batch === null)
    throw new RedwellError('not_found', `Batch ${batchId} is not on this computer.`, {
      action: 'Open History to see the batches that are.',
    });
  const { documentIds, contents } = await inTurns(history.removal.contents(batchId));
  const exports = history.removal.exportFolders(batchId);
  const copies = history.removal.relatedByCopies(batchId);
  const damaged = await damagedHistories(dataDir);
  return {
    ...{ batchId, name: batch.name, matter: batch.matter, startedAt: Date.now() },
    ...{ documentIds, contents },
    left: [
      ...exports.map((what) => ({ what, why: 'It was handed over. Delete it where it is, if it must go.' })),
      ...copies.map((name) => ({
        what: `The batch “${name}”`,
        why: 'Another copy of a document links both batches, so its record names that document. Delete it too, if it must go.',
      })),
      ...damaged.map((what) => ({
        what: join(dataDir, what),
        why: 'A history that was damaged and kept. Delete the file if nothing else must be recovered from it.',
      })),
    ],
  };
}

/** Returns the contents that other batches have too. */
const neededElsewhere = (
  { history }: DeletionDeps,
  { batchId, contents }: DeletionJournal,
): Promise<Set<string>> =>
  inTurns(history.removal.needed(batchId, new Set(contents.map(({ sha256 }) => sha256))));

/** Sums each original once, whatever types it was read as. */
function planOf(journal: DeletionJournal, needed: ReadonlySet<string>): DeletionPlan {
  const { batchId, name, matter, documentIds, contents, left } = journal;
  const bytesOf = new Map(contents.map(({ sha256, bytes }) => [sha256, bytes]));
  const own = [...bytesOf].filter(([sha256]) => !needed.has(sha256));
  return {
    ...{
      batchId,
      name,
      matter,
      documents: documentIds.length,
      originals: own.length,
      kept: needed.size,
      left,
    },
    bytes: own.reduce((sum, [, bytes]) => sum + bytes, 0),
  };
}

/**
 * Deletes a batch. The batch must have ended.
 * @param certify gets the text of the certificate. @returns where it is kept
 * @throws RedwellError not_found, conflict; any ioredis error while Redis is away: calling `continueDeletion` goes on
 */
export async function deleteBatch(
  deps: DeletionDeps,
  connected: Connected,
  batchId: string,
  certificates: string,
): Promise<DeletionReport> {
  refuseWhileFreezing(deps);
  const journal = await prepare(deps, batchId);
  await writeJournal(journalFolder(deps.dataDir), journal);
  return continueDeletion(deps, connected, journal, certificates);
}

/** A batch that is being frozen may rely on originals that are there. */
function refuseWhileFreezing({ intake }: DeletionDeps): void {
  const busy = intake.list().find(({ status }) => status === 'submitting');
  if (busy === undefined) return;
  throw new RedwellError('conflict', `“${busy.name}” is being submitted, so nothing can be deleted now.`, {
    action: 'Wait until its batch appears, then try again.',
  });
}

/** Goes on with a deletion from its journal. Every step can be repeated. */
export async function continueDeletion(
  deps: DeletionDeps,
  { redis, broker }: Connected,
  journal: DeletionJournal,
  certificates: string,
): Promise<DeletionReport> {
  const { dataDir, history, eraser, intake, digestOf } = deps;
  const { batchId, documentIds, contents } = journal;
  // Without its manifest, nothing puts the batch back.
  await removeManifest(dataDir, batchId);
  const receipt = intake.receipt(batchId);
  if (receipt !== null) await intake.discard(receipt.drop.id);

  const needed = await neededElsewhere(deps, journal);
  const own = contents.filter(({ sha256 }) => !needed.has(sha256));
  const ownHashes = new Set(own.map(({ sha256 }) => sha256));
  const digests = await storedDigests(redis, documentIds);
  for (const digest of await eraser.forget(own)) digests.add(digest);
  await removeCached(redis, { sha256s: ownHashes, digests, digestOf });
  await removeBatch(redis, broker, batchId, documentIds);
  const left = [...journal.left];
  if (!(await rewriteServerFiles(redis)))
    left.push({
      what: 'Files of the Redis server',
      why: 'Redwell may not make this server rewrite its files. They have old data until it does.',
    });
  await removeOriginals(dataDir, ownHashes);
  await removeOpened(dataDir);
  left.push(...(await removeExportParts(dataDir, history.removal.exportParts(batchId))));
  const plan = planOf({ ...journal, left }, needed);
  await eraser.erase(batchId);
  const report = await writeCertificate(certificates, { journal, plan, own, needed });
  await removeJournal(journalFolder(dataDir), batchId);
  return report;
}

interface Done {
  journal: DeletionJournal;
  plan: DeletionPlan;
  own: DeletionJournal['contents'];
  needed: ReadonlySet<string>;
}

async function writeCertificate(
  folder: string,
  { journal, plan, own, needed }: Done,
): Promise<DeletionReport> {
  const text = `${JSON.stringify(
    {
      ...plan,
      startedAt: new Date(journal.startedAt).toISOString(),
      endedAt: new Date().toISOString(),
      deletedOriginals: own.map(({ sha256, bytes }) => ({ sha256, bytes })),
      keptOriginals: [...needed].map((sha256) => ({ sha256, why: 'Another batch has the same file.' })),
    },
    null,
    2,
  )}\n`;
  const certificate = join(folder, `deleted-${journal.batchId}.json`);
  await writeWhole(folder, certificate, text);
  return { ...plan, certificate, certificateHash: createHash('sha256').update(text).digest('hex') };
}
