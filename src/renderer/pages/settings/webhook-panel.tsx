/** The program that is told when a batch ends. */
import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Settings } from '../../../shared/bridge.ts';
import { SECRET_MASK } from '../../../shared/bridge-settings.ts';
import { SettingsForm } from './settings-form.tsx';

export function WebhookPanel({ settings }: { settings: Settings }) {
  const [url, setUrl] = useState(settings.webhookUrl);
  // The secret never comes to the page: an empty field keeps it.
  const [secret, setSecret] = useState('');
  const isKept = settings.webhookSecret !== '';
  const isChanged = url !== settings.webhookUrl || secret !== '';
  const change = { webhookUrl: url.trim(), webhookSecret: secret === '' && isKept ? SECRET_MASK : secret };
  return (
    <SettingsForm
      title="Webhook"
      change={isChanged ? (change.webhookUrl === '' ? { webhookUrl: '', webhookSecret: '' } : change) : null}
      hint="It gets the name, the outcome and the counts of each batch that ends, and no text. The operator log says whether it was taken."
      testId="settings-webhook-save"
    >
      <TextInput
        label="Address"
        description="Begins with https:// or http://; empty for none"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-testid="settings-webhook-url"
      />
      <PasswordInput
        label="Secret"
        description="Signs each message, so that the receiver knows that it is from Redwell"
        placeholder={isKept ? 'Kept. Enter another one to replace it' : ''}
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
        autoComplete="off"
        data-testid="settings-webhook-secret"
      />
    </SettingsForm>
  );
}
