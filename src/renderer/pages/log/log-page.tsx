/** The Operator log page: who did what, with a check that nothing was altered. */
import { Anchor, NativeSelect, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconListCheck } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { OPERATOR_ACTIONS, type OperatorAction, type OperatorEntry } from '../../../shared/operator-log.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { Moment } from '../../components/moment.tsx';
import { Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import type { Column } from '../../components/table-column.ts';
import { plural } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { actionText, LOG_TEXT, markTexts, outcomeText, placeText } from '../../text/operator-log.ts';
import { VerifyLog } from './verify-log.tsx';

const COLUMNS: readonly Column<OperatorEntry>[] = [
  { id: 'seq', header: 'No.', width: 64, from: 700, numeric: true, cell: ({ seq }) => seq },
  { id: 'at', header: 'When', width: 186, cell: ({ at }) => <Moment at={at} /> },
  {
    id: 'who',
    header: 'Who',
    width: 200,
    from: 560,
    cell: (entry) => (
      <div title={`${entry.who}, ${placeText(entry)}`}>
        <Text size="sm" className="truncate">
          {entry.who}
        </Text>
        <Text size="xs" className="muted truncate">
          {placeText(entry)}
        </Text>
      </div>
    ),
  },
  {
    id: 'what',
    header: 'What',
    cell: (entry) => {
      const more = [...markTexts(entry), outcomeText(entry)].filter((part) => part !== '').join(' · ');
      const isBad = entry.phase === 'failed' || entry.marks.length > 0;
      return (
        <div title={more}>
          <Text size="sm" className="truncate">
            {actionText(entry)}
          </Text>
          <Text size="xs" className="truncate" c={isBad ? 'var(--rw-bad)' : 'var(--rw-muted)'}>
            {more}
          </Text>
        </div>
      );
    },
  },
  {
    id: 'batch',
    header: 'Batch',
    width: 220,
    from: 820,
    cell: ({ batch }) =>
      batch !== null && (
        <Anchor
          component={Link}
          href={batchPath(batch.id)}
          size="sm"
          c="inherit"
          display="block"
          aria-label={batch.name}
        >
          <MiddleTruncate text={batch.name === '' ? batch.id : batch.name} />
        </Anchor>
      ),
  },
];

const ACTIONS = [
  { value: '', label: 'Everything' },
  ...Object.entries(OPERATOR_ACTIONS).map(([value, label]) => ({ value, label })),
];

const DAY_MS = 24 * 3600_000;
/** Returns the first moment of a day in this computer's time zone; null for no day. */
function startOf(day: string): number | null {
  const at = day === '' ? Number.NaN : new Date(`${day}T00:00`).getTime();
  return Number.isNaN(at) ? null : at;
}

export function LogPage() {
  const { bridge } = useAppStore();
  const [who, setWho] = useState('');
  const [batch, setBatch] = useState('');
  const [what, setWhat] = useState('');
  const [day, setDay] = useState('');
  const [sentWho] = useDebouncedValue(who, 250);
  const [sentBatch] = useDebouncedValue(batch, 250);
  const filter = useMemo(() => {
    const from = startOf(day);
    // A day with a change of the clocks has 23 or 25 hours.
    const until = from === null ? null : startOf(localDay(from + DAY_MS + DAY_MS / 4));
    return {
      who: sentWho,
      what: what === '' ? null : (what as OperatorAction),
      batch: sentBatch,
      from,
      until,
    };
  }, [sentWho, sentBatch, what, day]);
  const key = `log ${JSON.stringify(filter)}`;
  const pages = usePages(
    useCallback(
      (cursor: string | null) => bridge.request('log.list', { filter, cursor, limit: 100 }),
      [bridge, filter],
    ),
    { key, at: 0 },
  );
  const isFiltered = who !== '' || batch !== '' || what !== '' || day !== '';
  return (
    <Page title={LOG_TEXT.title} subtitle={LOG_TEXT.subtitle}>
      <VerifyLog />
      <ListPanel
        name="log"
        label={LOG_TEXT.title}
        filters={
          <>
            <SearchField
              label="Who"
              placeholder="Who"
              width={150}
              value={who}
              onChange={setWho}
              testId="log-who"
            />
            <NativeSelect
              size="xs"
              aria-label="What"
              data={ACTIONS}
              value={what}
              onChange={(event) => setWhat(event.currentTarget.value)}
              data-testid="log-what"
            />
            <SearchField
              label="Batch"
              placeholder="Batch"
              width={190}
              value={batch}
              onChange={setBatch}
              testId="log-batch"
            />
            <TextInput
              size="xs"
              type="date"
              aria-label="Day"
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
              data-testid="log-day"
            />
          </>
        }
        totalLabel={(total) => plural(total, 'entry', 'entries')}
        columns={COLUMNS}
        pages={pages}
        rowKey={({ seq }) => String(seq)}
        rowHeight={48}
        height="max(360px, calc(100vh - 310px))"
        empty={<EmptyState icon={IconListCheck} title={isFiltered ? LOG_TEXT.noMatch : LOG_TEXT.empty} />}
      />
    </Page>
  );
}

/** Returns the day of a moment in this computer's time zone, as an input of type date has it. */
function localDay(at: number): string {
  const date = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
