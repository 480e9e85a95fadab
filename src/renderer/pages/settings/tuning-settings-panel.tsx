/** Fixed values for what Redwell otherwise measures and chooses. An empty field returns to the automatic value. */
import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Settings } from '../../../shared/bridge.ts';
import { isWithin, NumberField } from './number-field.tsx';
import { SettingsForm } from './settings-form.tsx';

const CHOICES = [
  {
    name: 'concurrency',
    label: 'Jobs at a time',
    description: 'Per queue, after the worker restarts',
    empty: 'Automatic',
    bounds: { min: 1, max: 64 },
    testId: 'settings-concurrency',
  },
  {
    name: 'sliceSize',
    label: 'Step size',
    description: 'Documents submitted at once',
    empty: 'Automatic',
    bounds: { min: 20, max: 500 },
    testId: 'settings-slice',
  },
  {
    name: 'submitPerSecond',
    label: 'Speed limit',
    description: 'Documents per second, shared Redis',
    empty: 'No limit',
    bounds: { min: 1, max: 100_000 },
    testId: 'settings-rate',
  },
  {
    name: 'cacheMegabytes',
    label: 'Cache size',
    description: 'Megabytes kept for a second run',
    empty: 'No limit',
    bounds: { min: 10, max: 1_000_000 },
    testId: 'settings-cache',
  },
] as const;
type Chosen = Pick<Settings, (typeof CHOICES)[number]['name']>;

export function TuningSettingsPanel({ settings }: { settings: Settings }) {
  const [chosen, setChosen] = useState<Chosen>({
    concurrency: settings.concurrency,
    sliceSize: settings.sliceSize,
    submitPerSecond: settings.submitPerSecond,
    cacheMegabytes: settings.cacheMegabytes,
  });
  const valid = CHOICES.every(({ name, bounds }) => chosen[name] === null || isWithin(chosen[name], bounds));
  return (
    <SettingsForm title="Advanced" change={valid ? chosen : null} testId="settings-tuning-save">
      <Text size="sm" className="muted">
        Redwell chooses these values automatically. The{' '}
        <Link href="/health" className="link">
          Health page
        </Link>{' '}
        shows the values and the reasons. Enter a number to fix a value, or clear the field to return to
        automatic.
      </Text>
      <Group grow align="flex-start" gap="sm">
        {CHOICES.map(({ name, ...field }) => (
          <NumberField
            key={name}
            {...field}
            value={chosen[name]}
            onChange={(value) => setChosen((old) => ({ ...old, [name]: value }))}
          />
        ))}
      </Group>
    </SettingsForm>
  );
}
