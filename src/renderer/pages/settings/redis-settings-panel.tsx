/** Which Redis is used. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Settings } from '../../../shared/bridge.ts';
import { Panel } from '../../components/panel.tsx';
import { redisUrlProblem } from '../../lib/redis-url.ts';
import { useSave } from './use-save.ts';

export function RedisSettingsPanel({ settings }: { settings: Settings }) {
  const [url, setUrl] = useState(settings.redisUrl);
  const save = useSave();
  const problem = redisUrlProblem(url.trim());
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void save.run({ redisUrl: url.trim() });
  };
  return (
    <Panel title="Redis">
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <TextInput
            label="Address"
            description="Leave it empty to use the server that Redwell starts itself. A password is kept in the system’s keychain where there is one."
            placeholder="redis://host:6379"
            size="sm"
            maxLength={2000}
            value={url}
            error={problem}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setUrl(event.currentTarget.value)}
            data-testid="settings-redis-url"
          />
          <Group justify="space-between">
            <Text size="xs" className="muted">
              Batches on the old server stay there.
            </Text>
            <Button
              type="submit"
              loading={save.busy}
              disabled={problem !== null || url.trim() === settings.redisUrl}
              data-testid="settings-redis-save"
            >
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
