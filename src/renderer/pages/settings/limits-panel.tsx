/** What one document may cost, and where originals are kept. */
import { Button, Group, NumberInput, Radio, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Settings } from '../../../shared/bridge.ts';
import { Panel } from '../../components/panel.tsx';
import { useSave } from './use-save.ts';

const MB = 1_000_000;

export function LimitsPanel({ settings }: { settings: Settings }) {
  const [megabytes, setMegabytes] = useState(settings.maxDocumentBytes / MB);
  const [pages, setPages] = useState(settings.maxPages);
  const [seconds, setSeconds] = useState(settings.stageTimeoutSeconds);
  const [vault, setVault] = useState(settings.vault);
  const save = useSave();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void save.run({
      maxDocumentBytes: Math.max(1, Math.round(megabytes * MB)),
      maxPages: pages,
      stageTimeoutSeconds: seconds,
      vault,
    });
  };
  return (
    <Panel title="Documents">
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <Group grow align="flex-start" gap="sm">
            <Limit
              label="Largest document"
              suffix=" MB"
              value={megabytes}
              onChange={setMegabytes}
              max={100_000}
            />
            <Limit label="Most pages" suffix="" value={pages} onChange={setPages} max={1_000_000} />
            <Limit label="Longest stage" suffix=" s" value={seconds} onChange={setSeconds} max={86_400} />
          </Group>
          <Radio.Group
            label="Originals"
            description="Copying proves that what was processed is what was received, even if the folder changes later."
            value={vault}
            onChange={(value) => setVault(value as Settings['vault'])}
          >
            <Group mt="xs">
              <Radio value="copy" label="Copy into the vault" />
              <Radio value="reference" label="Leave in place" />
            </Group>
          </Radio.Group>
          <Group justify="flex-end">
            <Button type="submit" loading={save.busy} data-testid="settings-limits-save">
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

interface LimitProps {
  label: string;
  suffix: string;
  value: number;
  max: number;
  onChange: (value: number) => void;
}

function Limit({ label, suffix, value, max, onChange }: LimitProps) {
  return (
    <NumberInput
      label={label}
      size="sm"
      min={1}
      hideControls
      max={max}
      allowNegative={false}
      thousandSeparator=","
      suffix={suffix}
      value={value}
      onChange={(next) => {
        // An empty field is no limit to save: the last number stays until there is a new one.
        if (typeof next === 'number' && next >= 1) onChange(next);
      }}
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
    />
  );
}
