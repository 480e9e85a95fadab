/** What Redwell would find out by itself, fixed by the operator. An empty field leaves it to the measurements. */
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
    description: 'Per queue, from the worker’s next start',
    empty: 'As measured',
    bounds: { min: 1, max: 64 },
    testId: 'settings-concurrency',
  },
  {
    name: 'sliceSize',
    label: 'Documents at once',
    description: 'In one step of submitting',
    empty: 'As measured',
    bounds: { min: 20, max: 500 },
    testId: 'settings-slice',
  },
  {
    name: 'submitPerSecond',
    label: 'Documents/s',
    description: 'Into a Redis that others use too',
    empty: 'No limit',
    bounds: { min: 1, max: 100_000 },
    testId: 'settings-rate',
  },
] as const;
type Chosen = Pick<Settings, (typeof CHOICES)[number]['name']>;

export function TuningSettingsPanel({ settings }: { settings: Settings }) {
  const [chosen, setChosen] = useState<Chosen>({
    concurrency: settings.concurrency,
    sliceSize: settings.sliceSize,
    submitPerSecond: settings.submitPerSecond,
  });
  const valid = CHOICES.every(({ name, bounds }) => chosen[name] === null || isWithin(chosen[name], bounds));
  return (
    <SettingsForm title="Tuning" change={valid ? chosen : null} testId="settings-tuning-save">
      <Text size="sm" className="muted">
        Redwell measures and chooses these itself;{' '}
        <Link href="/health" className="link">
          Health
        </Link>{' '}
        shows the values and why. A number here fixes one; an empty field lets it go again.
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
