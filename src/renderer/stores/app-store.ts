/** All stores of a page, kept current by one bridge. The page creates them once; importing this creates nothing. */
import { type Batch, isTerminal } from '../../shared/batches.ts';
import type { Settings } from '../../shared/bridge.ts';
import type { Health, Totals } from '../../shared/health.ts';
import type { Drop } from '../../shared/intake.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { type ChosenStore, createChosenStore } from './chosen.ts';
import { type ConnectionStore, createConnectionStore } from './connection.ts';
import { createDraftsStore, type DraftsStore } from './drafts.ts';
import { createKeyedStore, type KeyedStore } from './keyed.ts';
import { createListCache, type ListCache } from './list-cache.ts';
import { createSingleStore, type SingleStore } from './single.ts';
import { createUploadsStore, type UploadsStore } from './uploads.ts';

export interface AppStore {
  readonly bridge: PageBridge;
  readonly connection: ConnectionStore;
  readonly batches: KeyedStore<Batch>;
  readonly drops: KeyedStore<Drop>;
  readonly uploads: UploadsStore;
  readonly drafts: DraftsStore;
  readonly chosen: ChosenStore;
  readonly lists: ListCache;
  /** How many items wait for a person. */
  readonly attention: SingleStore<{ open: number }>;
  readonly health: SingleStore<Health>;
  readonly totals: SingleStore<Totals>;
  readonly settings: SingleStore<Settings>;
}

/** @param failed called with the error if a snapshot cannot be loaded */
export function createAppStore(bridge: PageBridge, failed: (error: unknown) => void): AppStore {
  const app: AppStore = {
    bridge,
    connection: createConnectionStore(),
    batches: createKeyedStore<Batch>(),
    drops: createKeyedStore<Drop>(),
    uploads: createUploadsStore(),
    drafts: createDraftsStore(),
    chosen: createChosenStore(),
    lists: createListCache(),
    attention: createSingleStore<{ open: number }>(),
    health: createSingleStore<Health>(),
    totals: createSingleStore<Totals>(),
    settings: createSingleStore<Settings>(),
  };
  const refresh = (): void => {
    void refreshAll(app).catch(failed);
  };
  bridge.on('batch.changed', (batch) => app.batches.put(batch));
  bridge.on('drop.changed', (drop) => app.drops.put(drop));
  bridge.on('attention.changed', (counted) => app.attention.put(counted));
  bridge.on('health.changed', (health) => app.health.put(health));
  bridge.on('totals.changed', (totals) => app.totals.put(totals));
  app.health.store.subscribe(({ value }) => {
    if (value?.redis.state === 'ready') app.connection.setState({ readyAt: value.at });
  });
  bridge.onStale(refresh);
  bridge.onConnection((host) => {
    const { host: before, closedAt } = app.connection.getState();
    app.connection.setState({
      host,
      closedAt: host === 'closed' ? (before === 'open' ? Date.now() : closedAt) : null,
    });
    if (host === 'open') refresh();
  });
  return app;
}

/** Loads every snapshot: at the start, after a reconnection, and after missed events. */
async function refreshAll(app: AppStore): Promise<void> {
  const { bridge } = app;
  await Promise.all([
    bridge.request('host.info', {}).then((info) => app.connection.setState({ info })),
    refreshBatches(app),
    app.drops.take(
      () => bridge.request('intake.list', {}),
      () => true,
    ),
    app.attention.take(() => bridge.request('attention.count', {})),
    app.health.take(() => bridge.request('health.get', {})),
    app.totals.take(() => bridge.request('totals.get', { hours: 24 })),
    app.settings.take(() => bridge.request('settings.get', {})),
  ]);
}

/** Loads the active batches, and the batches that ended while this page was disconnected. */
async function refreshBatches({ bridge, batches }: AppStore): Promise<void> {
  const ask = async (): Promise<Batch[]> => {
    const active = await bridge.request('batches.active', {});
    const activeIds = new Set(active.map(({ id }) => id));
    const ended = Object.values(batches.store.getState().byId).filter(
      ({ id, status }) => !activeIds.has(id) && !isTerminal(status),
    );
    const endedNow = await Promise.all(ended.map(({ id }) => bridge.request('batches.get', { batchId: id })));
    return [...active, ...endedNow];
  };
  await batches.take(ask, (batch) => !isTerminal(batch.status));
}
