/** Shows a failure where it happened: what failed, what to do, and a button to try again. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { toWireError } from '../../shared/errors.ts';
import { ERROR_TEXT } from '../text/errors.ts';

interface Props {
  error: unknown;
  retry?: () => void;
  retryLabel?: string;
}

export function ErrorAlert({ error, retry, retryLabel = 'Try again' }: Props) {
  const { message, action } = toWireError(error);
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={message}
      role="alert"
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
