/** From a drop to a batch. */
import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type FormEvent, useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { PRIORITIES, type Priority } from '../../../shared/batches.ts';
import type { Drop } from '../../../shared/intake.ts';
import { PRIORITY_LABEL } from '../../lib/labels.ts';
import { batchPath } from '../../lib/routes.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';

export function SubmitForm({ drop }: { drop: Drop }) {
  const { bridge, batches } = useAppStore();
  const [, go] = useLocation();
  const away = useRedisAway();
  const [name, setName] = useState(drop.name.slice(0, 200));
  const [matter, setMatter] = useState('');
  const [custodian, setCustodian] = useState('');
  const [priority, setPriority] = useState<Priority>('normal');
  const submit = useAction(
    useCallback(async () => {
      const input = {
        dropId: drop.id,
        name: name.trim(),
        matter: matter.trim(),
        custodian: custodian.trim(),
        priority,
      };
      const batch = await bridge.request('batches.submit', input);
      batches.put(batch);
      go(batchPath(batch.id));
    }, [bridge, batches, go, drop.id, name, matter, custodian, priority]),
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={onSubmit} data-testid="submit-form">
      <Group align="flex-end" gap="md">
        <TextInput
          label="Batch name"
          size="sm"
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          style={{ flex: '2 1 220px' }}
          data-testid="batch-name"
        />
        <TextInput
          label="Matter"
          size="sm"
          maxLength={200}
          value={matter}
          onChange={(event) => setMatter(event.currentTarget.value)}
          style={{ flex: '1 1 160px' }}
          data-testid="batch-matter"
        />
        <TextInput
          label="Custodian"
          size="sm"
          maxLength={200}
          value={custodian}
          onChange={(event) => setCustodian(event.currentTarget.value)}
          style={{ flex: '1 1 160px' }}
          data-testid="batch-custodian"
        />
        <div>
          <Text size="sm" fw={500} mb={2}>
            Priority
          </Text>
          <SegmentedControl
            value={priority}
            onChange={(value) => setPriority(value as Priority)}
            data={PRIORITIES.map((value) => ({ value, label: PRIORITY_LABEL[value] }))}
            aria-label="Priority"
            data-testid="batch-priority"
          />
        </div>
        <Button
          type="submit"
          size="sm"
          leftSection={<IconSend size={16} aria-hidden />}
          loading={submit.busy || drop.status === 'submitting'}
          disabled={name.trim() === ''}
          data-testid="submit-batch"
        >
          Submit batch
        </Button>
      </Group>
      {away && (
        <Text size="sm" mt="xs" c="var(--rw-warn)">
          Redis is away. You can submit now: the batch waits here and goes when Redis is back.
        </Text>
      )}
    </form>
  );
}
