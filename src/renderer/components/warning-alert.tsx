/** Shows a problem that the operator should know about, and what to do. */
import { Alert, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { HealthWarning } from '../../shared/health.ts';

/** @param props.children a button that solves the problem, if there is one */
export function WarningAlert({ warning, children }: { warning: HealthWarning; children?: ReactNode }) {
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={warning.message}
      data-testid="health-warning"
    >
      <Group justify="space-between" gap="md">
        <Text size="sm">{warning.action}</Text>
        {children}
      </Group>
    </Alert>
  );
}
