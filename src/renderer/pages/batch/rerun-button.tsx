/** Runs a whole batch again. It needs a confirmation because the batch's progress starts over. */
import { List } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useEffect, useRef } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import { STAGES } from '../../../shared/stages.ts';
import { showDone, showInfo } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';
import { RERUN_TEXT } from '../../text/batch.ts';
import { rerunNotice } from '../../text/notices.ts';
import { Answer, AskButton, AskNote } from './ask-button.tsx';

const RerunSample = lazy(() => import('./rerun-sample.tsx'));

/** Returns how many documents had jobs. Documents that intake set aside have no stages. */
const processedCount = ({ stages }: Batch): number => {
  const { waiting, running, retrying, completed, failed, skipped } = stages[STAGES[0]];
  return waiting + running + retrying + completed + failed + skipped;
};

export const RerunButton = ({ batch }: { batch: Batch }) => (
  <AskButton
    batch={batch}
    icon={IconRepeat}
    label={RERUN_TEXT.confirm}
    title={RERUN_TEXT.title(batch.name)}
    testId="batch-rerun"
  >
    {(close) => <Question batch={batch} close={close} />}
  </AskButton>
);

function Question({ batch, close }: { batch: Batch; close: () => void }) {
  const { bridge, batches } = useAppStore();
  const away = useRedisAway();
  const rerun = useAction(
    useCallback(async () => {
      const result = await bridge.request('batches.rerun', { batchId: batch.id });
      batches.put(result.batch);
      close();
      showDone(rerunNotice(result));
    }, [bridge, batches, batch.id, close]),
    'caller',
  );
  // A dialog that was open while processing was offline does not become ready to fire without a new look at the batch.
  const wasAway = useRef(away);
  useEffect(() => {
    if (wasAway.current && !away) {
      close();
      showInfo({ title: RERUN_TEXT.back });
    }
    wasAway.current = away;
  }, [away, close]);
  return (
    <>
      <Effects batch={batch} />
      <Suspense fallback={null}>
        <RerunSample batchId={batch.id} />
      </Suspense>
      <AskNote away={away} offline={RERUN_TEXT.offline} hint={RERUN_TEXT.hint} />
      <Answer
        error={rerun.error}
        keep={RERUN_TEXT.keep}
        close={close}
        startsAtKeep
        confirm={{
          ...{
            label: RERUN_TEXT.confirm,
            testId: 'batch-rerun-confirm',
            loading: rerun.busy,
            disabled: away,
          },
          onClick: () => void rerun.run(),
        }}
      />
    </>
  );
}

function Effects({ batch }: { batch: Batch }) {
  const again = processedCount(batch);
  const aside = batch.equation.received - again;
  const { amount, rest } = RERUN_TEXT.documents(again, batch.equation.received);
  return (
    <List size="sm" spacing="xs" mb="md" data-testid="rerun-effects">
      <List.Item>
        <b>{amount}</b>
        {rest}
        {batch.status === 'canceled' ? RERUN_TEXT.canceled : ''}.{aside > 0 && RERUN_TEXT.aside(aside)}
      </List.Item>
      <List.Item>{RERUN_TEXT.originals}</List.Item>
      <List.Item>{RERUN_TEXT.results}</List.Item>
      <List.Item>{RERUN_TEXT.progress}</List.Item>
    </List>
  );
}
