/** The page of one document: its problems, text, names, relationships and processing record. */
import { Alert, Code, Grid, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import type { DocumentDetail, DocumentException } from '../../../shared/documents.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { type Crumb, Page } from '../../components/page.tsx';
import { StageMarks } from '../../components/stage-marks.tsx';
import { DocumentStatusBadge } from '../../components/status.tsx';
import { bytes, plural, splitPath } from '../../lib/format.ts';
import { batchIdOf, batchPath, documentPath } from '../../lib/routes.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useBatch, useBridgeEvent, useRenewal } from '../../stores/use-app-store.ts';
import { exceptionAction, pagesSentence, partlyReadSentence, placeOfBatch } from '../../text/batch.ts';
import { ACTOR_LABEL, attemptLabel, TYPE_LABEL } from '../../text/labels.ts';
import { AttemptsPanel } from './attempts-panel.tsx';
import { EntitiesPanel } from './entities-panel.tsx';
import { MetadataPanel } from './metadata-panel.tsx';
import { NeighborButtons } from './neighbor-buttons.tsx';
import { RelationsPanel } from './relations-panel.tsx';
import { RelativesPanel } from './relatives-panel.tsx';
import { type Jump, TextPanel } from './text-panel.tsx';
import { useNeighbors } from './use-neighbors.ts';

/** The way back, and the next and the previous document; they stay while a document loads. */
interface Frame {
  readonly crumbs: readonly Crumb[];
  readonly actions: ReactNode;
}

function useFrame(documentId: string): Frame {
  const batchId = batchIdOf(documentPath(documentId)) ?? '';
  const neighbors = useNeighbors(documentId, batchId);
  const batch = useLoadedBatch(batchId);
  const place = batch === undefined ? [] : [placeOfBatch(batch.status)];
  const list = {
    label: batch?.name ?? 'Back to the batch',
    to: neighbors?.back ?? batchPath(batchId),
    testId: 'back-to-batch',
  };
  return {
    crumbs: [...place, list],
    actions: neighbors === null ? undefined : <NeighborButtons neighbors={neighbors} />,
  };
}

/** Loads the batch for the labels of the way back, which has fallbacks. */
function useLoadedBatch(batchId: string): Batch | undefined {
  const batch = useBatch(batchId);
  const { bridge, batches } = useAppStore();
  useEffect(() => {
    if (batch !== undefined) return;
    batches
      .take(
        async () => [await bridge.request('batches.get', { batchId })],
        () => false,
      )
      .catch(console.warn);
  }, [batch, batches, bridge, batchId]);
  return batch;
}

export function DocumentPage({ documentId }: { documentId: string }) {
  const frame = useFrame(documentId);
  const { bridge } = useAppStore();
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('documents.get', { documentId }), [bridge, documentId]),
  );
  useRenewal(reload);
  const current = useRef(value);
  current.current = value;
  useBridgeEvent(
    'documents.changed',
    useCallback(
      ({ batchId }: { batchId: string }) => {
        // A document that has ended does not change when others of its batch do.
        const document = current.current;
        if (document?.batchId === batchId && (document.status === 'pending' || document.status === 'running'))
          reload();
      },
      [reload],
    ),
  );
  if (value !== null) return <DocumentView document={value} frame={frame} />;
  return (
    <Page title="Document" {...frame}>
      {error === null ? (
        <Loader aria-label="Loading the document" />
      ) : (
        <ErrorAlert error={error} retry={reload} />
      )}
    </Page>
  );
}

function DocumentView({ document, frame }: { document: DocumentDetail; frame: Frame }) {
  const [jump, setJump] = useState<Jump | null>(null);
  const jumps = useRef(0);
  const onJump = useCallback((start: number, end: number) => {
    jumps.current += 1;
    setJump({ start, end, turn: jumps.current });
  }, []);
  const { name } = splitPath(document.path);
  return (
    <Page title={name} {...frame} heading={<Heading document={document} />}>
      {document.exception !== null && <Problem problem={document.exception} pageMap={document.pageMap} />}
      {document.warnings.map((warning) => (
        <Problem
          key={`${warning.code}:${warning.stage}:${warning.detail}`}
          problem={warning}
          pageMap={document.pageMap}
        />
      ))}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <TextPanel document={document} jump={jump} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <EntitiesPanel document={document} onJump={onJump} />
        </Grid.Col>
        <Grid.Col span={12}>
          <Stack gap="md">
            <MetadataPanel document={document} />
            <RelationsPanel document={document} onJump={onJump} />
            <AttemptsPanel document={document} />
            <RelativesPanel document={document} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function Heading({ document }: { document: DocumentDetail }) {
  const { folder, name } = splitPath(document.path);
  const details = [
    TYPE_LABEL[document.type],
    bytes(document.bytes),
    document.pages === null ? null : plural(document.pages, 'page'),
    document.characters === null ? null : plural(document.characters, 'character'),
    document.entities === null ? null : plural(document.entities, 'name'),
  ].filter((part) => part !== null);
  return (
    <>
      <Group gap="sm">
        <Title order={1} className="breakable" data-testid="document-title">
          {name}
        </Title>
        <DocumentStatusBadge status={document.status} />
        <StageMarks stages={document.stages} />
      </Group>
      <Text size="sm" className="muted breakable">
        {folder === '' ? '' : `${folder} · `}
        {details.join(' · ')}
      </Text>
      {document.sha256 !== null && (
        <Text
          size="xs"
          className="muted breakable"
          ff="monospace"
          title="Fingerprint of the file that was processed"
        >
          SHA-256 {document.sha256}
        </Text>
      )}
    </>
  );
}

interface ProblemProps {
  problem: DocumentException;
  pageMap: DocumentDetail['pageMap'];
}

function Problem({ problem: { code, stage, detail, attempt, pages }, pageMap }: ProblemProps) {
  const { label, sentence, actor, severity } = EXCEPTIONS[code];
  const where =
    stage === null ? 'found at intake' : `${STAGE_LABEL[stage].toLowerCase()}, ${attemptLabel(attempt)}`;
  return (
    <Alert
      color={severity === 'error' ? 'red' : 'orange'}
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${label} (${where})`}
      data-testid="document-problem"
    >
      <Text size="sm">
        {sentence}
        {pagesSentence(pages)} {ACTOR_LABEL[actor]}: {exceptionAction(code, stage)}
        {code === 'partial_pages' && partlyReadSentence(pages, pageMap)}
      </Text>
      {detail !== '' && (
        <Code mt={6} display="inline-block" className="breakable">
          {detail}
        </Code>
      )}
    </Alert>
  );
}
