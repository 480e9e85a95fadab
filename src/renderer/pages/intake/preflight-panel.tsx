/** What was checked before the submission: what is in order, what somebody should look at, and what stops it. */
import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useCallback, useEffect, useRef } from 'react';
import type { Drop } from '../../../shared/intake.ts';
import type { Preflight, PreflightLine } from '../../../shared/preflight.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { plural } from '../../lib/format.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useHealth } from '../../stores/use-app-store.ts';
import { CHECK_LABEL, CHECK_STATE } from '../../text/intake.ts';
import classes from './preflight-panel.module.css';

/** Parts of Health whose change may change the checks. */
const useHealthDigest = (): string => {
  const health = useHealth().value;
  if (health === null) return '';
  const workers = health.workers.map(({ id, paused, queues }) => [id, paused, queues]);
  return JSON.stringify([health.redis.state, health.redis.condition, workers]);
};

export function PreflightPanel({ drop }: { drop: Drop }) {
  const { bridge } = useAppStore();
  const { id: dropId, inventory } = drop;
  const ask = useCallback(() => bridge.request('intake.preflight', { dropId }), [bridge, dropId]);
  const { value, error, reload } = useRequest(ask);
  const digest = useHealthDigest();
  const seen = useRef({ inventory, digest });
  useEffect(() => {
    if (seen.current.inventory === inventory && seen.current.digest === digest) return;
    seen.current = { inventory, digest };
    reload();
  }, [inventory, digest, reload]);
  if (error !== null) return <ErrorAlert error={error} retry={reload} />;
  if (value === null) return null;
  return (
    <section aria-label={`Checked before you submit ${drop.name}`} data-testid="preflight">
      <Text size="xs" fw={600} className="muted" mb={4}>
        Checked before you submit
      </Text>
      <ul className={classes.list}>
        {value.lines.map((line) => (
          <Line key={line.check} line={line} stages={line.check === 'workers' ? value.stages : []} />
        ))}
      </ul>
    </section>
  );
}

const ICONS = { ok: IconCircleCheck, look: IconAlertTriangle, stops: IconCircleX } as const;
const COLORS = { ok: '--rw-ok', look: '--rw-warn', stops: '--rw-bad' } as const;

function Line({ line, stages }: { line: PreflightLine; stages: Preflight['stages'] }) {
  const { check, state, text, action } = line;
  const Icon = ICONS[state];
  return (
    <li className={classes.line} data-testid={`check-${check}`} data-state={state}>
      <span className={classes.state} style={{ color: `var(${COLORS[state]})` }}>
        <Icon size={16} aria-hidden />
        {CHECK_STATE[state]}
      </span>
      <span className={classes.name}>{CHECK_LABEL[check]}</span>
      <span className={classes.text}>
        {text}
        {action !== null && <span className={classes.action}> {action}</span>}
        {stages.length > 0 && (
          <span className="muted"> {stages.map((stage) => stageWords(stage)).join(' · ')}</span>
        )}
      </span>
    </li>
  );
}

const stageWords = ({ stage, workers, atOnce }: Preflight['stages'][number]): string =>
  `${STAGE_LABEL[stage]}: ${plural(workers, 'worker')}, ${atOnce} at a time`;
