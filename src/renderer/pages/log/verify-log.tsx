/** Checks the operator log on request, and shows what is not as it was written. */
import { Alert, Button, Code, Group, List, Text } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { LogCheck } from '../../../shared/operator-log.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { checkText, LOG_TEXT } from '../../text/operator-log.ts';

export function VerifyLog() {
  const { bridge } = useAppStore();
  const [check, setCheck] = useState<LogCheck | null>(null);
  const verify = useAction(
    useCallback(async () => setCheck(await bridge.request('log.verify', {})), [bridge]),
  );
  return (
    <Group align="flex-start" gap="sm" wrap="nowrap">
      <Button
        variant="default"
        leftSection={<IconShieldCheck size={15} aria-hidden />}
        loading={verify.busy}
        onClick={() => void verify.run()}
        style={{ flexShrink: 0 }}
        data-testid="log-verify"
      >
        {LOG_TEXT.verify}
      </Button>
      {check !== null && <Outcome check={check} />}
    </Group>
  );
}

function Outcome({ check }: { check: LogCheck }) {
  return (
    <Alert
      color={check.whole ? 'teal' : 'red'}
      variant="light"
      py="xs"
      style={{ flex: 1 }}
      icon={check.whole ? <IconShieldCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={check.whole ? LOG_TEXT.whole : LOG_TEXT.damaged}
      role="status"
      data-testid="log-check"
    >
      {check.whole ? (
        <Text size="sm">{checkText(check)}</Text>
      ) : (
        <List size="sm">
          {check.faults.slice(0, 10).map((fault) => (
            <List.Item key={`${fault.file} ${fault.line} ${fault.seq} ${fault.kind}`}>
              {fault.message}
            </List.Item>
          ))}
        </List>
      )}
      {check.head !== '' && (
        <Text size="xs" className="muted" mt={4}>
          {LOG_TEXT.head} <Code className="breakable">{check.head}</Code>
        </Text>
      )}
    </Alert>
  );
}
