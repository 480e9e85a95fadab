/** Starts a sample, follows it, and ends it with the dialog that shows it. */
import { useCallback, useEffect, useState } from 'react';
import type { Sample } from '../../../shared/bridge-sample.ts';
import type { Stage } from '../../../shared/stages.ts';
import { useAction } from '../../lib/use-action.ts';
import { asError } from '../../lib/wire-error.ts';
import { useAppStore } from '../../stores/use-app-store.ts';

const LOOK_MS = 500;

export function useSample(batchId: string) {
  const { bridge } = useAppStore();
  const [sample, setSample] = useState<Sample | null>(null);
  const [lost, setLost] = useState<Error | null>(null);
  const start = useAction(
    useCallback(
      async (stage: Stage, size: number) => {
        setLost(null);
        setSample(await bridge.request('sample.start', { batchId, stage, size }));
      },
      [bridge, batchId],
    ),
    'caller',
  );
  const cancel = useAction(
    useCallback(
      async (sampleId: string) => {
        await bridge.request('sample.cancel', { sampleId });
        setSample(await bridge.request('sample.get', { sampleId }));
      },
      [bridge],
    ),
  );
  const id = sample?.id;
  const isRunning = sample?.state === 'running';
  useEffect(() => {
    if (id === undefined || !isRunning) return;
    let isOpen = true;
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      bridge.request('sample.get', { sampleId: id }).then(
        (next) => {
          if (!isOpen) return;
          setSample(next);
          timer = setTimeout(look, LOOK_MS);
        },
        (error: unknown) => {
          if (!isOpen) return;
          setSample(null);
          setLost(asError(error));
        },
      );
    };
    timer = setTimeout(look, LOOK_MS);
    return () => {
      isOpen = false;
      clearTimeout(timer);
    };
  }, [bridge, id, isRunning]);
  useEffect(
    () => () => {
      // Whoever closes the dialog does not wait for it. One that has ended stays as it is.
      if (id !== undefined) bridge.request('sample.cancel', { sampleId: id }).catch(() => undefined);
    },
    [bridge, id],
  );
  return { sample, start, cancel, error: start.error ?? lost };
}
