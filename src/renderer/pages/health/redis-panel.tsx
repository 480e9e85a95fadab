/** Redis: one server, five roles. */
import { Badge, Stack, Table, Text } from '@mantine/core';
import { RedwellError } from '../../../shared/errors.ts';
import type { Health, RedisRole } from '../../../shared/health.ts';
import { type DescriptionItem, DescriptionList } from '../../components/description-list.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { bytes, count, duration, NONE, rate } from '../../lib/format.ts';

const ROLE_LABEL: Readonly<Record<RedisRole, string>> = {
  broker: 'Broker (queues)',
  results: 'Results',
  cache: 'Cache',
  rateLimit: 'Rate limits',
  batch: 'Batches',
};

const STATE = {
  ready: { label: 'Ready', color: 'teal' },
  connecting: { label: 'Connecting', color: 'yellow' },
  away: { label: 'Away', color: 'red' },
} as const;

/** What an eviction policy means for the work. */
const evictionWords = (policy: string): string =>
  policy === 'noeviction' ? 'Writes are refused (noeviction)' : `Jobs may be thrown away (${policy})`;

/** A connection in ioredis' words, in ours. */
const roleState = (state: string): keyof typeof STATE =>
  state === 'ready' ? 'ready' : /connect/.test(state) ? 'connecting' : 'away';

export function RedisPanel({ health: { redis, ownCost } }: { health: Health }) {
  const { label, color } = STATE[redis.state];
  const limit =
    redis.memoryLimitBytes === null || redis.memoryLimitBytes === 0
      ? ', no limit'
      : ` of ${bytes(redis.memoryLimitBytes)}`;
  const facts: readonly DescriptionItem[] = [
    ['Server', redis.mode === 'embedded' ? `Embedded, ${redis.address}` : redis.address, 'text'],
    ['Version', redis.version ?? NONE],
    ['Layout', redis.layout === 'databases' ? 'One database per role' : 'One database, prefixes'],
    ['Memory', redis.memoryBytes === null ? NONE : `${bytes(redis.memoryBytes)}${limit}`],
    [
      'When memory is full',
      redis.evictionPolicy === null ? NONE : evictionWords(redis.evictionPolicy),
      'text',
    ],
    ['Persistence', redis.persistence ?? NONE, 'text'],
    ['Clients', count(redis.clients)],
    // Redis itself averages over 1.6 s, the console over a longer time: side by side they need to say so.
    [
      'Load, all clients',
      redis.opsPerSecond === null ? NONE : `${count(redis.opsPerSecond)} commands/s (last 2 s)`,
    ],
    [
      'Load, this console',
      ownCost === null
        ? NONE
        : `${rate(ownCost.commandsPerSecond)} commands/s, ${bytes(ownCost.bytesPerSecond)}/s (last 10 s)`,
    ],
  ];
  return (
    <Panel
      title="Redis"
      h="100%"
      testId="health-redis"
      aside={
        <Badge color={color} data-testid="health-redis-state">
          {label}
        </Badge>
      }
    >
      <Stack gap="md">
        {redis.error !== null && (
          <ErrorAlert
            error={
              new RedwellError('redis_unavailable', 'Redis does not answer.', {
                action: `${
                  redis.mode === 'embedded'
                    ? 'Redwell starts it again by itself; if it does not, restart Redwell.'
                    : 'Check the address in Settings and that the server runs. Redwell tries again by itself.'
                } (${redis.error})`,
              })
            }
          />
        )}
        <DescriptionList facts={facts} label="Redis" />
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
            {redis.roles.map(({ role, state, pingMs, keys }) => (
              <Table.Tr key={role} data-testid={`role-${role}`}>
                <Table.Td>{ROLE_LABEL[role]}</Table.Td>
                <Table.Td>
                  <Text size="sm" {...(state === 'ready' ? {} : { c: 'var(--rw-bad)' })}>
                    {STATE[roleState(state)].label}
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
      </Stack>
    </Panel>
  );
}
