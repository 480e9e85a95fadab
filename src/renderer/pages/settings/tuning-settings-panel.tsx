/** What Redwell would find out by itself, fixed by the operator. An empty field leaves it to the measurements. */
import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import type { Settings } from '../../../shared/bridge.ts';
import { Panel } from '../../components/panel.tsx';
import { useSave } from './use-save.ts';

export function TuningSettingsPanel({ settings }: { settings: Settings }) {
  const [concurrency, setConcurrency] = useState(settings.concurrency);
  const [sliceSize, setSliceSize] = useState(settings.sliceSize);
  const [submitPerSecond, setSubmitPerSecond] = useState(settings.submitPerSecond);
  const save = useSave();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void save.run({ concurrency, sliceSize, submitPerSecond });
  };
  return (
    <Panel title="Tuning">
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <Text size="sm" className="muted">
            Redwell measures and chooses these itself;{' '}
            <Link href="/health" className="link">
              Health
            </Link>{' '}
            shows the values and why. A number here fixes one.
          </Text>
          <Group grow align="flex-start" gap="sm">
            <Choice
              label="Jobs at a time"
              description="Per queue, from the worker’s next start"
              empty="As measured"
              min={1}
              max={64}
              value={concurrency}
              onChange={setConcurrency}
              testId="settings-concurrency"
            />
            <Choice
              label="Documents at once"
              description="In one step of submitting"
              empty="As measured"
              min={20}
              max={500}
              value={sliceSize}
              onChange={setSliceSize}
              testId="settings-slice"
            />
            <Choice
              label="Documents/s"
              description="Into a Redis that others use too"
              empty="No limit"
              min={1}
              max={100_000}
              value={submitPerSecond}
              onChange={setSubmitPerSecond}
              testId="settings-rate"
            />
          </Group>
          <Group justify="flex-end">
            <Button type="submit" loading={save.busy} data-testid="settings-tuning-save">
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

interface ChoiceProps {
  label: string;
  description: string;
  /** What an empty field means. */
  empty: string;
  min: number;
  max: number;
  value: number | null;
  onChange: (value: number | null) => void;
  testId: string;
}

function Choice({ label, description, empty, min, max, value, onChange, testId }: ChoiceProps) {
  return (
    <NumberInput
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={empty}
      size="sm"
      hideControls
      min={min}
      max={max}
      allowNegative={false}
      allowDecimal={false}
      thousandSeparator=","
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
      data-testid={testId}
    />
  );
}
