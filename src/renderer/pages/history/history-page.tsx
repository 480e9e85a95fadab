/** The History page: every batch that this computer has recorded, available without Redis. */
import { Alert, Button, Tabs } from '@mantine/core';
import { IconArrowsExchange, IconChartBar, IconCloudOff, IconHistory } from '@tabler/icons-react';
import { Link } from 'wouter';
import { HistoryNotice } from '../../components/history-notice.tsx';
import { Page } from '../../components/page.tsx';
import { useRedisAway } from '../../stores/use-app-store.ts';
import { HISTORY_TEXT } from '../../text/batch.ts';
import { useHistoryAddress } from './address.ts';
import { BatchList } from './batch-list.tsx';
import { DueNotice } from './due-notice.tsx';
import { TrendsPanel } from './trends-panel.tsx';

export function HistoryPage() {
  const away = useRedisAway();
  const { at, change, ...shown } = useHistoryAddress();
  return (
    <Page
      title="History"
      subtitle={HISTORY_TEXT.subtitle}
      actions={
        <Button
          component={Link}
          href="/compare"
          variant="default"
          leftSection={<IconArrowsExchange size={15} aria-hidden />}
          data-testid="history-compare"
        >
          Compare batches
        </Button>
      }
    >
      <HistoryNotice />
      <DueNotice />
      {away && (
        <Alert
          color="gray"
          variant="light"
          py="xs"
          icon={<IconCloudOff aria-hidden />}
          title={HISTORY_TEXT.offline}
          data-testid="history-offline"
        />
      )}
      <Tabs
        value={shown.view}
        onChange={(next) => change({ view: next === 'time' ? 'time' : 'batches' }, true)}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="batches" leftSection={<IconHistory size={16} aria-hidden />}>
            Batches
          </Tabs.Tab>
          <Tabs.Tab
            value="time"
            leftSection={<IconChartBar size={16} aria-hidden />}
            data-testid="history-time"
          >
            Over time
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="batches">
          <BatchList shown={shown} at={at} change={change} />
        </Tabs.Panel>
        <Tabs.Panel value="time">
          <TrendsPanel />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
