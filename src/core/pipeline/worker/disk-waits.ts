/** Stages that a full disk stopped: their jobs wait and run again, and no attempt is counted. */
import type { Job } from 'bullmq';
import type { StageJobData } from '../../batches/jobs.ts';
import type { RoomGate } from '../../disk/gate.ts';
import { isRefusal } from '../../disk/refusals.ts';
import { isMisconf } from '../../redis/misconf.ts';

/** The stage could not run because of a disk. */
export class WaitsForDisk extends Error {
  override readonly name = 'WaitsForDisk';
}

export const waitsForDisk = (cause: unknown): WaitsForDisk =>
  cause instanceof WaitsForDisk
    ? cause
    : new WaitsForDisk(cause instanceof Error ? cause.message : String(cause), { cause });

/** Time until a stage runs again that a disk stopped, ms. */
export const DISK_RETRY_MS = 5000;
/** A document that needs more room than there is, although the disk has enough for others, is tried this often. */
const MAX_DISK_WAITS = 5;

/**
 * Returns whether a disk is to blame for a failure, so that the document must wait and not fail. While a disk is full,
 * no failure can be trusted: programs that could not write their files blame the document.
 */
export async function isDiskToBlame(
  error: unknown,
  job: Job<StageJobData>,
  gate: RoomGate,
): Promise<boolean> {
  if (error instanceof WaitsForDisk || isMisconf(error)) return true;
  if ((await gate.paused()) !== null) return true;
  return isRefusal(error) && (job.data.diskWaits ?? 0) < MAX_DISK_WAITS;
}

/** Counts a wait in the job's data. @throws whatever ioredis throws while Redis is away or cannot write */
export async function countDiskWait(job: Job<StageJobData>): Promise<void> {
  await job.updateData({ ...job.data, diskWaits: (job.data.diskWaits ?? 0) + 1 });
}
