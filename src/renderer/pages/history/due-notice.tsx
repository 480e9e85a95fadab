/** Says in History what the retention rule will delete next. */
import { Alert, Anchor } from '@mantine/core';
import { IconCalendarX } from '@tabler/icons-react';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { dueSentence } from '../../text/retention.ts';

export function DueNotice() {
  const { bridge } = useAppStore();
  const { value } = useRequest(useCallback(() => bridge.request('retention.get', {}), [bridge]));
  const title = value === null ? null : (value.problem ?? dueSentence(value));
  if (title === null) return null;
  return (
    <Alert
      color="orange"
      variant="light"
      py="xs"
      icon={<IconCalendarX aria-hidden />}
      title={title}
      data-testid="history-due"
    >
      <Anchor component={Link} href="/settings" size="sm">
        Hold them back, or change the rule, in Settings
      </Anchor>
    </Alert>
  );
}
