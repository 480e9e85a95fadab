/** The command palette: pages, batches of any age and a few commands. */
import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import { IconKeyboard, IconMoon, IconSearch, IconStack2, IconSun, IconSunMoon } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import { visibleOnPage } from '../../shared/visible.ts';
import { dateTime, percent } from '../lib/format.ts';
import { batchPath, NAV_ITEMS } from '../lib/routes.ts';
import { useRequest } from '../lib/use-request.ts';
import { useActiveBatches, useAppStore } from '../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../text/empty.ts';
import { BATCH_STATUS_LABEL } from '../text/labels.ts';

export const openPalette = (): void => spotlight.open();

/** Ended batches that are offered at most. */
const FOUND = 8;

/** Returns the ended batches whose name, matter or custodian contains the text. */
function useEndedBatches(typed: string): readonly Batch[] {
  const { bridge } = useAppStore();
  const [search] = useDebouncedValue(typed.trim(), 150);
  const { value } = useRequest(
    useCallback(
      async () =>
        search === ''
          ? { search, items: [] }
          : { search, items: (await bridge.request('batches.list', { search, limit: 50 })).items },
      [bridge, search],
    ),
  );
  // An answer to an earlier text would offer batches that do not match.
  return value === null || value.search !== typed.trim()
    ? NO_BATCHES
    : value.items.filter(({ status }) => isTerminal(status)).slice(0, FOUND);
}

const NO_BATCHES: readonly Batch[] = [];

export function Palette({ help }: { help: () => void }) {
  const [, go] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const batches = useActiveBatches();
  const [typed, setTyped] = useState('');
  const ended = useEndedBatches(typed);
  const actions = useMemo(() => {
    const pages = NAV_ITEMS.map(
      ({ to, label, about, icon: Shape }): SpotlightActionData => ({
        id: to,
        label,
        description: about,
        leftSection: <Shape size={20} stroke={1.5} aria-hidden />,
        onClick: () => go(to),
      }),
    );
    const actionOf = (batch: Batch, progress: string): SpotlightActionData => ({
      id: batch.id,
      label: visibleOnPage(batch.name),
      description: visibleOnPage(
        [BATCH_STATUS_LABEL[batch.status], progress, batch.matter, batch.custodian]
          .filter(Boolean)
          .join(', '),
      ),
      keywords: [batch.matter, batch.custodian, batch.id],
      leftSection: <IconStack2 size={20} stroke={1.5} aria-hidden />,
      onClick: () => go(batchPath(batch.id)),
    });
    const running = (batches ?? []).map((batch) => actionOf(batch, percent(batch.percent)));
    const past = ended.map((batch) => actionOf(batch, dateTime(batch.endedAt)));
    const commands: SpotlightActionData[] = [
      {
        id: 'light',
        label: 'Light appearance',
        leftSection: <IconSun size={20} stroke={1.5} aria-hidden />,
        onClick: () => setColorScheme('light'),
      },
      {
        id: 'dark',
        label: 'Dark appearance',
        leftSection: <IconMoon size={20} stroke={1.5} aria-hidden />,
        onClick: () => setColorScheme('dark'),
      },
      {
        id: 'auto',
        label: 'Match system appearance',
        leftSection: <IconSunMoon size={20} stroke={1.5} aria-hidden />,
        onClick: () => setColorScheme('auto'),
      },
      {
        id: 'keys',
        label: 'Keyboard shortcuts',
        leftSection: <IconKeyboard size={20} stroke={1.5} aria-hidden />,
        onClick: help,
      },
    ];
    return [
      { group: 'Pages', actions: pages },
      { group: 'Active batches', actions: running },
      { group: 'Ended batches', actions: past },
      { group: 'Commands', actions: commands },
    ].filter((group) => group.actions.length > 0);
  }, [batches, ended, go, help, setColorScheme]);
  return (
    <Spotlight
      actions={actions}
      query={typed}
      onQueryChange={setTyped}
      shortcut="mod + K"
      nothingFound={EMPTY_TEXT.palette}
      highlightQuery
      scrollable
      maxHeight={420}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      searchProps={{
        leftSection: <IconSearch size={20} aria-hidden />,
        placeholder: 'A page, a batch or a command',
        'aria-label': 'Find a page, a batch or a command',
      }}
    />
  );
}
