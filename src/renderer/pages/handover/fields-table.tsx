/** The fields of a load file: which, in what order, and under what name. */
import { ActionIcon, Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useLayoutEffect, useRef } from 'react';
import {
  LOAD_FILE_FIELDS,
  type LoadFileField,
  type LoadFileProfile,
} from '../../../shared/load-file-profile.ts';
import { PROFILE_TEXT } from '../../text/handover.ts';
import classes from './handover.module.css';

type Fields = LoadFileProfile['fields'];

interface Props {
  fields: Fields;
  onChange: (fields: Fields) => void;
}

/** Returns the names that more than one field has; the case of letters makes no difference. */
export function namesTwice(fields: Fields): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { field, as = field } of fields) {
    const name = as.trim().toUpperCase();
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  return twice;
}

export function FieldsTable({ fields, onChange }: Props) {
  const id = useId();
  const [opened, { toggle }] = useDisclosure(false);
  const Chevron = opened ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Chevron size={15} aria-hidden />}
        aria-expanded={opened}
        aria-controls={id}
        onClick={toggle}
        data-testid="profile-fields"
      >
        {PROFILE_TEXT.fields(fields.length, LOAD_FILE_FIELDS.length)}
      </Button>
      <div id={id}>{opened && <FieldList fields={fields} onChange={onChange} />}</div>
    </div>
  );
}

function FieldList({ fields, onChange }: Props) {
  const twice = namesTwice(fields);
  const absent = LOAD_FILE_FIELDS.filter((name) => !fields.some(({ field }) => field === name));
  const moved = useRef<HTMLElement | null>(null);
  // A row that the browser moves loses the focus.
  useLayoutEffect(() => {
    moved.current?.focus();
    moved.current = null;
  });
  const move = (at: number, step: number, button: HTMLElement): void => {
    const next = [...fields];
    const [one] = next.splice(at, 1);
    if (one === undefined || at + step < 0 || at + step > next.length) return;
    next.splice(at + step, 0, one);
    moved.current = button;
    onChange(next);
  };
  const rename = (at: number, typed: string): void =>
    onChange(
      fields.map((one, i) =>
        i !== at
          ? one
          : typed === '' || typed === one.field
            ? { field: one.field }
            : { field: one.field, as: typed },
      ),
    );
  return (
    <ul className={classes.fields}>
      {fields.map(({ field, as }, at) => (
        <li key={field} className={classes.field}>
          <FieldBox
            field={field}
            isIn
            // The last one stays: a load file needs a field.
            disabled={fields.length === 1}
            onChange={() => onChange(fields.filter((one) => one.field !== field))}
          />
          <TextInput
            size="xs"
            aria-label={PROFILE_TEXT.nameOf(field)}
            placeholder={field}
            value={as ?? ''}
            maxLength={100}
            error={twice.has((as ?? field).trim().toUpperCase()) ? PROFILE_TEXT.twice : null}
            onChange={({ currentTarget }) => rename(at, currentTarget.value)}
            data-testid={`field-name-${field}`}
          />
          <Group gap={0} wrap="nowrap">
            {([-1, 1] as const).map((step) => (
              <ActionIcon
                key={step}
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={step < 0 ? PROFILE_TEXT.up(field) : PROFILE_TEXT.down(field)}
                onClick={({ currentTarget }) => move(at, step, currentTarget)}
                data-testid={`field-${step < 0 ? 'up' : 'down'}-${field}`}
              >
                {step < 0 ? <IconArrowUp size={14} aria-hidden /> : <IconArrowDown size={14} aria-hidden />}
              </ActionIcon>
            ))}
          </Group>
        </li>
      ))}
      {absent.map((field) => (
        <li key={field} className={classes.field}>
          <FieldBox field={field} isIn={false} onChange={() => onChange([...fields, { field }])} />
        </li>
      ))}
    </ul>
  );
}

interface BoxProps {
  field: LoadFileField;
  isIn: boolean;
  disabled?: boolean;
  onChange(): void;
}

const FieldBox = ({ field, isIn, disabled = false, onChange }: BoxProps) => (
  <Checkbox
    size="xs"
    py={3}
    label={field}
    checked={isIn}
    disabled={disabled}
    onChange={onChange}
    data-testid={`field-${field}`}
  />
);
