/** Warns across the page, while the host is gone, that the data may be old. */
import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useConnection } from '../stores/use-app-store.ts';
import { HOST_GONE_TEXT } from '../text/connection.ts';

export function HostBanner() {
  const { host } = useConnection();
  if (host !== 'closed') return null;
  return (
    <Alert
      color="red"
      variant="light"
      style={{ border: '1px solid var(--rw-bad)' }}
      icon={<IconPlugConnectedX aria-hidden />}
      title={HOST_GONE_TEXT.title}
      role="alert"
      mb="md"
      data-testid="host-banner"
    >
      {HOST_GONE_TEXT.body}
    </Alert>
  );
}
