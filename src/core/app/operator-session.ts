/** Keeps in the operator log when Redwell was opened and closed, and tells a shared server who gave a command. */
import type { Logger } from 'pino';
import type { OperatorEntry } from '../../shared/operator-log.ts';
import { recordCommand } from '../batches/command-record.ts';
import type { History } from '../history/types.ts';
import type { OperatorLog } from '../operator-log/log.ts';
import { newestOf } from '../operator-log/read.ts';
import type { RecordedExport } from './handover-desk.ts';
import type { RedisHolder } from './redis-holder.ts';

/** Notes the opening at once, without holding it up, and the closing when it is disposed. */
export function keepSession(
  operatorLog: OperatorLog,
  version: string,
  log: Logger,
): { dispose(): Promise<void> } {
  const failed = (error: unknown): void => log.error({ error }, 'the operator log could not be written');
  const opened = (async () => {
    const last = await newestOf(operatorLog.folder, ['app.open', 'app.close']);
    const unclosed = last?.what === 'app.open';
    await operatorLog.add({ what: 'app.open', phase: 'note', details: { version, unclosed } });
  })().catch(failed);
  return {
    async dispose() {
      await opened;
      await operatorLog.add({ what: 'app.close', phase: 'note' }).catch(failed);
    },
  };
}

/** Returns a function that notes how an export ended, which is long after somebody started it. */
export function noteExports(
  operatorLog: OperatorLog,
  history: Pick<History, 'batch'>,
  log: Logger,
): (record: RecordedExport) => void {
  return ({ id, batchId, target, outcome, documents, rootHash, error }) => {
    const made = outcome === 'completed';
    const proof = rootHash === null ? {} : { rootHash };
    operatorLog
      .add({
        ...{ what: 'export.make', phase: made ? 'note' : 'failed', error },
        batch: { id: batchId, name: history.batch(batchId)?.name ?? '' },
        details: {
          export: id,
          target,
          outcome: outcome ?? 'interrupted',
          documents: documents ?? 0,
          ...proof,
        },
      })
      .catch((failure: unknown) => log.error({ error: failure }, 'the operator log could not be written'));
  };
}

/** Returns a function that writes a command beside its batch in Redis. Without Redis, only this computer's log has it. */
export function announceCommands(
  redis: Pick<RedisHolder, 'link' | 'isReady'>,
  log: Logger,
): (batchId: string, entry: OperatorEntry) => void {
  return (batchId, { who, host, from, what, at, hash }) => {
    const connected = redis.isReady() ? redis.link().current() : null;
    if (connected === null) return;
    recordCommand(connected.redis, batchId, { who, host, from, what, at, hash }).catch((error: unknown) =>
      log.warn({ error, batchId }, 'the server could not be told who gave a command'),
    );
  };
}
