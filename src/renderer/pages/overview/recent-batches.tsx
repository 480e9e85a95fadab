/** The batches that finished most recently, so that a batch does not disappear from the Overview when it ends. */
import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { Moment } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import { count, duration } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';
import classes from './recent-batches.module.css';

export function RecentBatches({ batches }: { batches: readonly Batch[] }) {
  if (batches.length === 0) return null;
  return (
    <Panel
      title="Recently finished"
      flush
      aside={
        <Anchor component={Link} href="/history" size="sm" className="link">
          Show all
        </Anchor>
      }
    >
      <table className={classes.table} aria-label="Recently finished batches" data-testid="recent-batches">
        <thead>
          <tr>
            <th scope="col">Batch</th>
            <th scope="col">Outcome</th>
            <th scope="col" className="num" data-wide>
              Completed
            </th>
            <th scope="col" className="num">
              Exceptions
            </th>
            <th scope="col" className="num">
              Finished
            </th>
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => (
            <Row key={batch.id} batch={batch} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Row({ batch }: { batch: Batch }) {
  const { completed, exceptions } = batch.equation;
  return (
    <tr data-testid="recent-batch" data-batch-id={batch.id}>
      <td>
        <Anchor
          component={Link}
          href={batchPath(batch.id)}
          size="sm"
          c="inherit"
          display="block"
          title={batch.name}
          aria-label={batch.name}
        >
          <MiddleTruncate text={batch.name} />
        </Anchor>
        {batch.matter !== '' && (
          <Text size="xs" className="muted truncate">
            {batch.matter}
          </Text>
        )}
      </td>
      <td>
        <BatchStatusBadge status={batch.status} />
      </td>
      <td className="num" data-wide>
        {count(completed)}
      </td>
      <td className="num">{count(exceptions)}</td>
      <td className="num">
        <Moment at={batch.endedAt} />
        <Text size="xs" className="muted">
          in {duration(batch.durationMs)}
        </Text>
      </td>
    </tr>
  );
}
