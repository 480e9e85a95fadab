/** When batches are deleted by their age, what falls due, and what is held. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useCallback } from 'react';
import type { Retention } from '../../../shared/retention.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { WarningAlert } from '../../components/warning-alert.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { date, dueSentence, RETENTION_TEXT, ruleSentence } from '../../text/retention.ts';
import { HoldsList } from './holds-list.tsx';
import { RetentionDialog } from './retention-dialog.tsx';

export function RetentionPanel() {
  const { bridge } = useAppStore();
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('retention.get', {}), [bridge]),
  );
  return (
    <Panel title={RETENTION_TEXT.title}>
      {error !== null && <ErrorAlert error={error} retry={reload} />}
      {value !== null && (
        <Stack gap="sm">
          {value.problem === null ? (
            <Rule value={value} reload={reload} />
          ) : (
            <WarningAlert warning={{ code: 'retention', message: value.problem, action: '' }} />
          )}
          <HoldsList value={value} reload={reload} />
        </Stack>
      )}
    </Panel>
  );
}

function Rule({ value, reload }: { value: Retention; reload: () => void }) {
  const { bridge } = useAppStore();
  const off = useAction(
    useCallback(async () => {
      await bridge.request('retention.set', { rule: null, confirmed: false });
      reload();
    }, [bridge, reload]),
  );
  const clock = useAction(
    useCallback(async () => {
      await bridge.request('retention.clock', {});
      reload();
    }, [bridge, reload]),
  );
  return (
    <>
      <Group justify="space-between">
        <Text size="sm" data-testid="retention-rule">
          {value.rule === null ? RETENTION_TEXT.off : ruleSentence(value.rule)}
          {value.confirmed !== null && ` Confirmed by ${value.confirmed.who} on ${date(value.confirmed.at)}.`}
        </Text>
        <Group gap="xs">
          {value.rule !== null && (
            <Button
              variant="default"
              loading={off.busy}
              onClick={() => void off.run()}
              data-testid="retention-off"
            >
              Turn off
            </Button>
          )}
          <RetentionDialog value={value} reload={reload} />
        </Group>
      </Group>
      {value.clockWaitsUntil !== null && (
        <WarningAlert
          warning={{ code: 'clock', message: RETENTION_TEXT.clock, action: RETENTION_TEXT.clockAction }}
        >
          <Button variant="default" onClick={() => void clock.run()} data-testid="retention-clock">
            {RETENTION_TEXT.clockRight}
          </Button>
        </WarningAlert>
      )}
      <Due value={value} reload={reload} />
    </>
  );
}

const MOST = 10;

function Due({ value, reload }: { value: Retention; reload: () => void }) {
  const { bridge } = useAppStore();
  const hold = useAction(
    useCallback(
      async (batchId: string) => {
        await bridge.request('retention.hold', { target: { batchId }, isOn: true });
        reload();
      },
      [bridge, reload],
    ),
  );
  const sentence = dueSentence(value);
  if (sentence === null) return null;
  const open = value.due.filter((one) => one.hold === null);
  return (
    <Stack gap={6} data-testid="retention-due">
      <Text size="sm" fw={600}>
        {sentence}
      </Text>
      {open.slice(0, MOST).map(({ batchId, name, matter, deleteAt }) => (
        <Group key={batchId} justify="space-between" wrap="nowrap">
          <Text size="sm" truncate>
            {date(deleteAt)}: {name}
            {matter !== '' && `, ${matter}`}
          </Text>
          <Button
            variant="default"
            size="xs"
            flex="none"
            disabled={hold.busy}
            aria-label={`Hold back ${name}`}
            onClick={() => void hold.run(batchId)}
          >
            Hold back
          </Button>
        </Group>
      ))}
      {value.dueCount > MOST && (
        <Text size="sm" className="muted">
          and {(value.dueCount - MOST).toLocaleString('en-US')} more within 90 days
        </Text>
      )}
    </Stack>
  );
}
