/** Across the page while the host is gone: what is on the screen may be old. */
import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useConnection } from '../stores/use-app-store.ts';

export function HostBanner() {
  const { host } = useConnection();
  if (host !== 'closed') return null;
  return (
    <Alert
      color="red"
      variant="filled"
      radius={0}
      icon={<IconPlugConnectedX aria-hidden />}
      title="Redwell is not answering"
      role="alert"
      mb="md"
      data-testid="host-banner"
    >
      What you see is the last that arrived. This page connects again by itself; if Redwell was started anew,
      open the address it prints.
    </Alert>
  );
}
