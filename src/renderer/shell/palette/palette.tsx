/** The palette (Ctrl+K): batches, documents by their words, pages and actions. */
import { Spotlight, useSpotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { plural } from '../../lib/format.ts';
import { useConnection, useRedisAway } from '../../stores/use-app-store.ts';
import { PALETTE_TEXT } from '../../text/palette.ts';
import type { PaletteItem } from './items.ts';
import classes from './palette.module.css';
import { paletteStore, selectFirst, spotlight } from './palette-store.ts';
import { keepRecent, type Recent } from './recent.ts';
import { useGroups } from './use-groups.ts';

const LIST = 'palette-list';
const NAV_KEYS: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp']);

const recentKind = (id: string): Recent['kind'] | null =>
  (['batch', 'document', 'search'] as const).find((kind) => id === kind || id.startsWith(`${kind}:`)) ?? null;

/** Returns what an item does, and keeps it for the next time. */
function useOpen(): (item: PaletteItem) => void {
  const [, go] = useLocation();
  return useCallback(
    ({ id, label, about = '', to, run, refused }: PaletteItem) => {
      if (refused !== undefined) return;
      spotlight.close();
      const kind = recentKind(id);
      if (kind !== null && to !== undefined) keepRecent({ kind, label, about, to });
      if (to !== undefined) go(to);
      run?.();
    },
    [go],
  );
}

/** Selects the first item again whenever other items come, unless an arrow key has chosen one. */
function useFirstSelected(ids: string, opened: boolean): { onKey(key: string): void } {
  const chosen = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids are what the selection depends on
  useEffect(() => {
    if (opened && !chosen.current) selectFirst(LIST);
  }, [ids, opened]);
  return {
    onKey(key) {
      chosen.current = NAV_KEYS.has(key);
    },
  };
}

export function Palette() {
  const [typed, setTyped] = useState('');
  const { opened, selected } = useSpotlight(paletteStore);
  const groups = useGroups(typed, opened);
  const items = groups.flatMap((group) => group.items);
  const open = useOpen();
  const { onKey } = useFirstSelected(items.map(({ id }) => id).join(' '), opened);
  const active = items[selected];
  return (
    <Spotlight.Root
      store={paletteStore}
      query={typed}
      onQueryChange={setTyped}
      shortcut={null}
      maxHeight="min(460px, 60vh)"
      scrollable
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
        {...(active === undefined ? {} : { 'aria-activedescendant': optionId(active) })}
        onKeyDown={({ key }) => onKey(key)}
        data-testid="palette-input"
      />
      <Spotlight.ActionsList id={LIST} role="listbox" aria-label={PALETTE_TEXT.list}>
        {groups.map(({ label, items: inGroup }) => (
          <Spotlight.ActionsGroup key={label} label={label} role="group" aria-label={label}>
            {inGroup.map((item) => (
              <Option key={item.id} item={item} selected={item === active} open={open} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </Spotlight.ActionsList>
      {items.length === 0 && <Spotlight.Empty>{PALETTE_TEXT.none}</Spotlight.Empty>}
      <Foot results={items.length} />
    </Spotlight.Root>
  );
}

const optionId = ({ id }: PaletteItem): string => `palette-${id.replaceAll(/[^\w-]/g, '-')}`;

interface OptionProps {
  item: PaletteItem;
  selected: boolean;
  open: (item: PaletteItem) => void;
}

function Option({ item, selected, open }: OptionProps) {
  const { label, about, icon: Shape, refused } = item;
  return (
    <Spotlight.Action
      id={optionId(item)}
      role="option"
      aria-selected={selected}
      {...(refused === undefined ? {} : { 'aria-disabled': true })}
      className={classes.option}
      label={label}
      {...(about === undefined ? {} : { description: about })}
      leftSection={<Shape size={18} stroke={1.6} aria-hidden />}
      highlightQuery={refused === undefined}
      onClick={() => open(item)}
      data-testid="palette-option"
    />
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
