/** Which Redis is used. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Settings } from '../../../shared/bridge.ts';
import { redisUrlProblem } from '../../lib/redis-url.ts';
import { SettingsForm } from './settings-form.tsx';

export function RedisSettingsPanel({ settings }: { settings: Settings }) {
  const [typed, setTyped] = useState(settings.redisUrl);
  const redisUrl = typed.trim();
  const problem = redisUrlProblem(redisUrl);
  const change = problem !== null || redisUrl === settings.redisUrl ? null : { redisUrl };
  return (
    <SettingsForm
      title="Redis"
      change={change}
      hint="Batches on the old server stay there."
      testId="settings-redis-save"
    >
      <TextInput
        label="Address"
        description="Leave it empty to use the server that Redwell starts itself. A password is kept in the system’s keychain where there is one."
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
