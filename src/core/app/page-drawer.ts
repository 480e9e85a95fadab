/** Draws the pages of originals for handing over, in the sandbox. */

import { RedwellError } from '../../shared/errors.ts';
import { type FileType, fileTypeSchema } from '../../shared/file-types.ts';
import { DocumentError } from '../documents/errors.ts';
import type { FileToRead } from '../documents/types.ts';
import type { HandoverDeps } from '../handover/types.ts';
import type { Sandbox } from '../sandbox/types.ts';

type Drawer = NonNullable<HandoverDeps['drawer']>;

/** Codes of errors that say nothing about the document. */
const OF_MACHINE: ReadonlySet<string> = new Set(['infrastructure', 'access_restricted']);

/** @param passwords those that were entered for a batch */
export function createPageDrawer(
  sandbox: Pick<Sandbox, 'drawSheets' | 'drawSlip'>,
  locate: HandoverDeps['locate'],
  passwords: (batchId: string) => readonly string[],
): Drawer {
  return {
    async pages(document, pages, options, signal) {
      const { id, batchId, path, sha256, bytes } = document;
      try {
        const location = await locate({ batchId, id, sha256 });
        const type: FileType = fileTypeSchema.parse(document.type);
        const file: FileToRead = {
          ...{ location, type, passwords: passwords(batchId) },
          proof: { path, sha256, bytes },
        };
        return await sandbox.drawSheets(file, pages, options, signal);
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
        if (OF_MACHINE.has(error.code)) throw machineFault(error);
        return { problem: error.message, lost: error.code === 'worker_lost' || error.code === 'ocr_timeout' };
      }
    },
    async slip(lines, options, signal) {
      try {
        return await sandbox.drawSlip(lines, options, signal);
      } catch (error) {
        throw error instanceof DocumentError ? machineFault(error) : error;
      }
    },
  };
}

const machineFault = (error: DocumentError): RedwellError =>
  new RedwellError(
    'internal',
    `A page image could not be drawn: ${error.message.replace(/\.$/, '')}. Nothing was handed over.`,
    { action: 'Check the free space and the memory of this computer, then export again.', cause: error },
  );
