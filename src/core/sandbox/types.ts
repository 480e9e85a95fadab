/** What the rest of core sees of the sandbox. */
import type { FileType } from '../../shared/documents.ts';
import type { Stage } from '../../shared/stages.ts';
import type { Expansion, Inspection, StageInput, StageOutput } from '../documents/types.ts';

/**
 * Untrusted bytes are read only in here: separate processes (threads under Electron) that can be killed.
 * Every call rejects with DocumentError, or with an AbortError when `signal` fires.
 */
export interface Sandbox {
  inspect(
    file: { location: string; type: FileType; passwords?: readonly string[] },
    signal?: AbortSignal,
  ): Promise<Inspection>;
  /** One level: members that are containers themselves are expanded by the caller. Writes under `into`. */
  expand(
    file: { location: string; type: FileType; passwords?: readonly string[] },
    into: string,
    limits: { maxMembers: number; maxBytes: number; maxRatio: number },
    signal?: AbortSignal,
  ): Promise<Expansion>;
  /** @param begun called when the work begins, and not while it waits for a free process */
  runStage<S extends Stage>(
    stage: S,
    input: StageInput,
    signal?: AbortSignal,
    begun?: () => void,
  ): Promise<StageOutput<S>>;
  /** Engines found on this machine, name -> version. */
  engines(): Promise<Record<string, string>>;
  dispose(): Promise<void>;
}
