/** What pre-flight finds of a content without having its text: why it cannot be had, and what that costs. */
import type { ExceptionCode } from '../../shared/exceptions.ts';
import type { Inspection } from '../documents/types.ts';
import type { Expanded, Finding } from './records.ts';

/** What one file on disk may still expand to, all levels together. */
export interface Budget {
  members: number;
  bytes: number;
}

export function spend(budget: Budget, bytes: number): void {
  budget.members -= 1;
  budget.bytes -= bytes;
}

export const beyond = (detail: string): Finding => ({ code: 'container_limit', detail });

/** A file that asks for a password, as the journal keeps it. */
export const LOCKED: Inspection = {
  pages: null,
  pagesToOcr: null,
  encrypted: true,
  problem: { code: 'encrypted', detail: 'The file is protected by a password.' },
};

export const isLocked = (inspection: Inspection): boolean =>
  inspection.encrypted && inspection.problem?.code === 'encrypted';

/** Members of a container that no password has opened. */
export const lockedMembers = ({ problems }: Expanded): number =>
  problems.filter(({ code }) => code === 'encrypted').length;

/** The pipeline's error, told by its shape: intake stands below the pipeline and knows its types only. */
export function documentError(error: unknown): Finding | null {
  if (!(error instanceof Error) || error.name !== 'DocumentError') return null;
  const { code } = error as Error & { code: ExceptionCode };
  return { code, detail: error.message.slice(0, 2000) };
}
