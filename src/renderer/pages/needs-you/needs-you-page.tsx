/** What waits for a person, over all batches: a list by who must act and what to do, to be worked off. */
import { Button, Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChecks, IconFilterOff, IconFilterX, IconMoodEmpty } from '@tabler/icons-react';
import { type KeyboardEvent, useCallback, useMemo, useState } from 'react';
import type { AttentionFilter, AttentionSummary } from '../../../shared/attention.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { HistoryNotice } from '../../components/history-notice.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import { Page } from '../../components/page.tsx';
import { notePlace } from '../../lib/address.ts';
import { usePacedRefresh } from '../../lib/use-paced-refresh.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useBridgeEvent } from '../../stores/use-app-store.ts';
import { items, NEEDS_TEXT, narrowedTo, problemAction } from '../../text/needs.ts';
import { ActionBar } from './action-bar.tsx';
import { isNarrowed, NO_FILTER, useNeedsAddress } from './address.ts';
import { DecisionDialogs, type DialogName } from './decision-dialogs.tsx';
import { Filters } from './filters.tsx';
import { GroupsPanel } from './groups-panel.tsx';
import { itemColumns } from './item-columns.tsx';
import classes from './needs-you.module.css';
import { keyOf, useChosen } from './use-chosen.ts';
import { useDecisions } from './use-decisions.ts';
import { useItems } from './use-items.ts';

/** The list and its counts are asked for again at most this often. */
const PACE_MS = 750;
const ROW = 58;

/** Returns the filter as it is sent: what is typed waits for a pause. It keeps its identity while nothing changes. */
function useSent(filter: AttentionFilter): AttentionFilter {
  const [search] = useDebouncedValue(filter.search, 250);
  const key = JSON.stringify({ ...filter, search });
  return useMemo(() => JSON.parse(key) as AttentionFilter, [key]);
}

/** Loads the list and its counts, and keeps both current. */
function useAttention(filter: AttentionFilter, at: number) {
  const { bridge } = useAppStore();
  const pages = useItems(filter, at);
  const summary = useRequest(
    useCallback(() => bridge.request('attention.summary', { filter }), [bridge, filter]),
  );
  const { reload } = summary;
  const whole = useMemo(
    () => ({
      ...pages,
      async refresh(first: number, last: number) {
        reload();
        await pages.refresh(first, last);
      },
    }),
    [pages, reload],
  );
  const { later, onRange } = usePacedRefresh(whole, PACE_MS);
  useBridgeEvent('documents.changed', later);
  useBridgeEvent('attention.changed', later);
  return { pages, summary, later, onRange };
}

export function NeedsYouPage() {
  const { filter, at, change } = useNeedsAddress();
  const sent = useSent(filter);
  const { pages, summary, later, onRange } = useAttention(sent, at);
  const groups = useMemo(() => groupsIn(summary.value, sent), [summary.value, sent]);
  const chosen = useChosen(pages.rows, sent, groups, pages.total ?? 0);
  const { selection } = chosen;
  const decisions = useDecisions(later);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const columns = useMemo(
    () => itemColumns(sent, { selected: selection.selected, toggle: selection.toggle }),
    [sent, selection.selected, selection.toggle],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    const item = pages.rows[Number(row?.dataset.row)];
    if (row !== null && item !== undefined) selection.onKeyDown(event, keyOf(item));
  };
  const key = `needs ${JSON.stringify(sent)}`;
  const [only] = groups;
  return (
    <Page title={NEEDS_TEXT.title} subtitle={NEEDS_TEXT.subtitle}>
      <HistoryNotice />
      {summary.error !== null && <ErrorAlert error={summary.error} retry={summary.reload} />}
      <div className={classes.layout}>
        <GroupsPanel groups={summary.value?.groups ?? []} filter={filter} onChoose={(part) => change(part)} />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows inside handle the keyboard */}
        <div onKeyDown={onKeyDown}>
          <ListPanel
            name="needs"
            label={NEEDS_TEXT.title}
            filters={<Filters filter={filter} summary={summary.value} onFilter={change} />}
            totalLabel={items}
            columns={columns}
            pages={pages}
            rowKey={keyOf}
            rowHeight={ROW}
            height="max(320px, calc(100vh - 300px))"
            onRange={onRange}
            place={{ key, at, onPlace: notePlace }}
            empty={<Nothing filter={sent} summary={summary.value} />}
          >
            {isNarrowed(filter) && (
              <Group gap="xs" mt="sm">
                <Text size="sm" fw={500} role="status" data-testid="needs-narrowed">
                  {narrowedTo(filter)}
                  {filter.code !== null && only !== undefined && `: ${problemAction(only)}`}
                </Text>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  leftSection={<IconFilterOff size={15} aria-hidden />}
                  onClick={() => change({ ...NO_FILTER, state: filter.state })}
                  data-testid="needs-clear"
                >
                  Show all
                </Button>
              </Group>
            )}
            <ActionBar
              chosen={chosen}
              total={pages.total ?? 0}
              dismissed={filter.state === 'dismissed'}
              busy={decisions.retry.busy || decisions.reopen.busy}
              ask={setDialog}
              retry={() => void decisions.retry.run(chosen.target, null)}
              reopen={() => void decisions.reopen.run(chosen.target)}
            />
          </ListPanel>
        </div>
      </div>
      <DecisionDialogs
        key={dialog}
        open={dialog}
        close={() => setDialog(null)}
        target={chosen.target}
        count={dialog === 'passwords' ? chosen.locked : chosen.count}
        assignees={summary.value?.assignees ?? []}
        decisions={decisions}
      />
    </Page>
  );
}

/** Returns the counted groups that the filter shows. */
const groupsIn = (summary: AttentionSummary | null, { actor, code, intake }: AttentionFilter) =>
  (summary?.groups ?? []).filter(
    (group) =>
      (actor === null || group.actor === actor) &&
      (code === null || group.code === code) &&
      (intake === null || group.intake === intake),
  );

function Nothing({ filter, summary }: { filter: AttentionFilter; summary: AttentionSummary | null }) {
  if (isNarrowed(filter))
    return (
      <EmptyState icon={IconFilterX} title={NEEDS_TEXT.noMatch.title} testId="needs-no-match">
        {NEEDS_TEXT.noMatch.hint}
      </EmptyState>
    );
  if (filter.state === 'dismissed')
    return (
      <EmptyState icon={IconMoodEmpty} title={NEEDS_TEXT.noneDismissed.title} testId="needs-none-dismissed">
        {NEEDS_TEXT.noneDismissed.hint}
      </EmptyState>
    );
  return (
    <EmptyState icon={IconChecks} title={NEEDS_TEXT.empty.title} testId="needs-empty">
      {summary !== null && summary.dismissed > 0
        ? NEEDS_TEXT.empty.dismissed(summary.dismissed)
        : NEEDS_TEXT.empty.hint}
    </EmptyState>
  );
}
