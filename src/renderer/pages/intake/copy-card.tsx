/** A file that was added as another copy of a document and not handed in, such as when its page was closed. */
import { Button, Group, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Drop } from '../../../shared/intake.ts';
import { Panel } from '../../components/panel.tsx';
import { documentPath } from '../../lib/routes.ts';
import { REPLACE_TEXT } from '../../text/replace.ts';
import { Discard } from './drop-card.tsx';

export function CopyCard({ drop }: { drop: Drop }) {
  return (
    <Panel title={REPLACE_TEXT.left.title} testId="copy-card">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{REPLACE_TEXT.left.hint(drop.name)}</Text>
        <Group gap="xs">
          <Button
            component={Link}
            href={documentPath(drop.replaces?.documentId ?? '')}
            variant="default"
            size="xs"
          >
            {REPLACE_TEXT.left.open}
          </Button>
          {drop.status !== 'submitting' && <Discard dropId={drop.id} />}
        </Group>
      </Group>
    </Panel>
  );
}
