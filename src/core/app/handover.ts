/** Gives handing over what it needs: history, the originals in the vault, and a way to flush a disk. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { HandoverDeps } from '../handover/types.ts';
import type { History } from '../history/types.ts';
import { Buffers } from '../intake/fingerprint.ts';
import { flushFileSystem } from '../intake/flush.ts';
import { createLocator } from '../intake/locate.ts';
import { readManifestFile } from '../intake/manifest.ts';
import { Vault } from '../intake/vault.ts';
import { VERSION } from '../util/version.ts';

/** Works from the data folder alone, whether or not Redwell is running. */
export function handoverFrom(dataDir: string, history: History, log?: Logger): HandoverDeps {
  const vault = new Vault(join(dataDir, 'vault'), new Buffers(), log);
  return {
    history,
    locate: createLocator(vault, (batchId) => readManifestFile(join(dataDir, 'batches', batchId), batchId)),
    flush: flushFileSystem,
    locksDir: join(dataDir, 'exports'),
    version: VERSION,
    log,
  };
}
