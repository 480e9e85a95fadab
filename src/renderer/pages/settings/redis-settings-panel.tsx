/** The address of the Redis server. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Settings } from '../../../shared/bridge.ts';
import { ENCRYPTED_ADDRESS } from '../../../shared/health.ts';
import { WarningAlert } from '../../components/warning-alert.tsx';
import { redisUrlProblem } from '../../lib/redis-url.ts';
import { useHealth } from '../../stores/use-app-store.ts';
import { SettingsForm } from './settings-form.tsx';
import { useSave } from './use-save.ts';

export function RedisSettingsPanel({ settings }: { settings: Settings }) {
  const encrypted = useHealth().value?.warnings.find(({ code }) => code === ENCRYPTED_ADDRESS);
  const save = useSave();
  const [typed, setTyped] = useState(settings.redisUrl);
  const redisUrl = typed.trim();
  const problem = redisUrlProblem(redisUrl);
  const change = problem !== null || redisUrl === settings.redisUrl ? null : { redisUrl };
  return (
    <SettingsForm
      title="Redis"
      change={change}
      hint="Existing batches stay on the old server."
      testId="settings-redis-save"
    >
      {encrypted !== undefined && (
        <WarningAlert warning={encrypted}>
          <Button
            variant="default"
            loading={save.busy}
            onClick={() => void save.run({ redisUrl: '' })}
            data-testid="settings-redis-own"
          >
            Use the built-in server
          </Button>
        </WarningAlert>
      )}
      <TextInput
        label="Address"
        description="Leave it empty to use the built-in server. A password in it is encrypted in the desktop app if this computer has a keychain; otherwise it is saved as it is."
        placeholder="redis://host:6379"
        size="sm"
        maxLength={2000}
        value={typed}
        error={problem}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-testid="settings-redis-url"
      />
    </SettingsForm>
  );
}
