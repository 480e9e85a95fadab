/** In the header: whether documents can be processed, and how many processing engines are connected. */
import { Group, Text, UnstyledButton } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCloudOff, IconUsers } from '@tabler/icons-react';
import { useRef } from 'react';
import { Link } from 'wouter';
import { Hint } from '../components/hint.tsx';
import { age } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';
import { useConnection, useHealth } from '../stores/use-app-store.ts';
import { connectionText, engineLabel, isEngineStarting } from '../text/connection.ts';
import classes from './shell.module.css';

/** The icon of each tone of the connection. */
const ICON = {
  ok: IconCircleCheck,
  warn: IconCircleDashed,
  idle: IconCircleDashed,
  bad: IconCloudOff,
} as const;

export function ConnectionState() {
  const { host } = useConnection();
  const { value: health } = useHealth();
  const now = useNow(5000);
  const { tone, label, sentence } = connectionText(host, health?.redis ?? null);
  const Shape = ICON[tone];
  // Workers report through Redis, so without it their number is unknown.
  const workers = health?.redis.state === 'ready' ? health.workers.length : null;
  const isStarting = health !== null && isEngineStarting(health);
  const state = useRef<HTMLAnchorElement>(null);
  const updated = health === null ? '' : `Updated ${age(now - health.at)}.`;
  return (
    <>
      <UnstyledButton
        component={Link}
        ref={state}
        href="/health"
        className={classes.state}
        data-testid="connection-state"
      >
        <Group
          gap={6}
          wrap="nowrap"
          c={`var(--rw-${tone === 'idle' ? 'muted' : tone})`}
          data-testid="redis-state"
        >
          <Shape size={17} aria-hidden />
          <Text size="sm" fw={500}>
            {label}
          </Text>
        </Group>
        <Group
          gap={6}
          wrap="nowrap"
          c={workers === 0 && !isStarting ? 'var(--rw-warn)' : 'var(--rw-muted)'}
          data-testid="worker-state"
        >
          <IconUsers size={17} aria-hidden />
          <Text size="sm">{engineLabel(workers, isStarting)}</Text>
        </Group>
      </UnstyledButton>
      <Hint target={state} label={updated === '' ? sentence : `${sentence} ${updated}`} />
    </>
  );
}
