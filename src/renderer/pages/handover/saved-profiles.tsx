/** Load file profiles under a name, kept in Settings: all consoles on this data folder have them. */
import { ActionIcon, Button, Group, Popover, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDeviceFloppy, IconTrash } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { LoadFileProfile, SavedProfile } from '../../../shared/load-file-profile.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useSettings } from '../../stores/use-app-store.ts';
import { PROFILE_TEXT } from '../../text/handover.ts';

interface Props {
  profile: LoadFileProfile;
  usual: LoadFileProfile;
  onChoose: (profile: LoadFileProfile) => void;
}

const isSame = (a: LoadFileProfile, b: LoadFileProfile): boolean => JSON.stringify(a) === JSON.stringify(b);
/** The value of the usual fields, which no name can have. */
const USUAL = '';

export function SavedProfiles({ profile, usual, onChoose }: Props) {
  const { bridge, settings } = useAppStore();
  const saved = useSettings().value?.exportProfiles ?? [];
  const { busy, run } = useAction(
    useCallback(
      async (change: (now: readonly SavedProfile[]) => SavedProfile[]) => {
        // Another window may have saved one meanwhile.
        const { exportProfiles } = await bridge.request('settings.get', {});
        settings.put(await bridge.request('settings.set', { exportProfiles: change(exportProfiles) }));
      },
      [bridge, settings],
    ),
  );
  const current = saved.find((one) => isSame(one.profile, profile));
  const value = current?.name ?? (isSame(profile, usual) ? USUAL : null);
  const save = (name: string): Promise<boolean> =>
    run((now) => [...now.filter((other) => other.name !== name), { name, profile }]);
  return (
    <Group gap={4} wrap="nowrap">
      <Select
        size="xs"
        w={190}
        aria-label={PROFILE_TEXT.saved}
        placeholder={PROFILE_TEXT.changed}
        data={[
          { value: USUAL, label: PROFILE_TEXT.usual },
          ...saved.map(({ name }) => ({ value: name, label: name })),
        ]}
        value={value}
        allowDeselect={false}
        onChange={(name) =>
          onChoose(name === USUAL ? usual : (saved.find((one) => one.name === name)?.profile ?? profile))
        }
        data-testid="profile-saved"
      />
      <SaveAs busy={busy} onSave={save} />
      {current !== undefined && (
        <ActionIcon
          variant="default"
          size={30}
          aria-label={PROFILE_TEXT.remove(current.name)}
          title={PROFILE_TEXT.remove(current.name)}
          onClick={() => void run((now) => now.filter((other) => other.name !== current.name))}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}

function SaveAs({ busy, onSave }: { busy: boolean; onSave: (name: string) => Promise<boolean> }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const [name, setName] = useState('');
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      width={300}
      position="bottom-end"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={PROFILE_TEXT.save}
          title={PROFILE_TEXT.save}
          onClick={toggle}
          data-testid="profile-save-open"
        >
          <IconDeviceFloppy size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={PROFILE_TEXT.save}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void onSave(name.trim()).then((done) => done && close());
          }}
        >
          <Group gap="xs" wrap="nowrap" align="flex-end">
            <TextInput
              flex={1}
              size="xs"
              label={PROFILE_TEXT.save}
              value={name}
              maxLength={100}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              data-testid="profile-save-name"
            />
            <Button
              type="submit"
              size="xs"
              loading={busy}
              disabled={name.trim() === ''}
              data-testid="profile-save"
            >
              Save
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
