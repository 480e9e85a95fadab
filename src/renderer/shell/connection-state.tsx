/** In the header: whether Redis is there and who works, each in words. */
import { Group, HoverCard, Text, UnstyledButton } from '@mantine/core';
import { type Icon, IconCircleCheck, IconCircleDashed, IconCloudOff, IconUsers } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Health } from '../../shared/health.ts';
import { age, plural } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';
import { useConnection, useHealth } from '../stores/use-app-store.ts';
import classes from './shell.module.css';

interface State {
  readonly icon: Icon;
  readonly tone: 'ok' | 'warn' | 'bad' | 'idle';
  readonly label: string;
  readonly sentence: string;
}

function redisState(host: 'connecting' | 'open' | 'closed', health: Health | null): State {
  if (host === 'closed')
    return {
      icon: IconCloudOff,
      tone: 'bad',
      label: 'Host away',
      sentence: 'Redwell itself is not answering.',
    };
  if (health === null || host === 'connecting')
    return { icon: IconCircleDashed, tone: 'idle', label: 'Connecting', sentence: 'Asking how things are.' };
  const { state, mode, address, error } = health.redis;
  const where = mode === 'embedded' ? 'the embedded server' : address;
  if (state === 'ready')
    return { icon: IconCircleCheck, tone: 'ok', label: 'Redis ready', sentence: `Connected to ${where}.` };
  if (state === 'connecting')
    return {
      icon: IconCircleDashed,
      tone: 'warn',
      label: 'Redis connecting',
      sentence: `Connecting to ${where}.`,
    };
  return {
    icon: IconCloudOff,
    tone: 'bad',
    label: 'Redis away',
    sentence: `${where} does not answer${error === null ? '' : ` (${error})`}. Intake and History still work; submitted batches wait and go when it returns.`,
  };
}

export function ConnectionState() {
  const { host } = useConnection();
  const { value: health } = useHealth();
  const now = useNow(5000);
  const { icon: Shape, tone, label, sentence } = redisState(host, health);
  // They report in Redis: without it nobody knows whether they are there.
  const workers = health?.redis.state === 'ready' ? health.workers.length : null;
  return (
    <HoverCard width={320} shadow="md" openDelay={200}>
      <HoverCard.Target>
        <UnstyledButton
          component={Link}
          href="/health"
          className={classes.state}
          data-testid="connection-state"
        >
          <Group gap={6} wrap="nowrap" c={`var(--rw-${tone})`} data-testid="redis-state">
            <Shape size={17} aria-hidden />
            <Text size="sm" fw={500}>
              {label}
            </Text>
          </Group>
          <Group
            gap={6}
            wrap="nowrap"
            c={workers === 0 ? 'var(--rw-warn)' : 'var(--rw-muted)'}
            data-testid="worker-state"
          >
            <IconUsers size={17} aria-hidden />
            <Text size="sm">
              {workers === null ? 'Workers unknown' : workers === 0 ? 'No worker' : plural(workers, 'worker')}
            </Text>
          </Group>
        </UnstyledButton>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <Text size="sm">{sentence}</Text>
        {health !== null && (
          <Text size="xs" className="muted" mt={4}>
            As of {age(now - health.at)}
          </Text>
        )}
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
