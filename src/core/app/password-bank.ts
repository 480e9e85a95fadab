/**
 * The password bank: what operators gave for the encrypted files of a drop, and of the batch it became. It is
 * this process's memory and nothing else: never on a disk, in Redis, in a log, or back over the bridge.
 */
import { RedwellError } from '../../shared/errors.ts';
import type { WorkerMessage } from './worker-message.ts';

/** Each is tried on every encrypted file: many more than people have would only cost time. */
const MAX_PASSWORDS = 500;

export interface PasswordBank {
  /** When it began, empty: passwords given before that are gone. Unix ms. */
  readonly since: number;
  /** @throws RedwellError invalid_input when there are too many */
  addToDrop(dropId: string, passwords: readonly string[]): void;
  /** Adds them; resolves when they are on their way to the worker here. @throws RedwellError invalid_input */
  addToBatch(batchId: string, passwords: readonly string[]): Promise<void>;
  /** The batch that a drop becomes has its passwords too from now on. */
  share(dropId: string, batchId: string): Promise<void>;
  ofDrop(dropId: string): readonly string[];
  ofBatch(batchId: string): readonly string[];
  forget(id: string): void;
  /** What a worker that starts must know. */
  handover(): WorkerMessage[];
}

/** @param tell gives a batch's passwords to the worker of this console, when there is one */
export function createPasswordBank(
  tell: (message: WorkerMessage) => Promise<void>,
  now = Date.now(),
): PasswordBank {
  const drops = new Map<string, readonly string[]>();
  const batches = new Map<string, readonly string[]>();

  const add = (bank: Map<string, readonly string[]>, id: string, added: readonly string[]): void => {
    const all = [...new Set([...(bank.get(id) ?? []), ...added])];
    if (all.length > MAX_PASSWORDS)
      throw new RedwellError('invalid_input', `At most ${MAX_PASSWORDS} passwords can be at hand at once.`, {
        action: 'Offer only those that may belong to these files.',
      });
    bank.set(id, all);
  };
  const message = (batchId: string): WorkerMessage => ({
    kind: 'passwords',
    batchId,
    passwords: [...(batches.get(batchId) ?? [])],
  });

  return {
    since: now,
    addToDrop: (dropId, passwords) => add(drops, dropId, passwords),
    async addToBatch(batchId, passwords) {
      add(batches, batchId, passwords);
      await tell(message(batchId));
    },
    async share(dropId, batchId) {
      const given = drops.get(dropId);
      if (given === undefined) return;
      add(batches, batchId, given);
      await tell(message(batchId));
    },
    ofDrop: (dropId) => drops.get(dropId) ?? [],
    ofBatch: (batchId) => batches.get(batchId) ?? [],
    forget(id) {
      drops.delete(id);
      batches.delete(id);
    },
    handover: () => [...batches.keys()].map(message),
  };
}
