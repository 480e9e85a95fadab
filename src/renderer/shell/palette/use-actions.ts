/** The actions of the palette: on batches, and on the page itself. */
import { useMantineColorScheme } from '@mantine/core';
import {
  IconContrast2,
  IconKeyboard,
  IconLayoutList,
  IconMoon,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconPrinter,
  IconReload,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import { visibleOnPage } from '../../../shared/visible.ts';
import { plural } from '../../lib/format.ts';
import { changeLook } from '../../lib/look.ts';
import { showDone, showError } from '../../lib/notify.tsx';
import { retryAll, retryCounts } from '../../lib/retry-all.ts';
import type { AppStore } from '../../stores/app-store.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';
import { retryNotice } from '../../text/notices.ts';
import { PALETTE_TEXT } from '../../text/palette.ts';
import { openShortcuts } from '../overlays.ts';
import type { PaletteItem } from './items.ts';

const TEXT = PALETTE_TEXT.actions;

/** Returns what can be done with a batch now. */
function actionsOn(batch: Batch, { bridge, batches }: AppStore): PaletteItem[] {
  const name = visibleOnPage(batch.name);
  const keywords = [batch.matter, batch.custodian];
  const control = (action: 'pause' | 'resume') => (): void => {
    void bridge
      .request('batches.control', { batchId: batch.id, action })
      .then((next) => batches.put(next), showError);
  };
  const items: PaletteItem[] = [];
  if (batch.status === 'running' || batch.status === 'submitting')
    items.push({
      id: `pause:${batch.id}`,
      label: TEXT.pause(name),
      icon: IconPlayerPause,
      keywords,
      run: control('pause'),
    });
  if (batch.status === 'paused')
    items.push({
      id: `resume:${batch.id}`,
      label: TEXT.resume(name),
      icon: IconPlayerPlay,
      keywords,
      run: control('resume'),
    });
  const { helped: documents, leftOut } = retryCounts(batch);
  if (documents > 0 && batch.status !== 'canceling')
    items.push({
      id: `retry:${batch.id}`,
      label: TEXT.retry(name),
      about: TEXT.retryAbout(plural(documents, 'document')),
      icon: IconReload,
      keywords,
      run: () =>
        void retryAll(bridge, batches, batch).then(
          (retried) => showDone(retryNotice(retried, leftOut)),
          showError,
        ),
    });
  return items;
}

/**
 * @param batches the batches that actions are offered for
 * @param refusal why nothing can be done with batches now; null if it can
 */
export function useActions(batches: readonly Batch[], refusal: string | null): readonly PaletteItem[] {
  const app = useAppStore();
  const { setColorScheme } = useMantineColorScheme();
  return useMemo(() => {
    const onBatches = batches.flatMap((batch) => actionsOn(batch, app));
    const withRefusal =
      refusal === null ? onBatches : onBatches.map((item) => ({ ...item, about: refusal, refused: refusal }));
    const look: PaletteItem[] = [
      { id: 'add', label: TEXT.add, icon: IconPlus, to: '/intake' },
      { id: 'keys', label: TEXT.shortcuts, icon: IconKeyboard, keywords: ['help'], run: openShortcuts },
      // The palette must be gone before the page is printed.
      { id: 'print', label: TEXT.print, icon: IconPrinter, run: () => setTimeout(() => window.print(), 300) },
      {
        id: 'light',
        label: TEXT.light,
        icon: IconSun,
        keywords: ['theme'],
        run: () => setColorScheme('light'),
      },
      {
        id: 'dark',
        label: TEXT.dark,
        icon: IconMoon,
        keywords: ['theme'],
        run: () => setColorScheme('dark'),
      },
      {
        id: 'auto',
        label: TEXT.auto,
        icon: IconSunMoon,
        keywords: ['theme'],
        run: () => setColorScheme('auto'),
      },
      {
        id: 'more',
        label: TEXT.moreContrast,
        icon: IconContrast2,
        keywords: ['theme'],
        run: () => changeLook({ contrast: 'more' }),
      },
      {
        id: 'standard',
        label: TEXT.standardContrast,
        icon: IconContrast2,
        keywords: ['theme'],
        run: () => changeLook({ contrast: 'standard' }),
      },
      {
        id: 'compact',
        label: TEXT.compact,
        icon: IconLayoutList,
        run: () => changeLook({ density: 'compact' }),
      },
      {
        id: 'comfortable',
        label: TEXT.comfortable,
        icon: IconLayoutList,
        run: () => changeLook({ density: 'comfortable' }),
      },
    ];
    return [...withRefusal, ...look];
  }, [app, batches, refusal, setColorScheme]);
}

/** Returns why batches cannot be controlled now; null if they can. */
export const useRefusal = (): string | null => (useRedisAway() ? PALETTE_TEXT.refusedOffline : null);
