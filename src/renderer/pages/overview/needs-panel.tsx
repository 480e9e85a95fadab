/** What waits for a person, first in the rail of the Overview, with the way to the list. */
import { Text } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import { Link } from 'wouter';
import { ACTORS, attentionFilterSchema } from '../../../shared/attention.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { count } from '../../lib/format.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useAttentionCount } from '../../stores/use-app-store.ts';
import { ACTOR_LABEL } from '../../text/labels.ts';
import { NEEDS_TEXT } from '../../text/needs.ts';
import { NEEDS_PATH, needsPath } from '../needs-you/address.ts';
import { RailSection } from './rail-section.tsx';

const EVERYTHING = attentionFilterSchema.parse({});

export function NeedsPanel() {
  const { bridge } = useAppStore();
  const open = useAttentionCount();
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('attention.summary', { filter: EVERYTHING }), [bridge]),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count means other groups
  useEffect(reload, [open, reload]);
  if (error !== null) return <ErrorAlert error={error} retry={reload} />;
  if (value === null || value.open === 0) return null;
  const own = ACTORS.map((actor) => ({
    actor,
    items: value.groups.filter((group) => group.actor === actor).reduce((sum, group) => sum + group.count, 0),
  })).filter(({ items }) => items > 0);
  return (
    <RailSection title={NEEDS_TEXT.title} note={NEEDS_TEXT.waiting(value.open)} testId="overview-needs">
      {own.map(({ actor, items }) => (
        <Text key={actor} size="sm">
          <Link href={needsPath({ actor })} className="link">
            {ACTOR_LABEL[actor]}: {count(items)}
          </Link>
        </Text>
      ))}
      <Text size="sm">
        <Link href={NEEDS_PATH} className="link" data-testid="overview-needs-open">
          {NEEDS_TEXT.workOff}
        </Link>
      </Text>
    </RailSection>
  );
}
