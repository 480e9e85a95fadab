/** What waits for a person, over all batches: a list by who must act and what to do, to be worked off. */
import { useDebouncedValue } from '@mantine/hooks';
import { IconChecks } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { AttentionFilter, AttentionSummary } from '../../../shared/attention.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { HistoryNotice } from '../../components/history-notice.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { usePacedRefresh } from '../../lib/use-paced-refresh.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useActiveBatches, useAppStore, useBridgeEvent } from '../../stores/use-app-store.ts';
import { NEEDS_TEXT } from '../../text/needs.ts';
import { ActionBar } from './action-bar.tsx';
import { isNarrowed, useNeedsAddress } from './address.ts';
import { DecisionDialogs, type DialogName } from './decision-dialogs.tsx';
import { StateSwitch } from './filters.tsx';
import { GroupsPanel } from './groups-panel.tsx';
import { ItemList } from './item-list.tsx';
import classes from './needs-you.module.css';
import { ReplaceDialog, type ReplaceItem } from './replace-dialog.tsx';
import { useChosen } from './use-chosen.ts';
import { useDecisions } from './use-decisions.ts';
import { useItems } from './use-items.ts';

/** The list and its counts are asked for again at most this often. */
const PACE_MS = 750;

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
  const decisions = useDecisions(later);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const [replacing, setReplacing] = useState<ReplaceItem | null>(null);
  const ask = (name: DialogName): void => {
    decisions.dismiss.clear();
    decisions.assign.clear();
    setDialog(name);
  };
  const isDone = !isNarrowed(sent) && sent.state === 'open' && pages.total === 0 && summary.value !== null;
  return (
    <Page
      title={NEEDS_TEXT.title}
      subtitle={NEEDS_TEXT.subtitle}
      actions={<StateSwitch filter={filter} summary={summary.value} onFilter={change} />}
    >
      <HistoryNotice />
      {summary.error !== null && <ErrorAlert error={summary.error} retry={summary.reload} />}
      {isDone ? (
        <Panel>
          <NothingOpen dismissed={summary.value?.dismissed ?? 0} />
        </Panel>
      ) : (
        <div className={classes.layout}>
          <GroupsPanel groups={summary.value?.groups ?? []} filter={filter} onChoose={change} />
          <ItemList
            {...{ filter, at, pages, chosen, groups, onRange }}
            shown={sent}
            summary={summary.value}
            onFilter={change}
          >
            <ActionBar
              chosen={chosen}
              total={pages.total ?? 0}
              dismissed={filter.state === 'dismissed'}
              busy={decisions.retry.busy || decisions.reopen.busy}
              ask={ask}
              replace={() => setReplacing(chosen.replaceable)}
              retry={() => void decisions.retry.run(chosen.target, null)}
              reopen={() => void decisions.reopen.run(chosen.target)}
            />
          </ItemList>
        </div>
      )}
      <DecisionDialogs
        key={dialog}
        // What was selected may leave the list meanwhile.
        open={chosen.count === 0 ? null : dialog}
        close={() => setDialog(null)}
        target={chosen.target}
        count={dialog === 'passwords' ? chosen.locked : chosen.count}
        assignees={summary.value?.assignees ?? []}
        decisions={decisions}
      />
      <ReplaceDialog item={replacing} close={() => setReplacing(null)} done={later} />
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

/** Says that nothing is left to do, and what may still come. */
function NothingOpen({ dismissed }: { dismissed: number }) {
  const running = useActiveBatches()?.length ?? 0;
  return (
    <EmptyState icon={IconChecks} title={NEEDS_TEXT.empty.title} testId="needs-empty">
      {dismissed > 0 ? NEEDS_TEXT.empty.dismissed(dismissed) : NEEDS_TEXT.empty.hint}
      {running > 0 && ` ${NEEDS_TEXT.empty.running(running)}`}
    </EmptyState>
  );
}
