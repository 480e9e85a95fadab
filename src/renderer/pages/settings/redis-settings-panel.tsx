/** The address of the Redis server. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Settings } from '../../../shared/bridge.ts';
import { ENCRYPTED_ADDRESS } from '../../../shared/health.ts';
import { WarningAlert } from '../../components/warning-alert.tsx';
import { redisUrlProblem } from '../../lib/redis-url.ts';
import { useHealth } from '../../stores/use-app-store.ts';
import { SettingsForm } from './settings-form.tsx';
import { useSave } from './use-save.ts';

const CERTIFICATE_FIELDS = [
  {
    name: 'redisCa',
    label: 'Certificate authority',
    description:
      'For a rediss:// address, if your firm issues its own certificates: the path of a PEM file, or its text.',
  },
  {
    name: 'redisCert',
    label: 'Client certificate',
    description: 'Only if the server asks for one: the path of a PEM file, or its text.',
  },
  {
    name: 'redisKey',
    label: 'Client key',
    description: 'The path of the PEM file with the key of that certificate.',
  },
] as const;

export function RedisSettingsPanel({ settings }: { settings: Settings }) {
  const encrypted = useHealth().value?.warnings.find(({ code }) => code === ENCRYPTED_ADDRESS);
  const save = useSave();
  const [typed, setTyped] = useState(settings.redisUrl);
  const redisUrl = typed.trim();
  const problem = redisUrlProblem(redisUrl);
  const { redisCa, redisCert, redisKey } = settings;
  const [certificates, setCertificates] = useState({ redisCa, redisCert, redisKey });
  const wanted = { redisUrl, ...certificates };
  const names = ['redisUrl', 'redisCa', 'redisCert', 'redisKey'] as const;
  const changed = names.filter((name) => wanted[name] !== settings[name]);
  const change =
    problem !== null || changed.length === 0
      ? null
      : Object.fromEntries(changed.map((name) => [name, wanted[name]]));
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
        description="Leave it empty to use the built-in server. A password in it is encrypted in the desktop app if this computer has a keychain; otherwise it is saved as it is. A saved password is shown as ***."
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
      {CERTIFICATE_FIELDS.map(({ name, label, description }) => (
        <Textarea
          key={name}
          label={label}
          description={description}
          size="sm"
          autosize
          minRows={1}
          maxRows={4}
          maxLength={100_000}
          value={certificates[name]}
          autoComplete="off"
          spellCheck={false}
          onChange={({ currentTarget: { value } }) =>
            setCertificates((before) => ({ ...before, [name]: value.trim() }))
          }
          data-testid={`settings-${name}`}
        />
      ))}
    </SettingsForm>
  );
}
