/** Hooks that read from the app's stores. */
import { createContext, useContext, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import type { EventName, EventPayload, HostInfo, Settings } from '../../shared/bridge.ts';
import type { Health, Totals } from '../../shared/health.ts';
import type { Drop } from '../../shared/intake.ts';
import type { AppStore } from './app-store.ts';
import type { Connection } from './connection.ts';
import type { Single } from './single.ts';
import type { Upload } from './uploads.ts';

export const AppStoreContext = createContext<AppStore | null>(null);

/** Returns the app's stores. @throws Error outside the provider, which is a defect */
export function useAppStore(): AppStore {
  const app = useContext(AppStoreContext);
  if (app === null) throw new Error('useAppStore was called outside AppStoreContext.');
  return app;
}

export const useConnection = (): Connection => useStore(useAppStore().connection);
export const useHostInfo = (): HostInfo | null => useStore(useAppStore().connection, ({ info }) => info);
export const useHealth = (): Single<Health> => useStore(useAppStore().health.store);
/** Returns whether Redis is lost or was never reached; false before the first health report. */
export function useRedisAway(): boolean {
  const redis = useHealth().value?.redis;
  return redis?.state === 'away' || (redis?.state === 'connecting' && redis.error !== null);
}
/** Returns how many items wait for a person; 0 before it is known. */
export const useAttentionCount = (): number => useStore(useAppStore().attention.store).value?.open ?? 0;
export const useTotals = (): Single<Totals> => useStore(useAppStore().totals.store);
export const useSettings = (): Single<Settings> => useStore(useAppStore().settings.store);
export const useUpload = (dropId: string): Upload | undefined =>
  useStore(useAppStore().uploads, (uploads) => uploads[dropId]);

/** Returns the batches that have not ended, newest first; null until the first snapshot. */
export function useActiveBatches(): Batch[] | null {
  const { byId, loaded } = useStore(
    useAppStore().batches.store,
    useShallow(({ byId, loaded }) => ({ byId, loaded })),
  );
  return useMemo(
    () =>
      loaded
        ? Object.values(byId)
            .filter(({ status }) => !isTerminal(status))
            .sort((a, b) => b.createdAt - a.createdAt)
        : null,
    [byId, loaded],
  );
}

export const useBatch = (batchId: string): Batch | undefined =>
  useStore(useAppStore().batches.store, ({ byId }) => byId[batchId]);

/** Returns the drops that are neither submitted nor discarded, newest first. */
export function useOpenDrops(): Drop[] {
  const byId = useStore(useAppStore().drops.store, ({ byId }) => byId);
  return useMemo(
    () =>
      Object.values(byId)
        .filter(({ status }) => status !== 'submitted' && status !== 'discarded')
        .sort((a, b) => b.createdAt - a.createdAt),
    [byId],
  );
}

/** Calls `listener` for each event while the component is mounted. */
export function useBridgeEvent<N extends EventName>(
  name: N,
  listener: (payload: EventPayload<N>) => void,
): void {
  const { bridge } = useAppStore();
  useEffect(() => bridge.on(name, listener), [bridge, name, listener]);
}

/** Returns whether this page is uploading files. */
export const useUploading = (): boolean =>
  useStore(useAppStore().uploads, (uploads) =>
    Object.values(uploads).some(({ state }) => state === 'sending'),
  );

/** Calls `listener` when the shown data may be old: after missed events and after a reconnection. */
export function useRenewal(listener: () => void): void {
  const { bridge } = useAppStore();
  useEffect(() => {
    let subscribed = false;
    const stops = [
      bridge.onStale(listener),
      bridge.onConnection((state) => {
        if (subscribed && state === 'open') listener();
      }),
    ];
    // `onConnection` reports the current state at once, which is not a change.
    subscribed = true;
    return () => {
      for (const stop of stops) stop();
    };
  }, [bridge, listener]);
}
