/**
 * Remembers the passwords that operators entered for the encrypted files of a drop and of the batch it becomes.
 * They stay in this process's memory: never on disk, in Redis, in a log, or sent back over the bridge.
 */
import { RedwellError } from '../../shared/errors.ts';
import type { WorkerMessage } from './worker-message.ts';

/** Each password is tried on every encrypted file, so a huge list would cost time and help nobody. */
const MAX_PASSWORDS = 500;

export interface PasswordBank {
  /** When this empty bank was created, Unix ms: passwords entered before are gone. */
  readonly since: number;
  /** @throws RedwellError invalid_input when there are too many */
  addToDrop(dropId: string, passwords: readonly string[]): void;
  /** Adds passwords and sends them to the local worker. @throws RedwellError invalid_input */
  addToBatch(batchId: string, passwords: readonly string[]): Promise<void>;
  /** Gives a batch the passwords of the drop that it was frozen from. */
  share(dropId: string, batchId: string): Promise<void>;
  ofDrop(dropId: string): readonly string[];
  /** Notes that a password opened something in a drop. */
  markUseful(dropId: string, passwords: readonly string[]): void;
  isUseful(dropId: string, password: string): boolean;
  ofBatch(batchId: string): readonly string[];
  /** @param id of a drop or a batch */
  forget(id: string): void;
  /** Returns the messages that give a starting worker every batch's passwords. */
  messages(): WorkerMessage[];
}

/** @param send gives a batch's passwords to the local worker, if one is running */
export function createPasswordBank(
  send: (message: WorkerMessage) => Promise<void>,
  now = Date.now(),
): PasswordBank {
  const ofDrops = new Map<string, readonly string[]>();
  const ofBatches = new Map<string, readonly string[]>();
  const useful = new Map<string, ReadonlySet<string>>();

  const add = (bank: Map<string, readonly string[]>, id: string, added: readonly string[]): void => {
    const passwords = [...new Set([...(bank.get(id) ?? []), ...added])];
    if (passwords.length > MAX_PASSWORDS)
      throw new RedwellError('invalid_input', `Redwell can try at most ${MAX_PASSWORDS} passwords.`, {
        action: 'Enter only the passwords that may belong to these files.',
      });
    bank.set(id, passwords);
  };
  const messageFor = (batchId: string): WorkerMessage => ({
    kind: 'passwords',
    batchId,
    passwords: [...(ofBatches.get(batchId) ?? [])],
  });

  return {
    since: now,
    addToDrop: (dropId, passwords) => add(ofDrops, dropId, passwords),
    async addToBatch(batchId, passwords) {
      add(ofBatches, batchId, passwords);
      await send(messageFor(batchId));
    },
    async share(dropId, batchId) {
      const passwords = ofDrops.get(dropId);
      if (passwords === undefined) return;
      add(ofBatches, batchId, passwords);
      await send(messageFor(batchId));
    },
    ofDrop: (dropId) => ofDrops.get(dropId) ?? [],
    ofBatch: (batchId) => ofBatches.get(batchId) ?? [],
    markUseful: (dropId, passwords) =>
      void useful.set(dropId, new Set([...(useful.get(dropId) ?? []), ...passwords])),
    isUseful: (dropId, password) => useful.get(dropId)?.has(password) === true,
    forget(id) {
      ofDrops.delete(id);
      useful.delete(id);
      ofBatches.delete(id);
    },
    messages: () => [...ofBatches.keys()].map(messageFor),
  };
}
