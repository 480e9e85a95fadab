/** How a load file is numbered, written and cut, and which fields it has. */
import { Group, Select, Stack, TextInput } from '@mantine/core';
import type { LoadFileProfile } from '../../../shared/load-file-profile.ts';
import { Panel } from '../../components/panel.tsx';
import { PROFILE_TEXT } from '../../text/handover.ts';
import { NumberField } from '../settings/number-field.tsx';
import { FieldsTable } from './fields-table.tsx';
import { ImageOptions } from './image-options.tsx';
import { SavedProfiles } from './saved-profiles.tsx';

const MB = 1_000_000;
const PREFIX = /^[A-Za-z0-9_-]{0,30}$/;
const ENCODINGS = [
  { value: 'utf8', label: 'UTF-8' },
  { value: 'utf16le', label: 'UTF-16' },
];
const SEPARATORS = [';', '|', ',', '~', '^'];
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

interface Props {
  profile: LoadFileProfile;
  usual: LoadFileProfile;
  onChange: (profile: LoadFileProfile) => void;
}

export function ProfilePanel({ profile, usual, onChange }: Props) {
  const { numbering, encoding, timeZone, separator, volumeBytes, fields } = profile;
  const change = (part: Partial<LoadFileProfile>): void => onChange({ ...profile, ...part });
  const number = (part: Partial<LoadFileProfile['numbering']>): void =>
    change({ numbering: { ...numbering, ...part } });
  return (
    <Panel
      title={PROFILE_TEXT.title}
      aside={<SavedProfiles profile={profile} usual={usual} onChoose={onChange} />}
      testId="handover-profile"
    >
      <Stack gap="sm">
        <Group grow align="flex-start" gap="sm">
          <TextInput
            label="Prefix"
            description="Before each control number"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={numbering.prefix}
            error={PREFIX.test(numbering.prefix) ? null : 'Letters, digits, - and _, at most 30'}
            onChange={({ currentTarget }) => number({ prefix: currentTarget.value })}
            data-testid="profile-prefix"
          />
          <NumberField
            label="Digits"
            description="Filled up with zeros"
            bounds={{ min: 1, max: 12 }}
            value={numbering.padding}
            onChange={(padding) => padding !== null && number({ padding })}
            testId="profile-padding"
          />
          <NumberField
            label="First number"
            description="Of the first document"
            bounds={{ min: 0, max: 999_999_999 }}
            value={numbering.start}
            onChange={(start) => start !== null && number({ start })}
            testId="profile-start"
          />
        </Group>
        <Group grow align="flex-start" gap="sm">
          <NumberField
            label="Size of a volume"
            description="Families are never split"
            empty="One volume"
            suffix=" MB"
            bounds={{ min: 1, max: 10_000_000 }}
            value={volumeBytes === null ? null : Math.round(volumeBytes / MB)}
            onChange={(megabytes) => change({ volumeBytes: megabytes === null ? null : megabytes * MB })}
            testId="profile-volume"
          />
          <Select
            label="Time zone"
            description="For local times"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={ZONES}
            value={timeZone}
            searchable
            limit={60}
            allowDeselect={false}
            onChange={(zone) => zone !== null && change({ timeZone: zone })}
            data-testid="profile-zone"
          />
        </Group>
        <Group grow align="flex-start" gap="sm">
          <Select
            label="Encoding"
            data={ENCODINGS}
            value={encoding}
            allowDeselect={false}
            onChange={(value) => change({ encoding: value === 'utf16le' ? 'utf16le' : 'utf8' })}
            data-testid="profile-encoding"
          />
          <Select
            label="Between several values"
            data={SEPARATORS}
            value={separator}
            allowDeselect={false}
            onChange={(value) => value !== null && change({ separator: value })}
            data-testid="profile-separator"
          />
        </Group>
        <ImageOptions profile={profile} onChange={change} />
        <FieldsTable fields={fields} onChange={(next) => change({ fields: next })} />
      </Stack>
    </Panel>
  );
}
