/** The sandbox as the rest of core sees it. */
import type { FileType } from '../../shared/documents.ts';
import type { Stage } from '../../shared/stages.ts';
import type { Expansion, Inspection, StageInput, StageOutput } from '../documents/types.ts';

/**
 * Reads untrusted bytes in separate processes (threads under Electron) that can be killed.
 * Every call rejects with a DocumentError, or with an AbortError when `signal` fires.
 */
export interface Sandbox {
  inspect(
    file: { location: string; type: FileType; passwords?: readonly string[] },
    signal?: AbortSignal,
  ): Promise<Inspection>;
  /** Unpacks one level of a container into `into`. The caller expands members that are containers themselves. */
  expand(
    file: { location: string; type: FileType; passwords?: readonly string[] },
    into: string,
    limits: { maxMembers: number; maxBytes: number; maxRatio: number },
    signal?: AbortSignal,
  ): Promise<Expansion>;
  /** @param onStart called when the work starts, not while the call waits for a free child */
  runStage<S extends Stage>(
    stage: S,
    input: StageInput,
    signal?: AbortSignal,
    onStart?: () => void,
  ): Promise<StageOutput<S>>;
  /** Returns the engines found on this machine, name -> version. */
  engines(): Promise<Record<string, string>>;
  dispose(): Promise<void>;
}
