/** What could not be looked at, each with its sentence and what to do. */
import { Alert, List, Spoiler, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import type { Drop } from '../../../shared/intake.ts';
import { plural } from '../../lib/format.ts';

export function ProblemsList({ problems }: { problems: Drop['problems'] }) {
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${plural(problems.length, 'place')} could not be looked at`}
      data-testid="drop-problems"
    >
      <Spoiler maxHeight={150} showLabel="Show all" hideLabel="Show fewer">
        <List size="sm" spacing={6} listStyleType="none">
          {problems.map(({ path, code, message }) => (
            <List.Item key={`${path}:${code}`} data-testid="drop-problem">
              <Text size="sm" fw={600} className="breakable">
                {path}
              </Text>
              <Text size="sm">
                {message === '' ? EXCEPTIONS[code].sentence : message} {EXCEPTIONS[code].action}
              </Text>
            </List.Item>
          ))}
        </List>
      </Spoiler>
    </Alert>
  );
}
