/** Desktop notifications for finished batches, and quiet hours. */
import { Alert, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconBell, IconBellOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { Settings } from '../../../shared/bridge.ts';
import { Panel } from '../../components/panel.tsx';
import { useBrowserPermission } from '../../lib/use-browser-permission.ts';
import { useSave } from './use-save.ts';

export function NotificationsPanel({ settings }: { settings: Settings }) {
  const save = useSave();
  const [quiet, setQuiet] = useState(settings.quietHours);
  const shown = quiet ?? { from: '20:00', to: '07:00' };
  const changed = JSON.stringify(quiet) !== JSON.stringify(settings.quietHours);
  return (
    <Panel title="Notifications">
      <Stack gap="sm">
        <Switch
          label="Notify me on the desktop when a batch ends"
          checked={settings.notifications}
          disabled={save.busy}
          onChange={(event) => void save.run({ notifications: event.currentTarget.checked })}
          data-testid="settings-notifications"
        />
        {settings.notifications && <BrowserPermission />}
        <Switch
          label="Quiet hours"
          checked={quiet !== null}
          onChange={(event) => setQuiet(event.currentTarget.checked ? shown : null)}
          data-testid="settings-quiet"
        />
        {quiet !== null && (
          <Group gap="sm" align="flex-end">
            <TextInput
              type="time"
              label="From"
              size="sm"
              value={quiet.from}
              onChange={(event) => setQuiet({ ...quiet, from: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label="To"
              size="sm"
              value={quiet.to}
              onChange={(event) => setQuiet({ ...quiet, to: event.currentTarget.value })}
            />
          </Group>
        )}
        {changed && (
          <Group justify="flex-end">
            <Button
              loading={save.busy}
              onClick={() => void save.run({ quietHours: quiet })}
              data-testid="settings-quiet-save"
            >
              Save quiet hours
            </Button>
          </Group>
        )}
      </Stack>
    </Panel>
  );
}

/** In a browser, the user must allow notifications once, and the browser asks only after a click. */
function BrowserPermission() {
  const { state, ask } = useBrowserPermission();
  if (state === 'not_needed') return null;
  if (state === 'granted')
    return (
      <Text size="sm" className="muted" data-testid="notification-permission">
        This browser may show notifications.
      </Text>
    );
  if (state === 'denied')
    return (
      <Alert
        color="gray"
        icon={<IconBellOff aria-hidden />}
        title="This browser blocks notifications from Redwell"
        data-testid="notification-permission"
      >
        Allow notifications in the browser’s settings for this address. Messages inside this page always
        appear.
      </Alert>
    );
  return (
    <Button
      variant="light"
      leftSection={<IconBell size={15} aria-hidden />}
      onClick={ask}
      style={{ alignSelf: 'flex-start' }}
      data-testid="notification-permission"
    >
      Allow notifications in this browser
    </Button>
  );
}
