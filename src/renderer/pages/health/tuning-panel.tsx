/** The values that Redwell chose automatically, with their bounds, measurements and reasons. */
import { Badge, Table, Text } from '@mantine/core';
import type { Health, Submission, TunedQueue, WorkerInfo } from '../../../shared/health.ts';
import { Panel } from '../../components/panel.tsx';
import { count, duration, NONE, rate } from '../../lib/format.ts';
import { HEALTH_EMPTY_TEXT } from '../../text/empty.ts';
import { QUEUE_LABEL } from '../../text/labels.ts';

export function TuningPanel({ health: { redis, workers, submission } }: { health: Health }) {
  const tuned = workers.filter((worker) => worker.tuning.length > 0);
  return (
    <Panel title="Tuning" flush testId="health-tuning">
      {(submission !== null || tuned.length > 0) && (
        <Table.ScrollContainer minWidth={720}>
          <Table aria-label="Tuning" verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th pl="md">Setting</Table.Th>
                <Table.Th className="num">Value</Table.Th>
                <Table.Th className="num">Bounds</Table.Th>
                <Table.Th className="num">Measured</Table.Th>
                <Table.Th pr="md">Why</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {submission !== null && <SliceRow submission={submission} />}
              {submission !== null && <RateRow submission={submission} builtIn={redis.mode === 'embedded'} />}
              {tuned.flatMap((worker) => [
                <Heading key={worker.id} worker={worker} />,
                ...worker.tuning.map((queue) => (
                  <QueueRow key={`${worker.id}:${queue.queue}`} tuned={queue} />
                )),
              ])}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {tuned.length === 0 && (
        <Text size="sm" className="muted" px="md" pb="md">
          {redis.state === 'ready' ? HEALTH_EMPTY_TEXT.tuning : HEALTH_EMPTY_TEXT.tuningUnknown}
        </Text>
      )}
    </Panel>
  );
}

function Heading({ worker }: { worker: WorkerInfo }) {
  return (
    <Table.Tr>
      <Table.Th scope="rowgroup" colSpan={5} pl="md" className="muted">
        Jobs at a time, {worker.host} <span className="tabular">pid {worker.pid}</span>
      </Table.Th>
    </Table.Tr>
  );
}

interface LineProps {
  name: string;
  value: string;
  bounds: string;
  measured: string;
  why: string;
  fixed: boolean;
}

function Line({ name, value, bounds, measured, why, fixed }: LineProps) {
  return (
    <Table.Tr data-testid="tuning-row">
      <Table.Td pl="md">{name}</Table.Td>
      <Table.Td className="num" fw={600}>
        {value}
      </Table.Td>
      <Table.Td className="num">{bounds}</Table.Td>
      <Table.Td className="num">{measured}</Table.Td>
      <Table.Td pr="md">
        {fixed ? <Badge color="gray">Fixed in Settings</Badge> : <Text size="sm">{why}</Text>}
      </Table.Td>
    </Table.Tr>
  );
}

const range = (min: number, max: number): string => `${count(min)}–${count(max)}`;

function SliceRow({
  submission: { slice, min, max, fixed, lastMs, targetMs, why },
}: {
  submission: Submission;
}) {
  return (
    <Line
      name="Documents submitted at once"
      value={count(slice)}
      bounds={range(min, max)}
      measured={lastMs === null ? NONE : `${duration(lastMs)} wait, target ${duration(targetMs)}`}
      why={why}
      fixed={fixed}
    />
  );
}

function RateRow({
  submission: { perSecond, waitedMs },
  builtIn,
}: {
  submission: Submission;
  builtIn: boolean;
}) {
  return (
    <Line
      name="Documents submitted per second"
      value={perSecond === null ? 'no limit' : count(perSecond)}
      bounds={NONE}
      measured={waitedMs === 0 ? NONE : `waited ${duration(waitedMs)}`}
      why={
        perSecond === null
          ? builtIn
            ? 'only Redwell uses the built-in Redis'
            : 'no limit is set in Settings'
          : 'for all apps together, to leave capacity for others on this Redis'
      }
      fixed={false}
    />
  );
}

function QueueRow({ tuned: { queue, value, min, max, perSecond, why, fixed } }: { tuned: TunedQueue }) {
  return (
    <Line
      name={QUEUE_LABEL[queue]}
      value={count(value)}
      bounds={range(min, max)}
      measured={perSecond === null ? NONE : `${rate(perSecond)} jobs/s`}
      why={why}
      fixed={fixed}
    />
  );
}
