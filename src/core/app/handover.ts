/** Gives handing over what it needs: history, the originals in the vault, and a way to flush a disk. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { openCopier } from '../handover/copy-threads.ts';
import type { ExportFolder } from '../handover/export-folder.ts';
import type { HandoverDeps } from '../handover/types.ts';
import { LOG_FILE } from '../handover/verify.ts';
import type { History } from '../history/types.ts';
import { Buffers } from '../intake/fingerprint.ts';
import { flushFileSystem } from '../intake/flush.ts';
import { createLocator } from '../intake/locate.ts';
import { readManifestFile } from '../intake/manifest.ts';
import { Vault } from '../intake/vault.ts';
import { logFolder } from '../operator-log/files.ts';
import { writeLogProof } from '../operator-log/proof.ts';
import { verifyLog } from '../operator-log/verify.ts';
import { VERSION } from '../util/version.ts';
import { createPageDrawer } from './page-drawer.ts';

/** What draws and prints for an export. Without a sandbox it has no page images, without a printer no PDF. */
export interface HandoverTools extends Pick<HandoverDeps, 'printPdf'> {
  /** The built `copy.js`. Without it, the thread of the export copies the originals. */
  copyEntry?: string | undefined;
  sandbox?: Parameters<typeof createPageDrawer>[0] | undefined;
  /** Returns the passwords that were entered for a batch. */
  passwords?: ((batchId: string) => readonly string[]) | undefined;
}

/** Works from the data folder alone, whether or not Redwell is running. */
export function handoverFrom(
  dataDir: string,
  history: History,
  log?: Logger,
  { copyEntry, sandbox, passwords = () => [], printPdf }: HandoverTools = {},
): HandoverDeps {
  const vault = new Vault(join(dataDir, 'vault'), new Buffers(), log);
  const locate = createLocator(vault, (batchId) =>
    readManifestFile(join(dataDir, 'batches', batchId), batchId),
  );
  return {
    history,
    async locate(document) {
      // Asked for every document of an export: a turn of the event loop for each would take longer than the look.
      const inVault = document.sha256 === null ? null : vault.pathOf(document.sha256);
      return inVault !== null && existsSync(inVault) ? inVault : locate(document);
    },
    printPdf,
    operatorLog: (folder, batchId) => writeLog(logFolder(dataDir), folder, batchId),
    drawer: sandbox === undefined ? undefined : createPageDrawer(sandbox, locate, passwords),
    flush: flushFileSystem,
    openCopier: copyEntry === undefined ? undefined : (signal) => openCopier(copyEntry, signal),
    locksDir: join(dataDir, 'exports'),
    version: VERSION,
    log,
  };
}

/** Writes the entries of the operator log about a batch, with their proof. A log that is damaged says so beside them. */
async function writeLog(log: string, folder: ExportFolder, batchId: string): Promise<void> {
  const [fault] = (await verifyLog(log)).faults;
  if (fault !== undefined)
    await folder.writeText(
      'not-proven.txt',
      `The operator log is damaged, so it proves nothing about this batch and is left out.\n${fault.message}\n`,
    );
  else {
    const file = await folder.openText(LOG_FILE);
    await writeLogProof(log, batchId, (line) => file.write(line));
    await file.close();
  }
}
