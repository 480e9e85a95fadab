/** Sets after which time batches are deleted, once the operator has agreed. */
import { Button, Checkbox, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import type { Retention, RetentionRule } from '../../../shared/retention.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { plural } from '../../lib/format.ts';
import { useAction } from '../../lib/use-action.ts';
import { useDialog } from '../../lib/use-dialog.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { date, previewSentence, RETENTION_TEXT } from '../../text/retention.ts';
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

const MOST = 5;

/** What the time would delete. Nobody agrees to what they have not seen. */
function Preview({ rule: { count, unit } }: { rule: RetentionRule }) {
  const { bridge } = useAppStore();
  const [asked] = useDebouncedValue(count, 250);
  const { value: last, error } = useRequest(
    useCallback(async () => {
      const due = await bridge.request('retention.preview', { rule: { count: asked, unit } });
      return { ...due, count: asked, unit };
    }, [bridge, asked, unit]),
  );
  // The answer for another time stays until the next one comes, and says nothing about this time.
  const value = last?.count === count && last.unit === unit ? last : null;
  if (error !== null) return <ErrorAlert error={error} />;
  const open = value?.due.filter(({ hold }) => hold === null) ?? [];
  return (
    <Stack gap={4} role="status" data-testid="retention-preview">
      <Text size="sm" fw={600}>
        {value === null ? 'Looking …' : previewSentence(value)}
      </Text>
      {open.slice(0, MOST).map(({ batchId, name, matter, deleteAt }) => (
        <Text key={batchId} size="sm" truncate>
          {date(deleteAt)}: {name}
          {matter !== '' && `, ${matter}`}
        </Text>
      ))}
      {value !== null && value.dueCount > MOST && (
        <Text size="sm" className="muted">
          and {plural(value.dueCount - MOST, 'more batch', 'more batches')}
        </Text>
      )}
    </Stack>
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
            onChange={(next) => {
              setCount(next);
              setAgreed(false);
            }}
            testId="retention-count"
          />
          <Select
            label="Unit"
            data={UNITS}
            value={unit}
            allowDeselect={false}
            onChange={(next) => {
              setUnit((next ?? unit) as RetentionRule['unit']);
              setAgreed(false);
            }}
          />
        </Group>
        {isWithin(count, BOUNDS) && <Preview rule={{ count: count ?? 0, unit }} />}
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
