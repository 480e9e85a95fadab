/** The six stages of a batch with their progress, failures, reused results and mean time. */
import { Anchor, Progress, Table, Text } from '@mantine/core';
import type { Batch, StageProgress } from '../../../shared/batches.ts';
import { STAGE_LABEL, STAGES, type Stage } from '../../../shared/stages.ts';
import { Panel } from '../../components/panel.tsx';
import { count, duration, percent } from '../../lib/format.ts';
import { showLabel } from '../../text/batch.ts';
import { REUSED_LABEL } from '../../text/labels.ts';

interface Props {
  batch: Batch;
  onFailed: (stage: Stage) => void;
}

/** Returns the mean time of the runs that were not served from the cache; null if there were none. */
const meanMs = ({ completed, failed, cached, totalMs }: StageProgress): number | null => {
  const runs = completed + failed - cached;
  return runs > 0 ? totalMs / runs : null;
};

export function StageMatrix({ batch, onFailed }: Props) {
  return (
    <Panel title="Stages" flush>
      <Table.ScrollContainer minWidth={820}>
        <Table aria-label="Stages of the batch" data-testid="stage-matrix">
          <Table.Thead>
            <Table.Tr>
              <Table.Th pl="md">Stage</Table.Th>
              <Table.Th w="26%">Progress</Table.Th>
              <Table.Th className="num">Waiting</Table.Th>
              <Table.Th className="num">Running</Table.Th>
              <Table.Th className="num">Completed</Table.Th>
              <Table.Th className="num">Failed</Table.Th>
              <Table.Th className="num">{REUSED_LABEL}</Table.Th>
              <Table.Th className="num" pr="md">
                Mean time
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {STAGES.map((stage) => (
              <Row key={stage} stage={stage} progress={batch.stages[stage]} onFailed={onFailed} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function Row({
  stage,
  progress,
  onFailed,
}: {
  stage: Stage;
  progress: StageProgress;
  onFailed: Props['onFailed'];
}) {
  const { waiting, running, retrying, completed, failed, skipped, cached } = progress;
  const all = waiting + running + retrying + completed + failed + skipped;
  const part = (value: number): number => (all === 0 ? 0 : (value / all) * 100);
  return (
    <Table.Tr data-testid={`stage-${stage}`}>
      <Table.Td pl="md">{STAGE_LABEL[stage]}</Table.Td>
      <Table.Td>
        <Progress.Root
          size={8}
          role="progressbar"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.floor(part(completed + failed + skipped))}
          aria-label={STAGE_LABEL[stage]}
          aria-valuetext={percent(part(completed + failed + skipped))}
        >
          <Progress.Section value={part(completed)} color="ink" withAria={false} />
          <Progress.Section value={part(failed)} color="red.6" striped withAria={false} />
          <Progress.Section value={part(skipped)} color="gray.5" withAria={false} />
          <Progress.Section value={part(running)} color="ink.3" withAria={false} striped />
        </Progress.Root>
      </Table.Td>
      <Table.Td className="num">
        {count(waiting)}
        {retrying > 0 && (
          <Text span size="xs" c="var(--rw-warn)">
            {' '}
            +{count(retrying)} retrying
          </Text>
        )}
      </Table.Td>
      <Table.Td className="num">{count(running)}</Table.Td>
      <Table.Td className="num">{count(completed)}</Table.Td>
      <Table.Td className="num">
        {failed === 0 ? (
          0
        ) : (
          <Anchor
            component="button"
            type="button"
            fz="inherit"
            c="var(--rw-bad)"
            aria-label={showLabel(failed, `a failure at the stage “${STAGE_LABEL[stage]}”`)}
            onClick={() => onFailed(stage)}
          >
            {count(failed)}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td className="num">{count(cached)}</Table.Td>
      <Table.Td className="num" pr="md">
        {duration(meanMs(progress))}
      </Table.Td>
    </Table.Tr>
  );
}
