/** The command palette: pages, active batches and a few commands. */
import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import { IconKeyboard, IconMoon, IconSearch, IconStack2, IconSun, IconSunMoon } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { visibleOnPage } from '../../shared/visible.ts';
import { percent } from '../lib/format.ts';
import { batchPath, NAV_ITEMS } from '../lib/routes.ts';
import { useActiveBatches } from '../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../text/empty.ts';
import { BATCH_STATUS_LABEL } from '../text/labels.ts';

export const openPalette = (): void => spotlight.open();

export function Palette({ help }: { help: () => void }) {
  const [, go] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const batches = useActiveBatches();
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
    const running = (batches ?? []).map(
      (batch): SpotlightActionData => ({
        id: batch.id,
        label: visibleOnPage(batch.name),
        description: `${BATCH_STATUS_LABEL[batch.status]}, ${percent(batch.percent)}`,
        keywords: [batch.matter, batch.custodian, batch.id],
        leftSection: <IconStack2 size={20} stroke={1.5} aria-hidden />,
        onClick: () => go(batchPath(batch.id)),
      }),
    );
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
      { group: 'Commands', actions: commands },
    ].filter((group) => group.actions.length > 0);
  }, [batches, go, help, setColorScheme]);
  return (
    <Spotlight
      actions={actions}
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
