/** The page of one document: its problems, text, names, relationships and processing record. */
import { Grid, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import type { DocumentDetail } from '../../../shared/documents.ts';
import { isPictureType } from '../../../shared/file-types.ts';
import { isRenderedType } from '../../../shared/rendering.ts';
import type { TextMark } from '../../../shared/search.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { FactsLine } from '../../components/facts-line.tsx';
import { type Crumb, Page } from '../../components/page.tsx';
import { StageMarks } from '../../components/stage-marks.tsx';
import { DocumentStatusBadge } from '../../components/status.tsx';
import { bytes, plural, splitPath } from '../../lib/format.ts';
import { batchIdOf, batchPath, documentPath } from '../../lib/routes.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useBatch, useBridgeEvent, useRenewal } from '../../stores/use-app-store.ts';
import { placeOfBatch } from '../../text/batch.ts';
import { TYPE_LABEL } from '../../text/labels.ts';
import { NEEDS_TEXT } from '../../text/needs.ts';
import { useNeedsNeighbors } from '../needs-you/use-needs-neighbors.ts';
import { type SearchAddress, searchPath } from '../search/address.ts';
import { AttemptsPanel } from './attempts-panel.tsx';
import { CustodyPanel } from './custody-panel.tsx';
import { TwinNote } from './document-problems.tsx';
import { EntitiesPanel } from './entities-panel.tsx';
import { HitBar } from './hit-bar.tsx';
import { MetadataPanel } from './metadata-panel.tsx';
import { NeighborButtons } from './neighbor-buttons.tsx';
import { OriginalButtons } from './original-buttons.tsx';
import { PagePanel } from './page-panel.tsx';
import { DocumentProblems } from './problems-and-copies.tsx';
import { RelationsPanel } from './relations-panel.tsx';
import { RelativesPanel } from './relatives-panel.tsx';
import { RenderingPanel } from './rendering-panel.tsx';
import { SimilarPanel } from './similar-panel.tsx';
import { StatedPanel } from './stated-panel.tsx';
import { TextPanel } from './text-panel.tsx';
import { useHits } from './use-hits.ts';
import { useNeighbors } from './use-neighbors.ts';
import { usePlace } from './use-place.ts';

/** The way back, and the next and the previous document; they stay while a document loads. */
interface Frame {
  readonly crumbs: readonly Crumb[];
  readonly actions: ReactNode;
}

function useFrame(documentId: string, search: SearchAddress | null): Frame {
  const batchId = batchIdOf(documentPath(documentId)) ?? '';
  const inBatch = useNeighbors(documentId, batchId);
  const needs = useNeedsNeighbors(documentId);
  const batch = useLoadedBatch(batchId);
  const place = batch === undefined ? [] : [placeOfBatch(batch.status)];
  const list = {
    label: batch?.name ?? 'Back to the batch',
    to: inBatch?.back ?? batchPath(batchId),
    testId: 'back-to-batch',
  };
  const found =
    search === null
      ? []
      : [{ label: `Search: ${search.query}`, to: searchPath(search), testId: 'back-to-search' }];
  const neighbors = needs ?? inBatch;
  const back =
    needs === null ? place : [{ label: NEEDS_TEXT.title, to: needs.back, testId: 'back-to-needs' }];
  return {
    crumbs: search === null ? [...back, list] : [...found, list],
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

interface DocumentPageProps {
  documentId: string;
  /** The search that found the document; its hits are marked. */
  search?: SearchAddress;
}

export function DocumentPage({ documentId, search }: DocumentPageProps) {
  const frame = useFrame(documentId, search ?? null);
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
  if (value !== null)
    return <DocumentView document={value} frame={frame} query={search?.query ?? ''} reload={reload} />;
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

const NO_HITS: readonly TextMark[] = [];

/** Columns of twelve: beside the page as it looks, the list of names goes below until the window is wide. */
const SPANS = {
  beside: { page: { base: 12, md: 6, xl: 5 }, text: { base: 12, md: 6, xl: 4 }, names: { base: 12, xl: 3 } },
  alone: { page: { base: 12 }, text: { base: 12, md: 8 }, names: { base: 12, md: 4 } },
} as const;

interface DocumentViewProps {
  document: DocumentDetail;
  frame: Frame;
  query: string;
  reload(): void;
}

function DocumentView({ document, frame, query, reload }: DocumentViewProps) {
  const hits = useHits(document.id, query);
  const place = usePlace(document, hits);
  const { jump, page, onJump, onPage, setPage } = place;
  const marks = hits.marks ?? NO_HITS;
  const hasPages = document.type === 'pdf' || isPictureType(document.type);
  const looks = hasPages || isRenderedType(document.type);
  const widths = looks ? SPANS.beside : SPANS.alone;
  const { name } = splitPath(document.path);
  const look = useRef<HTMLDivElement>(null);
  const showPage = useCallback(
    (to: number) => {
      onPage(to);
      look.current?.scrollIntoView({ block: 'nearest' });
      look.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
    },
    [onPage],
  );
  const canShowPage = hasPages || document.pageMap.length > 0;
  return (
    <Page
      title={name}
      {...frame}
      actions={
        <>
          {frame.actions}
          <OriginalButtons document={document} />
        </>
      }
      heading={<Heading document={document} />}
    >
      {document.contentOf != null && <TwinNote twin={document.contentOf} pageMap={document.pageMap} />}
      <DocumentProblems document={document} onPage={canShowPage ? showPage : null} reload={reload} />
      {query !== '' && <HitBar hits={hits} query={query} />}
      <Grid gap="md" ref={look}>
        {looks && (
          <Grid.Col span={widths.page}>
            {hasPages ? (
              <PagePanel {...{ document, page, onPage, jump, onJump }} hits={marks} />
            ) : (
              <RenderingPanel document={document} hits={marks} jump={jump} onJump={onJump} />
            )}
          </Grid.Col>
        )}
        <Grid.Col span={widths.text}>
          <TextPanel document={document} hits={marks} jump={jump} onPage={setPage} onJump={onJump} />
        </Grid.Col>
        <Grid.Col span={widths.names}>
          <EntitiesPanel document={document} onJump={onJump} />
        </Grid.Col>
        <Grid.Col span={12}>
          <Stack gap="md">
            <MetadataPanel document={document} />
            <StatedPanel document={document} />
            <CustodyPanel document={document} />
            <RelationsPanel document={document} onJump={onJump} />
            <AttemptsPanel document={document} />
            <RelativesPanel document={document} />
            <SimilarPanel document={document} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function Heading({ document }: { document: DocumentDetail }) {
  const { folder, name } = splitPath(document.path);
  const facts = [
    folder,
    TYPE_LABEL[document.type],
    bytes(document.bytes),
    document.pages === null ? '' : plural(document.pages, 'page'),
    document.characters === null ? '' : plural(document.characters, 'character'),
    document.entities === null ? '' : plural(document.entities, 'name'),
  ];
  return (
    <>
      <Group gap="sm">
        <Title order={1} className="breakable" data-testid="document-title">
          {name}
        </Title>
        <DocumentStatusBadge status={document.status} />
        <StageMarks stages={document.stages} />
      </Group>
      <FactsLine facts={facts} />
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
