/** One active batch: its name, when it will be done, how far it is, and what can be done with it. */
import { Anchor, Badge } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import { BatchControls } from '../../components/batch-controls.tsx';
import { BatchProgress } from '../../components/batch-progress.tsx';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import { count, percent, plural, rate } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';
import { useNow } from '../../lib/use-now.ts';
import { useConnection, useRedisAway } from '../../stores/use-app-store.ts';
import { asOfSentence, donePercent } from '../../text/batch.ts';
import { PRIORITY_LABEL } from '../../text/labels.ts';
import { doneSentence, OVERVIEW_TEXT, rangeSentence } from '../../text/overview.ts';
import classes from './overview.module.css';
import { StageFlow } from './stage-flow.tsx';

export function BatchRow({ batch }: { batch: Batch }) {
  const away = useRedisAway();
  const details = [batch.matter, batch.custodian].filter((part) => part !== '').join(' · ');
  return (
    <article
      className={classes.batch}
      aria-label={batch.name}
      data-testid="active-batch"
      data-batch-id={batch.id}
    >
      <div className={classes.head}>
        <div className={classes.name}>
          <Anchor
            component={Link}
            href={batchPath(batch.id)}
            fw={600}
            c="inherit"
            display="block"
            title={batch.name}
            aria-label={batch.name}
          >
            <MiddleTruncate text={batch.name} />
          </Anchor>
          <div className={classes.details}>
            <BatchStatusBadge status={batch.status} />
            {batch.priority !== 'normal' && (
              <Badge variant="outline" color="gray" style={{ flexShrink: 0 }}>
                {PRIORITY_LABEL[batch.priority]} priority
              </Badge>
            )}
            {details !== '' && <span className="truncate">{details}</span>}
          </div>
        </div>
        <End batch={batch} />
        <BatchControls batch={batch} />
      </div>
      <div className={classes.progress}>
        <BatchProgress batch={batch} />
        <strong className="tabular" data-testid="batch-percent">
          {percent(donePercent(batch))}
        </strong>
      </div>
      <Counts batch={batch} />
      <StageFlow stages={batch.stages} live={!away} />
    </article>
  );
}

/** When the batch will be done. While processing is offline, nobody knows; one that waits to start is known. */
function End({ batch }: { batch: Batch }) {
  const now = useNow();
  const { readyAt } = useConnection();
  const recorded = useRedisAway() && batch.status !== 'outbox';
  const range = recorded || batch.eta === null ? '' : rangeSentence(batch.eta, now);
  return (
    <div className={classes.end}>
      <div className={classes.when} data-testid="batch-eta">
        {recorded ? asOfSentence(readyAt) : doneSentence(batch, now)}
      </div>
      {range !== '' && <div className={classes.small}>{range}</div>}
    </div>
  );
}

function Counts({ batch }: { batch: Batch }) {
  const away = useRedisAway();
  const { received, pending, exceptions } = batch.equation;
  return (
    <div className={classes.counts}>
      <span>
        {count(received - pending)} of {plural(received, 'document')}
      </span>
      {exceptions > 0 && (
        <span className={classes.bad}>
          <IconCircleX size={13} aria-hidden />
          {plural(exceptions, 'exception')}
        </span>
      )}
      {batch.warnings > 0 && <span>{plural(batch.warnings, 'document')} with warnings</span>}
      {!away && batch.throughput !== null && <span>{OVERVIEW_TEXT.perMinute(rate(batch.throughput))}</span>}
    </div>
  );
}
