/** The items of the list, with what narrows it down. The rows are selected by mouse and by keyboard. */
import { Button, Group, Text } from '@mantine/core';
import { IconFilterOff, IconFilterX, IconMoodEmpty } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useMemo } from 'react';
import type {
  AttentionFilter,
  AttentionGroup,
  AttentionItem,
  AttentionSummary,
} from '../../../shared/attention.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import { notePlace } from '../../lib/address.ts';
import type { Pages } from '../../lib/use-pages.ts';
import { items, NEEDS_TEXT, narrowedTo, problemAction } from '../../text/needs.ts';
import { isNarrowed, NO_FILTER } from './address.ts';
import { Filters } from './filters.tsx';
import { itemColumns } from './item-columns.tsx';
import { type Chosen, keyOf } from './use-chosen.ts';

interface Props {
  /** What the address states, and the filter of the rows, which waits for a pause in typing. */
  filter: AttentionFilter;
  shown: AttentionFilter;
  /** First visible row. */
  at: number;
  pages: Pages<AttentionItem>;
  chosen: Chosen;
  /** The groups that the filter shows. */
  groups: readonly AttentionGroup[];
  summary: AttentionSummary | null;
  onRange(first: number, last: number): void;
  onFilter(part: Partial<AttentionFilter>, replace?: boolean): void;
  /** What can be done with the selected rows. */
  children: ReactNode;
}

/** Two lines for what happened, and two for what to do. */
const ROW = 76;

export function ItemList(props: Props) {
  const { filter, shown, at, pages, chosen, groups, summary, onRange, onFilter, children } = props;
  const { selected, toggle, onKeyDown } = chosen.selection;
  const columns = useMemo(() => itemColumns(shown, { selected, toggle }), [shown, selected, toggle]);
  const onKey = (event: KeyboardEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    const item = pages.rows[Number(row?.dataset.row)];
    if (row !== null && item !== undefined) onKeyDown(event, keyOf(item));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside handle the keyboard
    <div onKeyDown={onKey} style={{ minWidth: 0 }}>
      <ListPanel
        name="needs"
        label={NEEDS_TEXT.title}
        filters={<Filters filter={filter} summary={summary} onFilter={onFilter} />}
        totalLabel={items}
        columns={columns}
        pages={pages}
        rowKey={keyOf}
        rowHeight={ROW}
        height="max(320px, calc(100vh - 270px))"
        onRange={onRange}
        place={{ key: `needs ${JSON.stringify(shown)}`, at, onPlace: notePlace }}
        empty={<NoItems filter={shown} />}
      >
        {isNarrowed(filter) && (
          <Group gap="xs" mt="sm" wrap="nowrap" justify="space-between" align="flex-start">
            <Text size="sm" fw={500} role="status" data-testid="needs-narrowed">
              {narrowedTo(filter)}
              {filter.code !== null && groups[0] !== undefined && `: ${problemAction(groups[0])}`}
            </Text>
            <Button
              variant="subtle"
              size="compact-sm"
              style={{ flexShrink: 0 }}
              leftSection={<IconFilterOff size={15} aria-hidden />}
              onClick={() => onFilter({ ...NO_FILTER, state: filter.state })}
              data-testid="needs-clear"
            >
              Show all
            </Button>
          </Group>
        )}
        {children}
      </ListPanel>
    </div>
  );
}

function NoItems({ filter }: { filter: AttentionFilter }) {
  const isFiltered = isNarrowed(filter);
  const { title, hint } =
    isFiltered || filter.state === 'open' ? NEEDS_TEXT.noMatch : NEEDS_TEXT.noneDismissed;
  return (
    <EmptyState icon={isFiltered ? IconFilterX : IconMoodEmpty} title={title} testId="needs-no-match">
      {hint}
    </EmptyState>
  );
}
