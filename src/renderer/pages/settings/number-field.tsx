/** A field for a whole number with a unit and bounds. */
import { NumberInput } from '@mantine/core';
import { count } from '../../lib/format.ts';

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

interface Props {
  label: string;
  description: string;
  /** What an empty field means; without it, a number is required. */
  empty?: string;
  /** Includes the leading space: ` MB`. */
  suffix?: string;
  bounds: Bounds;
  value: number | null;
  onChange: (value: number | null) => void;
  testId: string;
}

/** Returns whether the number can be saved; null stands for an empty field. */
export const isWithin = (value: number | null, { min, max }: Bounds): value is number =>
  value !== null && value >= min && value <= max;

export function NumberField({
  label,
  description,
  empty,
  suffix = '',
  bounds,
  value,
  onChange,
  testId,
}: Props) {
  const wrong = value === null ? empty === undefined : !isWithin(value, bounds);
  return (
    <NumberInput
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={empty ?? ''}
      error={wrong ? `From ${count(bounds.min)} to ${count(bounds.max)}${suffix}` : null}
      size="sm"
      hideControls
      // Rejecting a number is better than changing it silently.
      clampBehavior="none"
      allowNegative={false}
      allowDecimal={false}
      thousandSeparator=","
      suffix={suffix}
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
      data-testid={testId}
    />
  );
}
