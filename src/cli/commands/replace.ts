/** `redwell replace DOCUMENT FILE`: hands in another copy of a document, processes it, and waits for the end. */
import { resolve } from 'node:path';
import type { Redwell } from '../../core/app/types.ts';
import { untilReady } from '../../core/host/submit-folder.ts';
import type { DocumentDetail } from '../../shared/documents.ts';
import { RedwellError } from '../../shared/errors.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../shared/exceptions.ts';
import { canBeReplaced } from '../../shared/replacement.ts';
import { type Job, runJob } from './process.ts';

export interface ReplaceOptions {
  reason: string;
  /** Takes a copy of another type. */
  otherType: boolean;
}

/** @returns the exit code of the batch. @throws RedwellError not_found, conflict, folder_missing, redis_unavailable */
export function replaceDocument(
  job: Job,
  documentId: string,
  file: string,
  { reason, otherType }: ReplaceOptions,
): Promise<number> {
  return runJob(job, async (redwell, progress) => {
    const document = await redwell.handlers['documents.get']({ documentId });
    const code = problemOf(document);
    const { id: dropId } = await redwell.handlers['intake.begin']({
      ...{ kind: 'paths', paths: [resolve(file)], replaces: { documentId, code } },
    });
    const answer = await handIn(redwell, dropId, reason, otherType);
    if (answer.kind === 'restored') {
      progress.note(`The original of ${document.path} is back in the vault.`);
      return document.batchId;
    }
    progress.note(`Replaced ${document.path} (${EXCEPTIONS[code].label}) by batch ${answer.batch.id}.`);
    return answer.batch.id;
  });
}

/** Returns the problem that another copy is for: the exception, or else the first warning that it can help. */
function problemOf({ path, exception, warnings }: DocumentDetail): ExceptionCode {
  const found = [exception, ...warnings].find((problem) => problem !== null && canBeReplaced(problem.code));
  if (found != null) return found.code;
  throw new RedwellError('conflict', `“${path}” has no problem that another copy could solve.`, {
    action: 'Run "redwell needs-you" to see which documents have one.',
  });
}

/** Hands the copy in. One that is refused does not stay in Intake. */
async function handIn(redwell: Redwell, dropId: string, reason: string, otherType: boolean) {
  try {
    await untilReady(redwell, dropId);
    return await redwell.handlers['replacements.submit']({ dropId, reason, otherType });
  } catch (error) {
    await redwell.handlers['intake.discard']({ dropId });
    throw error;
  }
}
