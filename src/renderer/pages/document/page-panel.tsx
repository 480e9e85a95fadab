/** The pages of a document as they look, beside its text. */
import { ActionIcon, Alert, Box, Group, Loader, NumberInput, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { TextMark } from '../../../shared/search.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../lib/format.ts';
import { PAGE_TEXT } from '../../text/page.ts';
import type { Jump } from './jump.ts';
import { PageMarks } from './page-marks.tsx';
import classes from './page-panel.module.css';
import { usePageView } from './use-page-view.ts';

const ZOOMS = [1, 1.5, 2, 3] as const;
const FIRST_WIDTH = 600;

interface Props {
  document: DocumentDetail;
  /** 1 is the first. */
  page: number;
  onPage(page: number): void;
  hits: readonly TextMark[];
  jump: Jump | null;
  onJump(start: number, end: number): void;
}

export function PagePanel({ document, page, onPage, hits, jump, onJump }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(0);
  const width = useWidth(scroll);
  const { view, words, error, wordsError, retry } = usePageView(document, page, width * (ZOOMS[zoom] ?? 1));
  const pages = view?.pages ?? document.pages ?? 1;
  const go = (to: number): void => {
    if (to >= 1 && to <= pages && to !== page) onPage(to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = KEYS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (step.pages !== undefined) go(page + step.pages);
    else setZoom((now) => Math.max(0, Math.min(ZOOMS.length - 1, now + step.zoom)));
  };
  return (
    <Panel
      title={PAGE_TEXT.title}
      flush
      testId="document-page"
      aside={
        <Group gap={4} wrap="nowrap">
          <PageStepper page={page} pages={pages} go={go} />
          <ZoomButtons zoom={zoom} setZoom={setZoom} />
        </Group>
      }
    >
      <Box
        component="section"
        ref={scroll}
        className={classes.scroll}
        tabIndex={0}
        aria-label={PAGE_TEXT.label(page, pages)}
        onKeyDown={onKeyDown}
      >
        {error !== null ? (
          <Box p="md">
            <ErrorAlert error={error} retry={retry} />
          </Box>
        ) : view === null ? (
          <Box p="xl" className={classes.waiting}>
            <Loader aria-label={PAGE_TEXT.loading} />
          </Box>
        ) : (
          <div className={classes.sheet} style={{ width: `${(ZOOMS[zoom] ?? 1) * 100}%` }}>
            <img
              src={`data:image/webp;base64,${view.webp}`}
              width={view.width}
              height={view.height}
              alt={PAGE_TEXT.label(page, pages)}
              className={classes.image}
              data-testid="page-image"
            />
            {words !== null && (
              <PageMarks document={document} words={words.words} hits={hits} jump={jump} onJump={onJump} />
            )}
          </div>
        )}
      </Box>
      <Foot document={document} page={page} located={words?.located ?? null} error={wordsError} />
    </Panel>
  );
}

const KEYS: Record<string, { pages?: number; zoom: number }> = {
  ArrowRight: { pages: 1, zoom: 0 },
  ArrowLeft: { pages: -1, zoom: 0 },
  '+': { zoom: 1 },
  '-': { zoom: -1 },
};

function PageStepper({ page, pages, go }: { page: number; pages: number; go(to: number): void }) {
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={PAGE_TEXT.previous}
        disabled={page <= 1}
        onClick={() => go(page - 1)}
      >
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <NumberInput
        size="xs"
        w={56}
        hideControls
        min={1}
        max={pages}
        clampBehavior="none"
        allowDecimal={false}
        allowNegative={false}
        value={page}
        onChange={(value) => typeof value === 'number' && go(value)}
        aria-label={PAGE_TEXT.goTo}
        data-testid="page-number"
      />
      <Text size="xs" className="muted" style={{ whiteSpace: 'nowrap' }}>
        of {count(pages)}
      </Text>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={PAGE_TEXT.next}
        disabled={page >= pages}
        onClick={() => go(page + 1)}
      >
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </>
  );
}

function ZoomButtons({ zoom, setZoom }: { zoom: number; setZoom(to: number): void }) {
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={PAGE_TEXT.smaller}
        disabled={zoom === 0}
        onClick={() => setZoom(zoom - 1)}
      >
        <IconZoomOut size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={PAGE_TEXT.larger}
        disabled={zoom === ZOOMS.length - 1}
        onClick={() => setZoom(zoom + 1)}
      >
        <IconZoomIn size={18} aria-hidden />
      </ActionIcon>
    </>
  );
}

interface FootProps {
  document: DocumentDetail;
  page: number;
  located: number | null;
  error: Error | null;
}

/** Says where the text of the page comes from, and what the marks do not show. */
function Foot({ document, page, located, error }: FootProps) {
  const span = document.pageMap.find((entry) => entry.page === page);
  if (span === undefined) return null;
  if (error !== null)
    return (
      <Alert color="orange" variant="light" radius={0} p="xs">
        {PAGE_TEXT.noMarks(error.message)}
      </Alert>
    );
  return (
    <Text size="xs" className="muted" px="md" py={6} data-testid="page-foot" aria-live="polite">
      {PAGE_TEXT.source(span.source, span.confidence)}
      {span.reason === undefined ? '' : `: ${span.reason}`}
      {span.source === 'none' ? '' : ` · ${PAGE_TEXT.located(located)}`}
    </Text>
  );
}

/** Returns the width of an element in pixels of the screen, and follows its changes. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(FIRST_WIDTH);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const measure = (): void => setWidth(Math.round(current.clientWidth * window.devicePixelRatio));
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return width;
}
