/** The page of one batch, with live data from Redis or recorded data from history. */
import { Alert, Loader, Tabs } from '@mantine/core';
import { IconClockHour4, IconFiles, IconHistory, IconListDetails, IconUsers } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import type { EntityKey } from '../../../shared/entities.ts';
import type { Term } from '../../components/equation.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useBatch, useRedisAway, useRenewal } from '../../stores/use-app-store.ts';
import { placeOfBatch, recordedNote } from '../../text/batch.ts';
import { type TabName, useBatchAddress } from './batch-address.ts';
import { BatchActions, BatchHeading } from './batch-header.tsx';
import classes from './batch-page.module.css';
import { CausesPanel } from './causes-panel.tsx';
import { DetailsTab } from './details-tab.tsx';
import { DocumentsTab } from './documents-tab.tsx';
import { EntitiesTab } from './entities-tab.tsx';
import { type DocumentFilter, filterOfTerm, isBare, NO_FILTER } from './filter.ts';
import { ProgressPanel } from './progress-panel.tsx';
import { StageMatrix } from './stage-matrix.tsx';
import { TimesTab } from './times-tab.tsx';
import { WarningsPanel } from './warnings-panel.tsx';

const TABS = [
  { value: 'documents', label: 'Documents', icon: IconFiles },
  { value: 'entities', label: 'Names', icon: IconUsers },
  { value: 'times', label: 'Times', icon: IconClockHour4 },
  { value: 'details', label: 'Details', icon: IconListDetails },
] as const;

/** Loads the batch into the store when the page opens, and again after a reconnection. */
function useLoadedBatch(batchId: string) {
  const { bridge, batches } = useAppStore();
  const batch = useBatch(batchId);
  const load = useRequest(
    useCallback(
      () =>
        batches.take(
          async () => [await bridge.request('batches.get', { batchId })],
          () => false,
        ),
      [bridge, batches, batchId],
    ),
  );
  const { reload } = load;
  useRenewal(reload);
  return { batch, error: load.error, reload };
}

export function BatchPage({ batchId }: { batchId: string }) {
  const { batch, error, reload } = useLoadedBatch(batchId);
  if (batch !== undefined) return <BatchView batch={batch} />;
  return (
    <Page title="Batch">
      {error === null ? (
        <Loader aria-label="Loading the batch" />
      ) : (
        <ErrorAlert error={error} retry={reload} />
      )}
    </Page>
  );
}

/** Brings the list into view and moves the focus to it after a figure above was clicked. */
function useArrival() {
  const list = useRef<HTMLDivElement>(null);
  const [arrivals, setArrivals] = useState(0);
  useEffect(() => {
    if (arrivals === 0) return;
    list.current?.scrollIntoView({ block: 'start' });
    list.current?.focus({ preventScroll: true });
  }, [arrivals]);
  return { list, arrive: useCallback(() => setArrivals((before) => before + 1), []) };
}

function BatchView({ batch }: { batch: Batch }) {
  const [{ tab, filter, at }, change] = useBatchAddress();
  const { list, arrive } = useArrival();
  const showDocuments = useCallback(
    (next: DocumentFilter): void => {
      // A figure means its documents, whatever view the list opens with.
      change({ filter: { ...next, all: isBare(next) }, tab: 'documents' }, { replace: false });
      arrive();
    },
    [change, arrive],
  );
  const showEntity = useCallback(
    (entity: EntityKey) => showDocuments({ ...NO_FILTER, entity }),
    [showDocuments],
  );
  const showWarnings = (): void => showDocuments({ ...NO_FILTER, warned: true });
  const onTerm = (term: Term): void => showDocuments(filterOfTerm(term, batch.status));
  const onFilter = useCallback(
    (next: DocumentFilter, isNew = true): void => {
      // Each typed letter is no step to go back to.
      const typed = JSON.stringify({ ...next, search: '' }) === JSON.stringify({ ...filter, search: '' });
      change({ filter: next }, { replace: typed || !isNew });
    },
    [change, filter],
  );
  return (
    <Page
      title={batch.name}
      crumbs={[placeOfBatch(batch.status)]}
      heading={<BatchHeading batch={batch} />}
      actions={<BatchActions batch={batch} />}
    >
      <RecordedNote batch={batch} />
      <ProgressPanel batch={batch} onTerm={onTerm} onWarnings={showWarnings} />
      <StageMatrix
        batch={batch}
        onFailed={(stage) => showDocuments({ ...NO_FILTER, status: 'exception', stage })}
      />
      <CausesPanel
        batch={batch}
        onShow={(code, stage) => showDocuments({ ...NO_FILTER, status: 'exception', code, stage })}
      />
      {batch.warnings > 0 && (
        <WarningsPanel batch={batch} onShow={(code) => showDocuments({ ...NO_FILTER, warned: true, code })} />
      )}
      <Tabs
        ref={list}
        tabIndex={-1}
        className={classes.list}
        value={tab}
        onChange={(value) => change({ tab: (value ?? 'documents') as TabName }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          {TABS.map(({ value, label, icon: Shape }) => (
            <Tabs.Tab
              key={value}
              value={value}
              leftSection={<Shape size={16} aria-hidden />}
              data-testid={`tab-${value}`}
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="documents">
          <DocumentsTab batch={batch} filter={filter} at={at} onFilter={onFilter} />
        </Tabs.Panel>
        <Tabs.Panel value="entities">
          <EntitiesTab batch={batch} onShow={showEntity} />
        </Tabs.Panel>
        <Tabs.Panel value="times">
          <TimesTab batch={batch} />
        </Tabs.Panel>
        <Tabs.Panel value="details">
          <DetailsTab batch={batch} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** Says where numbers come from that are not live. */
function RecordedNote({ batch }: { batch: Batch }) {
  const note = recordedNote(batch, useRedisAway());
  if (note === null) return null;
  return (
    <Alert
      color="gray"
      variant="light"
      py="xs"
      icon={<IconHistory aria-hidden />}
      title={note.title}
      data-testid="from-history"
    >
      {note.hint}
    </Alert>
  );
}
