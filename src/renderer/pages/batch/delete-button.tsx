/** Deletes an ended batch everywhere, after its name was typed. */
import { List, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import type { DeletionPlan } from '../../../shared/deletion.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { navigate } from '../../lib/address.ts';
import { showDone } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';
import { DELETION_TEXT, planSentences } from '../../text/deletion.ts';
import { Answer, AskButton, AskNote } from './ask-button.tsx';

export const DeleteButton = ({ batch }: { batch: Batch }) => (
  <AskButton
    batch={batch}
    icon={IconTrash}
    label={DELETION_TEXT.button}
    title={DELETION_TEXT.title(batch.name)}
    testId="batch-delete"
  >
    {(close) => <Question batch={batch} close={close} />}
  </AskButton>
);

function Question({ batch, close }: { batch: Batch; close: () => void }) {
  const { bridge, batches } = useAppStore();
  const away = useRedisAway();
  const [typed, setTyped] = useState('');
  const plan = useRequest(
    useCallback(() => bridge.request('deletion.plan', { batchId: batch.id }), [bridge, batch.id]),
  );
  const remove = useAction(
    useCallback(async () => {
      await bridge.request('deletion.run', { batchId: batch.id, name: typed });
      close();
      navigate('/history', { replace: true });
      batches.remove(batch.id);
      showDone({ title: DELETION_TEXT.done(batch.name) });
    }, [bridge, batches, batch.id, batch.name, typed, close]),
    'caller',
  );
  const isNamed = typed.trim() === batch.name.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isNamed && !away) void remove.run();
      }}
    >
      {plan.error !== null && <ErrorAlert error={plan.error} retry={plan.reload} mb="md" />}
      {plan.value !== null && <Plan plan={plan.value} />}
      <AskNote away={away} offline={DELETION_TEXT.offline} hint={DELETION_TEXT.warning} />
      <TextInput
        label={DELETION_TEXT.type}
        description={batch.name}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        mb="md"
        data-autofocus
        data-testid="delete-name"
      />
      <Answer
        error={remove.error}
        keep={DELETION_TEXT.keep}
        close={close}
        confirm={{
          ...{ label: DELETION_TEXT.button, testId: 'delete-confirm', type: 'submit', color: 'red.9' },
          ...{ loading: remove.busy, disabled: !isNamed || away || plan.value === null },
        }}
      />
    </form>
  );
}

function Plan({ plan }: { plan: DeletionPlan }) {
  const { deleted, stays } = planSentences(plan);
  return (
    <div data-testid="delete-plan">
      <Text size="sm">{DELETION_TEXT.intro}</Text>
      <List size="sm" spacing="xs" mb="sm">
        {deleted.map((sentence) => (
          <List.Item key={sentence}>{sentence}</List.Item>
        ))}
      </List>
      {stays.map((sentence) => (
        <Text key={sentence} size="sm" mb="xs" className="breakable">
          {sentence}
        </Text>
      ))}
    </div>
  );
}
