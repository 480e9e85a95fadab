/** Sets after which time batches are deleted, once the operator has agreed. */
import { Button, Checkbox, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Retention, RetentionRule } from '../../../shared/retention.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useDialog } from '../../lib/use-dialog.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { RETENTION_TEXT } from '../../text/retention.ts';
import { isWithin, NumberField } from './number-field.tsx';

const BOUNDS = { min: 1, max: 10_000 };
const UNITS = [
  { value: 'days', label: 'days' },
  { value: 'months', label: 'months' },
];

export function RetentionDialog({ value, reload }: { value: Retention; reload: () => void }) {
  const [asking, { open, close }] = useDialog(true);
  return (
    <>
      <Button variant="default" onClick={open} data-testid="retention-change">
        {value.rule === null ? 'Delete by age' : 'Change time'}
      </Button>
      <Modal opened={asking} onClose={close} title={RETENTION_TEXT.dialog} centered size="lg">
        <Question rule={value.rule} close={close} reload={reload} />
      </Modal>
    </>
  );
}

function Question({
  rule,
  close,
  reload,
}: {
  rule: RetentionRule | null;
  close: () => void;
  reload: () => void;
}) {
  const { bridge } = useAppStore();
  const [count, setCount] = useState<number | null>(rule?.count ?? 24);
  const [unit, setUnit] = useState<RetentionRule['unit']>(rule?.unit ?? 'months');
  const [agreed, setAgreed] = useState(false);
  const save = useAction(
    useCallback(async () => {
      await bridge.request('retention.set', { rule: { count: count ?? 0, unit }, confirmed: true });
      close();
      reload();
    }, [bridge, count, unit, close, reload]),
    'caller',
  );
  const isReady = agreed && isWithin(count, BOUNDS);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void save.run();
      }}
    >
      <Stack gap="sm">
        <Group align="flex-start" grow>
          <NumberField
            label="Time"
            description="Counted from the end of a batch"
            bounds={BOUNDS}
            value={count}
            onChange={setCount}
            testId="retention-count"
          />
          <Select
            label="Unit"
            data={UNITS}
            value={unit}
            allowDeselect={false}
            onChange={(next) => setUnit((next ?? unit) as RetentionRule['unit'])}
          />
        </Group>
        <Text size="sm">{RETENTION_TEXT.confirm}</Text>
        <Text size="sm">{RETENTION_TEXT.notice}</Text>
        <Checkbox
          label={RETENTION_TEXT.agree}
          checked={agreed}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
          data-testid="retention-agree"
        />
        {save.error !== null && <ErrorAlert error={save.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            type="submit"
            color="red.9"
            loading={save.busy}
            disabled={!isReady}
            data-testid="retention-confirm"
          >
            Delete by age
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
