/** Tells which hit of a search is shown, and leads to the next one. */
import { Button, Group, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../lib/format.ts';
import { SEARCH_TEXT } from '../../text/search.ts';
import type { Hits } from './use-hits.ts';

export function HitBar({ hits: { marks, current, error, step }, query }: { hits: Hits; query: string }) {
  if (error !== null) return <ErrorAlert error={error} />;
  const total = marks?.length ?? 0;
  return (
    <Panel testId="hit-bar" flush>
      <Group px="md" py="xs" gap="xs" justify="space-between">
        <Text size="sm" className="breakable" flex="1 1 240px">
          <span role="status" className="tabular" data-testid="hit-count">
            {marks === null
              ? SEARCH_TEXT.looking
              : total === 0
                ? SEARCH_TEXT.gone
                : `Hit ${count(current + 1)} of ${count(total)}`}
          </span>
          {total > 0 && <span className="muted"> for “{query}”</span>}
        </Text>
        {total > 0 && (
          <Group gap="xs" wrap="nowrap">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowUp size={16} aria-hidden />}
              onClick={() => step(-1)}
              aria-keyshortcuts="p"
              data-testid="hit-previous"
            >
              Previous hit (p)
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowDown size={16} aria-hidden />}
              onClick={() => step(1)}
              aria-keyshortcuts="n"
              data-testid="hit-next"
            >
              Next hit (n)
            </Button>
          </Group>
        )}
      </Group>
    </Panel>
  );
}
