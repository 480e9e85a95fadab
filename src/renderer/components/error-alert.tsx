/** Shows a failure where it happened: what failed, what to do, and a button to try again. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { WireError } from '../../shared/errors.ts';
import { wireOf } from '../lib/wire-error.ts';
import { ERROR_TEXT } from '../text/errors.ts';

interface Props {
  /** A caught error, or an error that the host sent as data. */
  error: Error | WireError;
  retry?: () => void;
  retryLabel?: string;
  /** Space below. */
  mb?: 'md';
}

export function ErrorAlert({ error, retry, retryLabel = 'Try again', mb }: Props) {
  const { message, action } = wireOf(error);
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={message}
      role="alert"
      {...(mb === undefined ? {} : { mb })}
      data-testid="error-alert"
    >
      <Group justify="space-between" gap="md">
        <Text size="sm">{action ?? ERROR_TEXT.fallbackAction}</Text>
        {retry !== undefined && (
          <Button variant="default" onClick={retry}>
            {retryLabel}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
