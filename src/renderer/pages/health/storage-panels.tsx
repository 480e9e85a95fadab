/** The storage: cache, history and disk. */
import { Badge, Stack, Text } from '@mantine/core';
import { RedwellError } from '../../../shared/errors.ts';
import type { Disk, Health } from '../../../shared/health.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { DescriptionList } from '../../components/description-list.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { type StatColumn, StatTable } from '../../components/stat-table.tsx';
import { bytes, count, duration, plural, share } from '../../lib/format.ts';
import { HEALTH_EMPTY_TEXT } from '../../text/empty.ts';
import { ERROR_TEXT } from '../../text/errors.ts';

const CACHE_COLUMNS: readonly StatColumn<Health['cache'][number]>[] = [
  { head: 'Result of', of: ({ kind }) => STAGE_LABEL[kind] },
  { head: 'Hits', of: ({ hits }) => count(hits) },
  { head: 'Misses', of: ({ misses }) => count(misses) },
  { head: 'Hit rate', of: ({ hits, misses }) => share(hits, hits + misses) },
];

/** @param now when the report was made, Unix ms; the size is older, because measuring it takes a while */
const sizeText = ({ bytes: size, limitBytes, at }: NonNullable<Health['cacheSize']>, now: number) => (
  <Text size="sm" className="muted" data-testid="health-cache-size">
    {limitBytes === null ? bytes(size) : `${bytes(size)} of ${bytes(limitBytes)}`}, {duration(now - at)} ago
  </Text>
);

export function CachePanel({ health: { at, cache, cacheSize, redis } }: { health: Health }) {
  const aside = cacheSize === null ? null : sizeText(cacheSize, at);
  return (
    <Panel title="Cache hits" flush aside={aside}>
      {cache.length === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md" data-testid="health-cache-empty">
          {redis.state === 'ready' ? HEALTH_EMPTY_TEXT.cache : HEALTH_EMPTY_TEXT.untilRedis}
        </Text>
      ) : (
        <StatTable
          label="Cache hits"
          testId="health-cache"
          rows={cache}
          rowKey={({ kind }) => kind}
          columns={CACHE_COLUMNS}
        />
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
              new RedwellError('history_unavailable', ERROR_TEXT.history, {
                action: `${ERROR_TEXT.historyAction} (${history.error})`,
              })
            }
          />
        )}
        <DescriptionList
          label="History"
          items={[
            ['Batches', count(history.batches)],
            ['Documents', count(history.documents)],
            ['Size', bytes(history.bytes)],
            [
              'Not yet written',
              history.lagEvents === 0
                ? 'nothing'
                : `${plural(history.lagEvents, 'event')}, oldest ${duration(history.lagMs)}`,
            ],
            ['Gaps in the events', history.gaps === 0 ? 'none' : count(history.gaps)],
            ['File', history.path, 'text'],
          ]}
        />
      </Stack>
    </Panel>
  );
}

/** The free space of a disk, and below what new work waits. */
function roomOf({ state, freeBytes, reserveBytes }: Disk): string {
  if (state === 'gone') return 'not found';
  const free = `${bytes(freeBytes)} free; new work waits below ${bytes(reserveBytes)}`;
  if (state === 'read_only') return `read-only, ${free}`;
  return state === 'low' ? `full, ${free}` : free;
}

export function DiskPanel({ health: { disk } }: { health: Health }) {
  return (
    <Panel title="Disk" h="100%" testId="health-disk">
      <DescriptionList
        label="Disk"
        items={[
          ...(disk.disks === undefined
            ? ([['Free', bytes(disk.freeBytes)]] as const)
            : disk.disks.map((one): [string, string] => [`Disk with the ${one.holds}`, roomOf(one)])),
          ['Originals in the vault', disk.vaultBytes === null ? 'counting' : bytes(disk.vaultBytes)],
          ['Folder', disk.path, 'text'],
        ]}
      />
    </Panel>
  );
}
