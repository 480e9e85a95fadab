/** How the text of a document differs from that of a similar one, word by word. */
import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { splitPath } from '../../lib/format.ts';
import { differencesPath, documentPath } from '../../lib/routes.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { DIFFERENCES_TEXT } from '../../text/differences.ts';
import { DifferencesText } from './differences-text.tsx';

interface Props {
  documentId: string;
  otherId: string;
}

export function DifferencesPage({ documentId, otherId }: Props) {
  const { bridge } = useAppStore();
  const { value, error, reload } = useRequest(
    useCallback(
      () => bridge.request('documents.differences', { firstId: documentId, secondId: otherId }),
      [bridge, documentId, otherId],
    ),
  );
  const back = { label: 'Document', to: documentPath(documentId), testId: 'back-to-document' };
  if (value === null)
    return (
      <Page title={DIFFERENCES_TEXT.title} crumbs={[back]}>
        {error === null ? (
          <Loader aria-label={DIFFERENCES_TEXT.loading} />
        ) : (
          <ErrorAlert error={error} retry={reload} />
        )}
      </Page>
    );
  const { first, second, state, cut, coarse } = value;
  return (
    <Page
      title={DIFFERENCES_TEXT.title}
      crumbs={[{ ...back, label: splitPath(first.path).name }]}
      actions={
        <Button component={Link} href={differencesPath(otherId, documentId)} variant="default" size="xs">
          {DIFFERENCES_TEXT.swap}
        </Button>
      }
    >
      <Panel testId="differences">
        <Stack gap="sm">
          <Side kind="removed" {...first} />
          <Side kind="added" {...second} />
          <Text size="sm" role="status" data-testid="differences-sum">
            {DIFFERENCES_TEXT.sum(value)}
          </Text>
          {(cut || coarse) && (
            <Alert color="orange" variant="light" p="xs" data-testid="differences-limits">
              {[cut ? DIFFERENCES_TEXT.cut : null, coarse ? DIFFERENCES_TEXT.coarse : null]
                .filter((part) => part !== null)
                .join(' ')}
            </Alert>
          )}
        </Stack>
      </Panel>
      {state === 'different' && (
        <Panel title={DIFFERENCES_TEXT.text} flush testId="differences-text">
          <DifferencesText pieces={value.pieces} />
        </Panel>
      )}
    </Page>
  );
}

interface SideProps {
  kind: 'removed' | 'added';
  id: string;
  path: string;
  batchName: string;
}

function Side({ kind, id, path, batchName }: SideProps) {
  return (
    <Group gap="sm" align="baseline" wrap="nowrap">
      <Text size="sm" className="muted" style={{ flex: 'none', width: 190 }}>
        {DIFFERENCES_TEXT.side[kind]}
      </Text>
      <Text component="div" size="sm" miw={0} className="breakable">
        <Link href={documentPath(id)} className="link breakable">
          {path}
        </Link>{' '}
        <span className="muted">{batchName}</span>
      </Text>
    </Group>
  );
}
