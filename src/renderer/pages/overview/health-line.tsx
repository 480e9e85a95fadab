/** The state of the system in one line that leads to Health. */
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useConnection, useHealth } from '../../stores/use-app-store.ts';
import { engineLabel, HOST_GONE_TEXT, isEngineStarting } from '../../text/connection.ts';
import { healthLine } from '../../text/overview.ts';
import classes from './overview.module.css';
import { RailSection } from './rail-section.tsx';

const ICON = { ok: IconCircleCheck, muted: IconInfoCircle, warn: IconAlertTriangle } as const;

export function HealthLine() {
  const { value: health } = useHealth();
  const { host } = useConnection();
  if (health === null) return null;
  const { tone, text } =
    host === 'closed' ? ({ tone: 'warn', text: HOST_GONE_TEXT.title } as const) : healthLine(health);
  const Shape = ICON[tone];
  const engines = health.redis.state === 'ready' && host !== 'closed' ? health.workers.length : null;
  return (
    <RailSection title="Health" testId="health-line">
      <Link href="/health" className={`${classes.health} plain`}>
        <Shape size={17} color={`var(--rw-${tone})`} aria-hidden />
        <span>
          {text} <span className="muted">{engineLabel(engines, isEngineStarting(health))}.</span>
        </span>
      </Link>
    </RailSection>
  );
}
