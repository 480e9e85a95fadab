/** How long stages take, over many runs. */
import { Table } from '@mantine/core';
import type { Totals } from '../../shared/health.ts';
import { STAGE_LABEL } from '../../shared/stages.ts';
import { count, duration } from '../lib/format.ts';

interface Props {
  times: Totals['stageTimes'];
  label: string;
  testId: string;
}

export function StageTimesTable({ times, label, testId }: Props) {
  return (
    <Table aria-label={label} data-testid={testId}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th pl="md">Stage</Table.Th>
          <Table.Th className="num">Runs</Table.Th>
          <Table.Th className="num" title="Half of all runs were faster">
            p50
          </Table.Th>
          <Table.Th className="num" title="95 of 100 runs were faster">
            p95
          </Table.Th>
          <Table.Th className="num" pr="md" title="99 of 100 runs were faster">
            p99
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {times.map(({ stage, count: runs, p50, p95, p99 }) => (
          <Table.Tr key={stage}>
            <Table.Td pl="md">{STAGE_LABEL[stage]}</Table.Td>
            <Table.Td className="num">{count(runs)}</Table.Td>
            <Table.Td className="num">{duration(p50)}</Table.Td>
            <Table.Td className="num">{duration(p95)}</Table.Td>
            <Table.Td className="num" pr="md">
              {duration(p99)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
