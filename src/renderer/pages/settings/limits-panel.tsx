/** The limits for one document, and where originals are stored. */
import { Group, Radio } from '@mantine/core';
import { useState } from 'react';
import type { RequestInput, Settings } from '../../../shared/bridge.ts';
import { isWithin, NumberField } from './number-field.tsx';
import { SettingsForm } from './settings-form.tsx';

const MB = 1_000_000;
const BOUNDS = {
  megabytes: { min: 1, max: 100_000 },
  pages: { min: 1, max: 1_000_000 },
  seconds: { min: 1, max: 86_400 },
} as const;

/** The setting is in bytes; the field is in whole megabytes. */
const inMegabytes = (bytes: number): number => Math.max(1, Math.round(bytes / MB));

export function LimitsPanel({ settings }: { settings: Settings }) {
  const [megabytes, setMegabytes] = useState<number | null>(inMegabytes(settings.maxDocumentBytes));
  const [pages, setPages] = useState<number | null>(settings.maxPages);
  const [seconds, setSeconds] = useState<number | null>(settings.stageTimeoutSeconds);
  const [vault, setVault] = useState(settings.vault);
  const [reserve, setReserve] = useState<number | null>(
    settings.reserveBytes === null ? null : inMegabytes(settings.reserveBytes),
  );
  const change = (): RequestInput<'settings.set'> | null => {
    if (
      !isWithin(megabytes, BOUNDS.megabytes) ||
      !isWithin(pages, BOUNDS.pages) ||
      !isWithin(seconds, BOUNDS.seconds) ||
      (reserve !== null && !isWithin(reserve, BOUNDS.megabytes))
    )
      return null;
    return {
      // A limit that is not a whole megabyte stays exact until the user changes it.
      ...(megabytes === inMegabytes(settings.maxDocumentBytes) ? {} : { maxDocumentBytes: megabytes * MB }),
      maxPages: pages,
      stageTimeoutSeconds: seconds,
      vault,
      reserveBytes: reserve === null ? null : reserve * MB,
    };
  };
  return (
    <SettingsForm title="Documents" change={change()} testId="settings-limits-save">
      <Group grow align="flex-start" gap="sm">
        <NumberField
          label="Largest document"
          description="Larger files are set aside at intake"
          suffix=" MB"
          bounds={BOUNDS.megabytes}
          value={megabytes}
          onChange={setMegabytes}
          testId="settings-largest"
        />
        <NumberField
          label="Maximum pages"
          description="Per document"
          bounds={BOUNDS.pages}
          value={pages}
          onChange={setPages}
          testId="settings-pages"
        />
        <NumberField
          label="Time limit"
          description="Per stage of a document"
          suffix=" s"
          bounds={BOUNDS.seconds}
          value={seconds}
          onChange={setSeconds}
          testId="settings-stage"
        />
      </Group>
      <NumberField
        label="Space to keep free"
        description="New work waits while a disk has less. A worker uses a new number after it restarts."
        empty="Automatic: 1,000 MB, or less on a small disk"
        suffix=" MB"
        bounds={BOUNDS.megabytes}
        value={reserve}
        onChange={setReserve}
        testId="settings-reserve"
      />
      <Radio.Group
        label="Originals"
        description="A copy proves which file was processed, even if the folder changes later."
        value={vault}
        onChange={(value) => setVault(value as Settings['vault'])}
      >
        <Group mt="xs">
          <Radio value="copy" label="Copy into the vault" />
          <Radio value="reference" label="Leave in place" />
        </Group>
      </Radio.Group>
    </SettingsForm>
  );
}
