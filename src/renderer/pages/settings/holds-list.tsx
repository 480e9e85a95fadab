/** The matters and batches that nobody can delete. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { HoldTarget, Retention } from '../../../shared/retention.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { date, RETENTION_TEXT, targetName } from '../../text/retention.ts';

export function HoldsList({ value, reload }: { value: Retention; reload: () => void }) {
  const { bridge } = useAppStore();
  const [matter, setMatter] = useState('');
  const [reason, setReason] = useState('');
  const set = useAction(
    useCallback(
      async (target: HoldTarget, isOn: boolean, why: string) => {
        await bridge.request('retention.hold', { target, isOn, reason: why });
        setMatter('');
        setReason('');
        reload();
      },
      [bridge, reload],
    ),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (matter.trim() !== '') void set.run({ matter: matter.trim() }, true, reason);
      }}
    >
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {RETENTION_TEXT.holds}
        </Text>
        <Text size="xs" className="muted">
          {RETENTION_TEXT.holdsHint}
        </Text>
        {value.holds.map(({ target, reason: why, at, who }) => (
          <Group key={JSON.stringify(target)} justify="space-between" wrap="nowrap" data-testid="hold">
            <Text size="sm" className="breakable">
              {'matter' in target ? 'Matter' : 'Batch'} {targetName(target, value.due)}, by {who} on{' '}
              {date(at)}
              {why !== '' && `: ${why}`}
            </Text>
            <Button
              variant="default"
              size="xs"
              flex="none"
              disabled={set.busy}
              aria-label={`End hold of ${targetName(target, value.due)}`}
              onClick={() => void set.run(target, false, '')}
            >
              End hold
            </Button>
          </Group>
        ))}
        <Group align="flex-end">
          <TextInput
            label="Matter to hold"
            value={matter}
            onChange={(event) => setMatter(event.currentTarget.value)}
            maxLength={200}
            flex="1 1 180px"
            data-testid="hold-matter"
          />
          <TextInput
            label="Reason"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            flex="1 1 180px"
          />
          <Button
            type="submit"
            variant="default"
            loading={set.busy}
            disabled={matter.trim() === '' || value.problem !== null}
            data-testid="hold-add"
          >
            Hold matter
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
