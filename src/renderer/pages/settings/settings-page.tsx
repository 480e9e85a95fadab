/** The Settings page. Each group has its own Save button. */
import { Grid, Stack } from '@mantine/core';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { Outlines } from '../../components/page-outline.tsx';
import { useAppStore, useSettings } from '../../stores/use-app-store.ts';
import { AppearancePanel } from './appearance-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import { NotificationsPanel } from './notifications-panel.tsx';
import { RedisSettingsPanel } from './redis-settings-panel.tsx';
import { RetentionPanel } from './retention-panel.tsx';
import { TuningSettingsPanel } from './tuning-settings-panel.tsx';
import { WatchPanel } from './watch-panel.tsx';
import { WebhookPanel } from './webhook-panel.tsx';

export function SettingsPage() {
  const { bridge, settings: store } = useAppStore();
  const { value, error } = useSettings();
  return (
    <Page title="Settings">
      {error !== null && (
        <ErrorAlert error={error} retry={() => void store.take(() => bridge.request('settings.get', {}))} />
      )}
      {value === null ? (
        error === null && <Outlines panels={[300, 260]} />
      ) : (
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Stack gap="md">
              <RedisSettingsPanel settings={value} />
              <LimitsPanel settings={value} />
              <RetentionPanel />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Stack gap="md">
              <NotificationsPanel settings={value} />
              <WebhookPanel settings={value} />
              <WatchPanel settings={value} />
              <AppearancePanel />
              <TuningSettingsPanel settings={value} />
            </Stack>
          </Grid.Col>
        </Grid>
      )}
    </Page>
  );
}
