/** The Health page: the state of every part of the system. */
import { Grid, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { Health } from '../../../shared/health.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { Outlines } from '../../components/page-outline.tsx';
import { WarningAlert } from '../../components/warning-alert.tsx';
import { age } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { useAppStore, useHealth } from '../../stores/use-app-store.ts';
import { HEALTH_TEXT } from '../../text/health.ts';
import { CountersPanel } from './counters-panel.tsx';
import { ParsersPanel } from './parsers-panel.tsx';
import { QueuesPanel } from './queues-panel.tsx';
import { RedisPanel } from './redis-panel.tsx';
import { CachePanel, DiskPanel, HistoryPanel } from './storage-panels.tsx';
import { TuningPanel } from './tuning-panel.tsx';
import { WorkPanel } from './work-panel.tsx';
import { WorkersPanel } from './workers-panel.tsx';

export function HealthPage() {
  const { bridge, health: store } = useAppStore();
  const { value, error } = useHealth();
  const now = useNow();
  const subtitle = value === null ? undefined : `Updated ${age(now - value.at)}`;
  return (
    <Page title="Health" {...(subtitle === undefined ? {} : { subtitle })}>
      {error !== null && (
        <ErrorAlert error={error} retry={() => void store.take(() => bridge.request('health.get', {}))} />
      )}
      {value === null ? error === null && <Outlines panels={[300, 260]} /> : <HealthView health={value} />}
    </Page>
  );
}

function HealthView({ health }: { health: Health }) {
  return (
    <>
      <Warnings health={health} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <RedisPanel health={health} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Stack gap="md">
            <QueuesPanel health={health} />
            <CachePanel health={health} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={12}>
          <WorkersPanel health={health} />
        </Grid.Col>
        <Grid.Col span={12}>
          <TuningPanel health={health} />
        </Grid.Col>
        <Grid.Col span={12}>
          <WorkPanel health={health} />
        </Grid.Col>
        <Grid.Col span={12}>
          <CountersPanel />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <HistoryPanel health={health} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <DiskPanel health={health} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <ParsersPanel health={health} />
        </Grid.Col>
      </Grid>
    </>
  );
}

function Warnings({ health: { warnings, queues } }: { health: Health }) {
  const failed = queues.reduce((sum, queue) => sum + queue.failed, 0);
  if (warnings.length === 0)
    return (
      <div data-testid="health-fine">
        <Group gap="xs" c={failed === 0 ? 'var(--rw-ok)' : 'inherit'}>
          {failed === 0 ? (
            <IconCircleCheck size={20} aria-hidden />
          ) : (
            <IconInfoCircle size={20} aria-hidden />
          )}
          <Text fw={500}>{failed === 0 ? HEALTH_TEXT.fine : HEALTH_TEXT.failedJobs(failed)}</Text>
        </Group>
        {failed > 0 && (
          <Text size="sm" className="muted">
            {HEALTH_TEXT.failedJobsHint}
          </Text>
        )}
      </div>
    );
  return (
    <Stack gap="xs" component="section" aria-label="Warnings">
      {warnings.map((warning) => (
        <WarningAlert key={warning.code} warning={warning} />
      ))}
    </Stack>
  );
}
