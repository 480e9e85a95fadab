/** The state of the Redis server and of its five roles. */
import { Badge, Stack, Table, Text } from '@mantine/core';
import { RedwellError } from '../../../shared/errors.ts';
import type { Health } from '../../../shared/health.ts';
import { redisConditionText } from '../../../shared/redis-condition.ts';
import { type DescriptionItem, DescriptionList } from '../../components/description-list.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { bytes, count, duration, NONE, rate } from '../../lib/format.ts';
import { REDIS_ROLE_LABEL, REDIS_STATE_LABEL } from '../../text/labels.ts';

const STATE_COLOR = { ready: 'teal', connecting: 'yellow', away: 'red' } as const;

/** Returns what an eviction policy means for the batches. */
const evictionLabel = (policy: string): string =>
  policy === 'noeviction' ? 'Nothing is deleted; processing pauses' : `Batches may be deleted (${policy})`;

/** Maps a connection status of ioredis to the app's three states. */
const roleState = (state: string): keyof typeof STATE_COLOR =>
  state === 'ready' ? 'ready' : /connect/.test(state) ? 'connecting' : 'away';

/** The rows of the description list. Each load names its own period, because Redis and the app average differently. */
function redisItems({ redis, ownCost }: Health): readonly DescriptionItem[] {
  const limit =
    redis.memoryLimitBytes === null || redis.memoryLimitBytes === 0
      ? ', no limit'
      : ` of ${bytes(redis.memoryLimitBytes)}`;
  return [
    ['Server', redis.mode === 'embedded' ? `Embedded, ${redis.address}` : redis.address, 'text'],
    ['Version', redis.version ?? NONE],
    ['Layout', redis.layout === 'databases' ? 'One database per role' : 'One database, prefixes'],
    ['Memory', redis.memoryBytes === null ? NONE : `${bytes(redis.memoryBytes)}${limit}`],
    [
      'When memory is full',
      redis.evictionPolicy === null ? NONE : evictionLabel(redis.evictionPolicy),
      'text',
    ],
    ['Persistence', redis.persistence ?? NONE, 'text'],
    ['Clients', count(redis.clients)],
    [
      'Load, all clients',
      redis.opsPerSecond === null ? NONE : `${count(redis.opsPerSecond)} commands/s (last 2 s)`,
    ],
    [
      'Load, this app',
      ownCost === null
        ? NONE
        : `${rate(ownCost.commandsPerSecond)} commands/s, ${bytes(ownCost.bytesPerSecond)}/s (last 10 s)`,
    ],
  ];
}

/** Returns what an error adds to the sentence about it, in parentheses; empty if it is no more than that. */
function technical(error: string, sentence: string): string {
  const added = error.startsWith(sentence) ? error.slice(sentence.length).trim() : `(${error})`;
  return added === '' ? '' : ` ${added}`;
}

export function RedisPanel({ health }: { health: Health }) {
  const { redis } = health;
  const isPaused = redis.state === 'ready' && redis.condition !== null;
  const trouble = redisConditionText(redis.condition ?? 'away', redis.mode === 'embedded');
  return (
    <Panel
      title="Redis"
      h="100%"
      testId="health-redis"
      aside={
        <Badge color={isPaused ? 'red' : STATE_COLOR[redis.state]} data-testid="health-redis-state">
          {isPaused ? 'Paused' : REDIS_STATE_LABEL[redis.state]}
        </Badge>
      }
    >
      <Stack gap="md">
        {redis.error !== null && (
          <ErrorAlert
            error={
              new RedwellError('redis_unavailable', trouble.message, {
                action: `${trouble.action}${technical(redis.error, trouble.message)}`,
              })
            }
          />
        )}
        <DescriptionList items={redisItems(health)} label="Redis" />
        <Roles roles={redis.roles} />
      </Stack>
    </Panel>
  );
}

function Roles({ roles }: { roles: Health['redis']['roles'] }) {
  return (
    <Table aria-label="Roles" horizontalSpacing={0} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Role</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th className="num">Ping</Table.Th>
          <Table.Th className="num">Keys</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {roles.map(({ role, state, pingMs, keys }) => (
          <Table.Tr key={role} data-testid={`role-${role}`}>
            <Table.Td>{REDIS_ROLE_LABEL[role]}</Table.Td>
            <Table.Td>
              <Text size="sm" {...(state === 'ready' ? {} : { c: 'var(--rw-bad)' })}>
                {REDIS_STATE_LABEL[roleState(state)]}
              </Text>
            </Table.Td>
            <Table.Td className="num">
              {pingMs === null ? NONE : pingMs < 10 ? `${rate(pingMs)} ms` : duration(pingMs)}
            </Table.Td>
            <Table.Td className="num">{count(keys)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
