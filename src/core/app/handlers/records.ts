/** The bridge's requests that are answered from what Redwell has recorded, and those about health and settings. */
import type { Settings } from '../../../shared/bridge.ts';
import { SECRET_MASK } from '../../../shared/bridge-settings.ts';
import { RedwellError } from '../../../shared/errors.ts';
import type { History } from '../../history/types.ts';
import type { Intake } from '../../intake/types.ts';
import { safeAddress } from '../../redis/address.ts';
import { type HealthDeps, readHealth } from '../health.ts';
import type { RedisHolder } from '../redis-holder.ts';
import type { SettingsStore } from '../settings.ts';
import { readStatedText } from '../stated-texts.ts';
import type { CoreHandlers } from '../types.ts';
import { refuseWatched } from '../watch-keeper.ts';
import { compareTexts } from './compare-texts.ts';

export interface RecordDeps {
  history: History;
  intake: Pick<Intake, 'locate'>;
  health: HealthDeps;
  settings: SettingsStore;
  redis: RedisHolder;
  /** Hears that settings were changed. */
  onSettings(): void;
}

type RecordRequests =
  | 'batches.entities'
  | 'batches.relationships'
  | 'batches.times'
  | 'batches.warnings'
  | 'documents.list'
  | 'documents.get'
  | 'documents.similar'
  | 'documents.differences'
  | 'documents.statedText'
  | 'totals.get'
  | 'health.get'
  | 'settings.get'
  | 'settings.set';

/** No page ever gets the password of Redis or the secret of the webhook. A page that sends the address back as it is keeps the password. */
const shown = (settings: Settings): Settings => ({
  ...settings,
  redisUrl: safeAddress(settings.redisUrl),
  webhookSecret: settings.webhookSecret === '' ? '' : SECRET_MASK,
});

export function recordHandlers(deps: RecordDeps): Pick<CoreHandlers, RecordRequests> {
  const { history, settings } = deps;
  return {
    'batches.entities': async (query) => history.listEntities(query),
    'batches.relationships': async (query) => history.listRelationships(query),
    'batches.times': async ({ batchId }) => ({
      runs: history.runs.list(batchId),
      stages: history.stageTimes(batchId),
      forecasts: history.forecasts.list(batchId),
      errors: {
        past: history.forecasts.spread('past')?.error ?? null,
        pace: history.forecasts.spread('pace')?.error ?? null,
      },
    }),
    'batches.warnings': async ({ batchId }) => history.warningsOf(batchId),
    'documents.list': async (query) => history.listDocuments(query),
    'documents.get': async ({ documentId }) => {
      const document = history.document(documentId);
      if (document === null)
        throw new RedwellError('not_found', `Document ${documentId} is not on this computer.`);
      return document;
    },
    async 'documents.statedText'({ documentId }) {
      const document = history.document(documentId);
      const { textId = null, textColumn = null, fields = {} } = document?.stated ?? {};
      if (textId === null && textColumn !== null) return { text: fields[textColumn] ?? null };
      const stored = textId === null ? null : history.document(textId);
      if (document === null || stored === null)
        throw new RedwellError('not_found', `No text came with document ${documentId}.`);
      const { id, sha256 } = stored;
      return { text: await readStatedText(deps.intake, { batchId: document.batchId, text: { id, sha256 } }) };
    },
    'documents.similar': async ({ documentId }) => {
      const similar = history.similar.ofDocument(documentId);
      if (similar === null)
        throw new RedwellError('not_found', `Document ${documentId} is not on this computer.`);
      return similar;
    },
    'documents.differences': ({ firstId, secondId }) => compareTexts(history, firstId, secondId),
    'totals.get': async ({ hours }) => history.totals(hours, Date.now()),
    'health.get': () => readHealth(deps.health),
    async 'settings.get'() {
      await settings.reload();
      return shown(settings.get());
    },
    async 'settings.set'(change) {
      if (change.watch != null) refuseWatched(change.watch.folder, deps.health.dataDir);
      const next = await settings.set(change);
      await deps.redis.applySettings();
      deps.onSettings();
      return shown(next);
    },
  };
}
