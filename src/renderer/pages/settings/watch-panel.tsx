/** The folder that the app watches: what is put there becomes a batch. */
import { Button, Code, Group, Select, Switch, Text, TextInput } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { PRIORITIES } from '../../../shared/batches.ts';
import type { Settings } from '../../../shared/bridge.ts';
import type { WatchState } from '../../../shared/bridge-watch.ts';
import { FilePath } from '../../components/file-path.tsx';
import { Moment } from '../../components/moment.tsx';
import { WarningAlert } from '../../components/warning-alert.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useHostInfo } from '../../stores/use-app-store.ts';
import { NumberField } from './number-field.tsx';
import { SettingsForm } from './settings-form.tsx';

const LOOK_MS = 5000;
const NEW: NonNullable<Settings['watch']> = {
  ...{ folder: '', isOn: true, quietSeconds: 30, matter: '', custodian: '', priority: 'normal' },
};

export function WatchPanel({ settings }: { settings: Settings }) {
  const { bridge } = useAppStore();
  const canChoose = useHostInfo()?.capabilities.folderDialog === true;
  const [watch, setWatch] = useState(settings.watch ?? NEW);
  const put = (change: Partial<typeof NEW>): void => setWatch({ ...watch, ...change });
  const isChanged = JSON.stringify(watch) !== JSON.stringify(settings.watch ?? NEW);
  const pick = useAction(
    useCallback(async () => {
      const { folder } = await bridge.request('watch.pick', {});
      if (folder !== null) setWatch((old) => ({ ...old, folder }));
    }, [bridge]),
  );
  return (
    <SettingsForm
      title="Watched folder"
      change={isChanged && watch.folder !== '' ? { watch } : null}
      hint="What is taken moves into “Taken by Redwell” in that folder, with a note."
      testId="settings-watch-save"
    >
      <Group justify="space-between" wrap="nowrap">
        {watch.folder === '' ? (
          <Text size="sm" className="muted">
            No folder is watched.
          </Text>
        ) : (
          <FilePath path={watch.folder} />
        )}
        {canChoose && (
          <Button variant="default" onClick={() => void pick.run()} data-testid="settings-watch-pick">
            Choose folder
          </Button>
        )}
      </Group>
      {!canChoose && (
        <Text size="sm" className="muted" data-testid="settings-watch-how">
          A page in a browser cannot name a folder. To set it, run <Code>redwell watch FOLDER --in-app</Code>
        </Text>
      )}
      {watch.folder !== '' && (
        <>
          <Switch
            label="Submit what is put into this folder while Redwell is open"
            checked={watch.isOn}
            onChange={(event) => put({ isOn: event.currentTarget.checked })}
            data-testid="settings-watch-on"
          />
          {/* Other settings lead to another state. */}
          <State key={JSON.stringify(settings.watch)} />
          <NumberField
            label="Quiet time"
            description="Something is taken when nothing in it has changed for so long"
            suffix=" s"
            bounds={{ min: 1, max: 86_400 }}
            value={watch.quietSeconds}
            onChange={(quietSeconds) => put({ quietSeconds: quietSeconds ?? 0 })}
            testId="settings-watch-quiet"
          />
          <Group grow align="flex-end">
            <TextInput
              label="Matter"
              value={watch.matter}
              onChange={(event) => put({ matter: event.currentTarget.value })}
            />
            <TextInput
              label="Custodian"
              value={watch.custodian}
              onChange={(event) => put({ custodian: event.currentTarget.value })}
            />
            <Select
              label="Priority"
              data={PRIORITIES.map((value) => ({ value, label: value[0]?.toUpperCase() + value.slice(1) }))}
              value={watch.priority}
              allowDeselect={false}
              onChange={(next) => put({ priority: (next ?? watch.priority) as typeof NEW.priority })}
            />
          </Group>
        </>
      )}
    </SettingsForm>
  );
}

function State() {
  const { bridge } = useAppStore();
  const { value, reload } = useRequest(useCallback(() => bridge.request('watch.state', {}), [bridge]));
  useEffect(() => {
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [reload]);
  if (value === null) return null;
  return (
    <div data-testid="settings-watch-state">
      {value.problem !== null && (
        <WarningAlert
          warning={{
            ...{ code: 'watched_folder', message: value.problem },
            action: 'Redwell looks for the folder again every few seconds.',
          }}
        />
      )}
      {value.problem === null && <Text size="sm">{SENTENCES[value.state]}</Text>}
      {value.last !== null && <Last last={value.last} />}
    </div>
  );
}

const SENTENCES: Readonly<Record<WatchState['state'], string>> = {
  off: 'The folder is not watched.',
  watching: 'The folder is watched.',
  gone: 'The folder cannot be read now.',
  elsewhere: 'Another Redwell on this computer uses this data folder. It watches the folder.',
};

function Last({ last }: { last: NonNullable<WatchState['last']> }) {
  return (
    <Text size="sm" className="muted">
      Last taken: {last.name}, <Moment at={last.at} />
      {last.problem !== null && `. It was not submitted: ${last.problem}`}
    </Text>
  );
}
