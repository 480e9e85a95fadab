/** What waits for a person, in one line on the Overview, with the way to the list. */
import { Button, Group, Text } from '@mantine/core';
import { IconUserExclamation } from '@tabler/icons-react';
import { useCallback, useEffect } from 'react';
import { Link } from 'wouter';
import { ACTORS, attentionFilterSchema } from '../../../shared/attention.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../lib/format.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useAttentionCount } from '../../stores/use-app-store.ts';
import { ACTOR_LABEL } from '../../text/labels.ts';
import { NEEDS_TEXT } from '../../text/needs.ts';
import { NEEDS_PATH, needsPath } from '../needs-you/address.ts';

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
  return (
    <Panel testId="overview-needs">
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <IconUserExclamation size={20} stroke={1.6} color="var(--rw-warn)" aria-hidden />
          <Text fw={600}>{NEEDS_TEXT.waiting(value.open)}</Text>
          {ACTORS.map((actor) => {
            const own = value.groups
              .filter((group) => group.actor === actor)
              .reduce((sum, group) => sum + group.count, 0);
            return (
              own > 0 && (
                <Link key={actor} href={needsPath({ actor })} className="link">
                  {ACTOR_LABEL[actor]}: {count(own)}
                </Link>
              )
            );
          })}
        </Group>
        <Button component={Link} href={NEEDS_PATH} variant="default" data-testid="overview-needs-open">
          {NEEDS_TEXT.workOff}
        </Button>
      </Group>
    </Panel>
  );
}
