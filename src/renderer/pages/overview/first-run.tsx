/** What to do on a computer without redis-server: install it, or use a server of the office, which is tried first. */
import { Box, Button, Code, Group, List, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { RedisCheck, RedisTest } from '../../../shared/redis-test.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { redisUrlProblem } from '../../lib/redis-url.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useConnection } from '../../stores/use-app-store.ts';
import { SERVER_TEXT, waysOn, whyNot } from '../../text/first-run.ts';
import { useSave } from '../settings/use-save.ts';

const SIGNS = {
  ok: <IconCheck size={16} color="var(--rw-ok)" aria-label="Good:" />,
  warn: <IconAlertTriangle size={16} color="var(--rw-warn)" aria-label="Warning:" />,
  bad: <IconX size={16} color="var(--rw-bad)" aria-label="Not possible:" />,
} as const;

export default function FirstRun() {
  const platform = useConnection().info?.platform ?? 'linux';
  return (
    <Panel title="Nothing can be processed yet" testId="first-run" mb="md">
      <Stack gap="md">
        <Text size="sm" maw="70ch">
          {whyNot(platform)} You can add documents already; they are processed as soon as it is there.
        </Text>
        {waysOn(platform).map(({ id, title, text, command }) => (
          <div key={id}>
            <Text fw={600} size="sm">
              {title}
            </Text>
            <Text size="sm">{text}</Text>
            {command !== null && (
              <Code block mt={4}>
                {command}
              </Code>
            )}
          </div>
        ))}
        <SharedServer />
      </Stack>
    </Panel>
  );
}

function SharedServer() {
  const { bridge } = useAppStore();
  const [typed, setTyped] = useState('');
  const [redisCa, setCa] = useState('');
  const [found, setFound] = useState<RedisTest | null>(null);
  const redisUrl = typed.trim();
  const problem = redisUrlProblem(redisUrl);
  const test = useAction(
    useCallback(async () => {
      setFound(null);
      setFound(await bridge.request('redis.test', { redisUrl, redisCa }));
    }, [bridge, redisUrl, redisCa]),
  );
  const save = useSave();
  const change = (set: (text: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value);
    setFound(null);
  };
  return (
    <div>
      <Text fw={600} size="sm">
        A server of your office
      </Text>
      <Text size="sm" maw="70ch">
        {SERVER_TEXT}
      </Text>
      <Group align="flex-end" mt="xs">
        <TextInput
          label="Address"
          placeholder="rediss://user:password@server:6380"
          size="sm"
          w={380}
          maxLength={2000}
          value={typed}
          error={problem}
          autoComplete="off"
          spellCheck={false}
          onChange={change(setTyped)}
          data-testid="first-run-url"
        />
        <Button
          variant="default"
          disabled={redisUrl === '' || problem !== null}
          loading={test.busy}
          onClick={() => void test.run()}
          data-testid="first-run-test"
        >
          Test server
        </Button>
        <Button
          disabled={found?.usable !== true}
          loading={save.busy}
          onClick={() => void save.run({ redisUrl, redisCa })}
          data-testid="first-run-use"
        >
          Use server
        </Button>
      </Group>
      {redisUrl.startsWith('rediss:') && (
        <Textarea
          mt="xs"
          label="Certificate authority"
          description="If your firm issues its own certificates: the path of a PEM file, or its text."
          size="sm"
          maw={560}
          autosize
          minRows={1}
          maxRows={4}
          value={redisCa}
          spellCheck={false}
          onChange={change(setCa)}
        />
      )}
      {test.error !== null && <ErrorAlert error={test.error} />}
      {found !== null && <Checks checks={found.checks} />}
    </div>
  );
}

function Checks({ checks }: { checks: readonly RedisCheck[] }) {
  return (
    <Box mt="sm" role="status">
      <List size="sm" spacing={6} data-testid="first-run-checks">
        {checks.map(({ id, state, message, action }) => (
          <List.Item key={`${id} ${message}`} icon={SIGNS[state]}>
            {message}
            {action !== '' && <Text size="sm">{action}</Text>}
          </List.Item>
        ))}
      </List>
    </Box>
  );
}
