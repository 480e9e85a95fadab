/** Which page images a load file has, and whether control numbers count them. */
import { Checkbox, Group, Select, Stack } from '@mantine/core';
import type { LoadFileProfile } from '../../../shared/load-file-profile.ts';
import { PROFILE_TEXT } from '../../text/handover.ts';
import { NumberField } from '../settings/number-field.tsx';

type Images = NonNullable<LoadFileProfile['images']>;

const NONE = 'none';
const FORMATS = Object.entries(PROFILE_TEXT.imageKinds).map(([value, label]) => ({ value, label }));
const COUNTED = [
  { value: 'document', label: PROFILE_TEXT.byDocument },
  { value: 'page', label: PROFILE_TEXT.byPage },
];
const USUAL: Images = { format: 'tiff', dpi: 300, color: true };

interface Props {
  profile: LoadFileProfile;
  onChange: (part: Partial<LoadFileProfile>) => void;
}

export function ImageOptions({ profile: { images, numbering }, onChange }: Props) {
  const chooseFormat = (format: string | null): void => {
    if (format === 'tiff' || format === 'pdf') onChange({ images: { ...(images ?? USUAL), format } });
    // Without images there is nothing to count but documents.
    else if (format === NONE) onChange({ images: null, numbering: { ...numbering, by: 'document' } });
  };
  return (
    <Stack gap="xs">
      <Group grow align="flex-start" gap="sm">
        <Select
          label={PROFILE_TEXT.images}
          data={FORMATS}
          value={images?.format ?? NONE}
          allowDeselect={false}
          onChange={chooseFormat}
          data-testid="profile-images"
        />
        {images !== null && (
          <Select
            label={PROFILE_TEXT.numberBy}
            data={COUNTED}
            value={numbering.by}
            allowDeselect={false}
            onChange={(by) =>
              onChange({ numbering: { ...numbering, by: by === 'page' ? 'page' : 'document' } })
            }
            data-testid="profile-by"
          />
        )}
      </Group>
      {images !== null && (
        <Group grow align="flex-start" gap="sm">
          <NumberField
            label="Resolution"
            description="300 is usual"
            suffix=" dpi"
            bounds={{ min: 100, max: 600 }}
            value={images.dpi}
            onChange={(dpi) => dpi !== null && onChange({ images: { ...images, dpi } })}
            testId="profile-dpi"
          />
          <Checkbox
            mt="lg"
            label={PROFILE_TEXT.color}
            description={PROFILE_TEXT.colorHint}
            checked={images.color}
            onChange={({ currentTarget }) =>
              onChange({ images: { ...images, color: currentTarget.checked } })
            }
            data-testid="profile-color"
          />
        </Group>
      )}
    </Stack>
  );
}
