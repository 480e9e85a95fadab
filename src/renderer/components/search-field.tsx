/** The search field of a list. */
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';

interface Props {
  /** Read by screen readers instead of the placeholder. */
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  /** Pixels. */
  width?: number;
  testId: string;
}

export function SearchField({ label, placeholder, value, onChange, width = 240, testId }: Props) {
  return (
    <TextInput
      placeholder={placeholder}
      aria-label={label}
      leftSection={<IconSearch size={15} aria-hidden />}
      size="xs"
      w={width}
      maxLength={200}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data-testid={testId}
    />
  );
}
