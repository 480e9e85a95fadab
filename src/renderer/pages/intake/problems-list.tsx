/** The files and folders that could not be opened, each with the reason and what to do. */
import { Alert, List, Spoiler, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import type { Drop } from '../../../shared/intake.ts';
import { exceptionAction } from '../../text/batch.ts';
import { INTAKE_TEXT } from '../../text/intake.ts';

export function ProblemsList({ problems }: { problems: Drop['problems'] }) {
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={INTAKE_TEXT.unopened(problems.length)}
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
                {message === '' ? EXCEPTIONS[code].sentence : message} {exceptionAction(code, null)}
              </Text>
            </List.Item>
          ))}
        </List>
      </Spoiler>
    </Alert>
  );
}
