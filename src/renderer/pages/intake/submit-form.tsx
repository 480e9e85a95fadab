/** The form that submits a drop as a batch. */
import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type FormEvent, useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { PRIORITIES, type Priority } from '../../../shared/batches.ts';
import type { Drop } from '../../../shared/intake.ts';
import { batchPath } from '../../lib/routes.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';
import { INTAKE_TEXT } from '../../text/intake.ts';
import { PRIORITY_LABEL } from '../../text/labels.ts';

interface BatchFields {
  readonly name: string;
  readonly matter: string;
  readonly custodian: string;
  readonly priority: Priority;
}

export function SubmitForm({ drop }: { drop: Drop }) {
  const { bridge, batches } = useAppStore();
  const [, go] = useLocation();
  const away = useRedisAway();
  const [fields, setFields] = useState<BatchFields>({
    name: drop.name.slice(0, 200),
    matter: '',
    custodian: '',
    priority: 'normal',
  });
  const submit = useAction(
    useCallback(async () => {
      const { name, matter, custodian, priority } = fields;
      const batch = await bridge.request('batches.submit', {
        dropId: drop.id,
        name: name.trim(),
        matter: matter.trim(),
        custodian: custodian.trim(),
        priority,
      });
      batches.put(batch);
      go(batchPath(batch.id));
    }, [bridge, batches, go, drop.id, fields]),
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const change = (part: Partial<BatchFields>): void => setFields((old) => ({ ...old, ...part }));
  return (
    <form onSubmit={onSubmit} data-testid="submit-form">
      <Group align="flex-end" gap="md">
        <Fields fields={fields} change={change} />
        <Button
          type="submit"
          size="sm"
          leftSection={<IconSend size={16} aria-hidden />}
          loading={submit.busy || drop.status === 'submitting'}
          disabled={fields.name.trim() === ''}
          data-testid="submit-batch"
        >
          Submit batch
        </Button>
      </Group>
      {away && (
        <Text size="sm" mt="xs" c="var(--rw-warn)">
          {INTAKE_TEXT.offline}
        </Text>
      )}
    </form>
  );
}

function Fields({ fields, change }: { fields: BatchFields; change: (part: Partial<BatchFields>) => void }) {
  return (
    <>
      <TextInput
        label="Batch name"
        size="sm"
        required
        maxLength={200}
        value={fields.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        style={{ flex: '2 1 220px' }}
        data-testid="batch-name"
      />
      <TextInput
        label="Matter"
        size="sm"
        maxLength={200}
        value={fields.matter}
        onChange={(event) => change({ matter: event.currentTarget.value })}
        style={{ flex: '1 1 160px' }}
        data-testid="batch-matter"
      />
      <TextInput
        label="Custodian"
        size="sm"
        maxLength={200}
        value={fields.custodian}
        onChange={(event) => change({ custodian: event.currentTarget.value })}
        style={{ flex: '1 1 160px' }}
        data-testid="batch-custodian"
      />
      <div>
        <Text size="sm" fw={500} mb={2}>
          Priority
        </Text>
        <SegmentedControl
          value={fields.priority}
          onChange={(value) => change({ priority: value as Priority })}
          data={PRIORITIES.map((value) => ({ value, label: PRIORITY_LABEL[value] }))}
          aria-label="Priority"
          data-testid="batch-priority"
        />
      </div>
    </>
  );
}
