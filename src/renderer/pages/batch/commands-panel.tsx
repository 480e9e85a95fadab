/** The last commands about a batch from every computer that shares its server, as the server keeps them. */
import { Stack, Text } from '@mantine/core';
import { useCallback } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import { OPERATOR_ACTIONS } from '../../../shared/operator-log.ts';
import { Moment } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useRenewal } from '../../stores/use-app-store.ts';
import { COMMANDS_TEXT, placeText } from '../../text/operator-log.ts';
import classes from './batch-page.module.css';

export function CommandsPanel({ batch }: { batch: Batch }) {
  const { bridge } = useAppStore();
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('log.server', { batchId: batch.id }), [bridge, batch.id]),
  );
  useRenewal(reload);
  // Everything else on the page is there without Redis too, so this is no alert.
  const note =
    error !== null
      ? `${error.message} ${COMMANDS_TEXT.away}`
      : value === null
        ? 'Loading …'
        : value.length === 0
          ? COMMANDS_TEXT.none
          : COMMANDS_TEXT.kept;
  return (
    <Panel title={COMMANDS_TEXT.title} testId="batch-commands">
      <Stack gap="xs">
        {value !== null && value.length > 0 && (
          <Stack gap={6} component="ul" className={classes.commands}>
            {value.map((record) => (
              <Text key={record.hash} component="li" size="sm">
                <Moment at={record.at} /> · {record.who}, {placeText(record)} ·{' '}
                <b>{OPERATOR_ACTIONS[record.what]}</b>
              </Text>
            ))}
          </Stack>
        )}
        <Text size="sm" className="muted">
          {note}
        </Text>
      </Stack>
    </Panel>
  );
}
