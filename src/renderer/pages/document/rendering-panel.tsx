/** A document without pages as it looks, beside its text, in a frame in which nothing can act. */
import { Anchor, Box, Loader, Text } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { TextMark } from '../../../shared/search.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { renderingPage } from '../../lib/rendering-html.ts';
import { documentPath } from '../../lib/routes.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { RENDERING_TEXT } from '../../text/page.ts';
import type { Jump } from './jump.ts';
import classes from './page-panel.module.css';

interface Props {
  document: DocumentDetail;
  hits: readonly TextMark[];
  jump: Jump | null;
}

export function RenderingPanel({ document, hits, jump }: Props) {
  const { bridge } = useAppStore();
  const { id } = document;
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('documents.rendering', { documentId: id }), [bridge, id]),
  );
  const page = useMemo(
    () =>
      value === null
        ? null
        : renderingPage(value, { entities: document.entityList, hits }, document.metadata.language),
    [value, document.entityList, document.metadata.language, hits],
  );
  return (
    <Panel title={RENDERING_TEXT.title} flush testId="document-rendering">
      {error !== null && value === null ? (
        <Box p="md" className={classes.scroll}>
          <ErrorAlert error={error} retry={reload} />
        </Box>
      ) : page === null ? (
        <Box p="xl" className={`${classes.scroll} ${classes.waiting}`}>
          <Loader aria-label={RENDERING_TEXT.loading} />
        </Box>
      ) : (
        // A frame that is still loading its page must not be sent to a place in the next one.
        <Frame
          key={page.html}
          html={page.html}
          anchor={anchorOf(page.anchors, jump)}
          turn={jump?.turn ?? 0}
        />
      )}
      <Attachments document={document} />
      {value !== null && (
        <Text size="xs" className="muted" px="md" py={6} data-testid="rendering-foot">
          {RENDERING_TEXT.foot(value)}
        </Text>
      )}
    </Panel>
  );
}

/** The mark at the place of a jump, or the first one inside it. */
function anchorOf(anchors: ReadonlyMap<number, string>, jump: Jump | null): string | null {
  if (jump === null) return null;
  const exact = anchors.get(jump.start);
  if (exact !== undefined) return exact;
  const inside = [...anchors.keys()].filter((start) => start >= jump.start && start < jump.end);
  return inside.length === 0 ? null : (anchors.get(Math.min(...inside)) ?? null);
}

interface FrameProps {
  html: string;
  /** The fragment to scroll to. */
  anchor: string | null;
  /** Distinguishes two jumps to the same place. */
  turn: number;
}

function Frame({ html, anchor, turn }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [loaded, setLoaded] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new jump to the same mark scrolls again
  useEffect(() => {
    // The frame is of another origin and runs no script: its fragment is all that can be set from here.
    if (anchor !== null && loaded) frame.current?.contentWindow?.location.replace(`about:srcdoc#${anchor}`);
  }, [anchor, turn, loaded]);
  return (
    <iframe
      ref={frame}
      // Nothing is allowed: no script, no form, no navigation of other windows, no origin.
      sandbox=""
      srcDoc={html}
      title={RENDERING_TEXT.frame}
      referrerPolicy="no-referrer"
      className={classes.frame}
      onLoad={() => setLoaded(true)}
      data-testid="rendering-frame"
    />
  );
}

/** The attached documents, by links that the frame itself cannot have. */
function Attachments({ document: { family, metadata, path } }: { document: DocumentDetail }) {
  const children = family.filter(({ relation }) => relation === 'child');
  const names = new Set(children.map((child) => child.path.slice(path.length + 1)));
  const others = (metadata.attachments ?? []).filter((name) => !names.has(name));
  if (children.length === 0 && others.length === 0) return null;
  return (
    <Box px="md" py={6} component="section" aria-label={RENDERING_TEXT.attachments} data-testid="attachments">
      <Text size="xs" fw={600}>
        {RENDERING_TEXT.attachments}
      </Text>
      <ul className={classes.attachments}>
        {children.map((child) => (
          <li key={child.id}>
            <Anchor component={Link} href={documentPath(child.id)} size="sm" className="breakable">
              {child.path.slice(path.length + 1)}
            </Anchor>
          </li>
        ))}
        {children.length === 0 &&
          others.map((name) => (
            <li key={name} className="breakable">
              {name} <span className="muted">{RENDERING_TEXT.noDocument}</span>
            </li>
          ))}
      </ul>
    </Box>
  );
}
