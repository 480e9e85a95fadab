/** The exports of a batch, kept current by events. */
import { useCallback, useEffect, useState } from 'react';
import type { ListedExport } from '../../../shared/handover.ts';
import { asError } from '../../lib/wire-error.ts';
import { useAppStore, useBridgeEvent, useRenewal } from '../../stores/use-app-store.ts';

export interface Exports {
  /** Newest first; null before the first answer. */
  readonly all: readonly ListedExport[] | null;
  readonly error: Error | null;
  reload(): void;
}

/** Puts an export in its place, or first if it is new. */
export function withExport(
  all: readonly ListedExport[] | null,
  one: ListedExport,
): readonly ListedExport[] | null {
  if (all === null) return null;
  return all.some(({ id }) => id === one.id)
    ? all.map((other) => (other.id === one.id ? one : other))
    : [one, ...all];
}

export function useExports(batchId: string): Exports {
  const { bridge } = useAppStore();
  const [all, setAll] = useState<readonly ListedExport[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const reload = useCallback(() => {
    bridge.request('handover.list', { batchId }).then(
      (listed) => {
        setAll(listed);
        setError(null);
      },
      (caught: unknown) => setError(asError(caught)),
    );
  }, [bridge, batchId]);
  useEffect(reload, [reload]);
  useRenewal(reload);
  useBridgeEvent(
    'handover.changed',
    useCallback(
      (one: ListedExport) => {
        if (one.batchId === batchId) setAll((before) => withExport(before, one));
      },
      [batchId],
    ),
  );
  return { all, error, reload };
}
