/** Opens the desk of samples over the parts that know the documents. */
import type { Logger } from 'pino';
import { MAX_CHARACTERS } from '../../documents/limits.ts';
import type { History } from '../../history/types.ts';
import type { Intake } from '../../intake/types.ts';
import { createSandbox } from '../../sandbox/pool.ts';
import type { PasswordBank } from '../password-bank.ts';
import type { SettingsStore } from '../settings.ts';
import type { RedwellConfig } from '../types.ts';
import { createSampleDesk, type SampleDesk } from './desk.ts';

interface Parts {
  config: RedwellConfig;
  history: History;
  intake: Intake;
  passwords: PasswordBank;
  settings: SettingsStore;
  log: Logger;
}

/** The limits are those of the local worker. */
export const openSamples = ({ config, history, intake, passwords, settings, log }: Parts): SampleDesk =>
  createSampleDesk({
    history,
    openSandbox: (maxWorkers) => createSandbox({ ...config.sandbox, maxWorkers, log }),
    limits: () => ({
      timeoutMs: settings.get().stageTimeoutSeconds * 1000,
      maxPages: settings.get().maxPages,
      maxCharacters: MAX_CHARACTERS,
      maxBytes: settings.get().maxDocumentBytes,
    }),
    locate: (document) => intake.locate(document),
    passwords: (batchId) => passwords.ofBatch(batchId),
    log,
  });
