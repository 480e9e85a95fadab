/** What is kept: cache, history, disk. */
import { Badge, Stack, Table, Text } from '@mantine/core';
import { RedwellError } from '../../../shared/errors.ts';
import type { Health } from '../../../shared/health.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { bytes, count, duration, plural, share } from '../../lib/format.ts';

export function CachePanel({ health: { cache } }: { health: Health }) {
  return (
    <Panel title="Cache hits" flush>
      {cache.length === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md">
          Nothing has been looked up yet.
        </Text>
      ) : (
        <Table aria-label="Cache hits" data-testid="health-cache">
          <Table.Thead>
            <Table.Tr>
              <Table.Th pl="md">Result of</Table.Th>
              <Table.Th className="num">Hits</Table.Th>
              <Table.Th className="num">Misses</Table.Th>
              <Table.Th className="num" pr="md">
                Hit rate
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cache.map(({ kind, hits, misses }) => (
              <Table.Tr key={kind}>
                <Table.Td pl="md">{STAGE_LABEL[kind]}</Table.Td>
                <Table.Td className="num">{count(hits)}</Table.Td>
                <Table.Td className="num">{count(misses)}</Table.Td>
                <Table.Td className="num" pr="md">
                  {share(hits, hits + misses)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}

export function HistoryPanel({ health: { history } }: { health: Health }) {
  return (
    <Panel
      title="History"
      h="100%"
      testId="health-history"
      aside={
        <Badge color={history.state === 'ok' ? 'teal' : 'red'}>
          {history.state === 'ok' ? 'In order' : 'Failed'}
        </Badge>
      }
    >
      <Stack gap="md">
        {history.error !== null && (
          <ErrorAlert
            error={
              new RedwellError('history_unavailable', history.error, {
                action:
                  'Check the disk below. Batches go on; what happens meanwhile is written when it works again.',
              })
            }
          />
        )}
        <Facts
          label="History"
          facts={[
            ['Batches', count(history.batches)],
            ['Documents', count(history.documents)],
            ['Size', bytes(history.bytes)],
            [
              'Not yet written',
              history.lagEvents === 0
                ? 'nothing'
                : `${plural(history.lagEvents, 'event')}, oldest ${duration(history.lagMs)}`,
            ],
            ['Gaps', history.gaps === 0 ? 'none' : count(history.gaps)],
            ['File', history.path, 'text'],
          ]}
        />
      </Stack>
    </Panel>
  );
}

export function DiskPanel({ health: { disk } }: { health: Health }) {
  return (
    <Panel title="Disk" h="100%" testId="health-disk">
      <Facts
        label="Disk"
        facts={[
          ['Free', bytes(disk.freeBytes)],
          ['Originals in the vault', bytes(disk.vaultBytes)],
          ['Folder', disk.path, 'text'],
        ]}
      />
    </Panel>
  );
}
