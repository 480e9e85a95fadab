/** The palette (Ctrl+K): batches, documents by their words, pages and actions. */
import { Spotlight, useSpotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { plural } from '../../lib/format.ts';
import { useConnection, useRedisAway } from '../../stores/use-app-store.ts';
import { PALETTE_TEXT } from '../../text/palette.ts';
import type { PaletteItem } from './items.ts';
import { Option } from './option.tsx';
import classes from './palette.module.css';
import { palette, paletteStore } from './palette-store.ts';
import { keepRecent, type Recent } from './recent.ts';
import { takeTyped } from './typed-ahead.ts';
import { useGroups } from './use-groups.ts';
import { optionId, useSelection } from './use-selection.ts';

const LIST = 'palette-list';

const recentKind = (id: string): Recent['kind'] | null =>
  (['batch', 'document', 'search'] as const).find((kind) => id === kind || id.startsWith(`${kind}:`)) ?? null;

/** Returns what an item does, and keeps it for the next time. */
function useOpen(): (item: PaletteItem) => void {
  const [, go] = useLocation();
  return useCallback(
    ({ id, label, about = '', to, run, refused }: PaletteItem) => {
      if (refused !== undefined) return;
      palette.close();
      const kind = recentKind(id);
      if (kind !== null && to !== undefined) keepRecent({ kind, label, about, to });
      if (to !== undefined) go(to);
      run?.();
    },
    [go],
  );
}

export function Palette() {
  const [typed, setTyped] = useState('');
  const { opened } = useSpotlight(paletteStore);
  const groups = useGroups(typed, opened);
  const items = groups.flatMap((group) => group.items);
  const open = useOpen();
  const { selected, onKeyDown } = useSelection(items, typed, open);
  return (
    <Spotlight.Root
      store={paletteStore}
      query={typed}
      onQueryChange={setTyped}
      shortcut={null}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      attributes={{ content: { 'aria-label': PALETTE_TEXT.label } }}
      closeOnActionTrigger={false}
    >
      <Spotlight.Search
        leftSection={<IconSearch size={20} aria-hidden />}
        placeholder={PALETTE_TEXT.placeholder}
        aria-label={PALETTE_TEXT.label}
        role="combobox"
        aria-expanded
        aria-controls={LIST}
        aria-autocomplete="list"
        {...(selected === undefined ? {} : { 'aria-activedescendant': optionId(selected) })}
        onFocus={() => setTyped((before) => before + takeTyped())}
        onKeyDown={onKeyDown}
        data-testid="palette-input"
      />
      <div id={LIST} role="listbox" aria-label={PALETTE_TEXT.list} className={classes.list}>
        {groups.map(({ label, items: inGroup }) => (
          <Spotlight.ActionsGroup key={label} label={label} role="group" aria-label={label}>
            {inGroup.map((item) => (
              <Option key={item.id} item={item} selected={item === selected} typed={typed} open={open} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </div>
      {items.length === 0 && <Spotlight.Empty>{PALETTE_TEXT.none}</Spotlight.Empty>}
      <Foot results={items.length} />
    </Spotlight.Root>
  );
}

/** Says what cannot be done now, and the keys. */
function Foot({ results }: { results: number }) {
  const { host } = useConnection();
  const away = useRedisAway();
  return (
    <Spotlight.Footer className={classes.foot}>
      {host === 'closed' ? (
        <span data-testid="palette-limits">{PALETTE_TEXT.gone}</span>
      ) : away ? (
        <span data-testid="palette-limits">{PALETTE_TEXT.offline}</span>
      ) : (
        <span>{PALETTE_TEXT.keys}</span>
      )}
      <span role="status">{plural(results, 'result')}</span>
    </Spotlight.Footer>
  );
}
