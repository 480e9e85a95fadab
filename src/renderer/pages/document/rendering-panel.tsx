/** A document without pages as it looks, beside its text, in a frame in which nothing can act. */
import { Anchor, Box, Loader, Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { Link } from 'wouter';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { RenderingView } from '../../../shared/rendering.ts';
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
import { RenderingFrame } from './rendering-frame.tsx';

interface Props {
  document: DocumentDetail;
  hits: readonly TextMark[];
  jump: Jump | null;
  onJump(start: number, end: number): void;
}

const NO_WORDS: RenderingView['words'] = [];

export function RenderingPanel({ document, hits, jump, onJump }: Props) {
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
  const { entityList } = document;
  const onWord = useCallback(
    (word: TextMark) => {
      const isOn = ({ start, end }: TextMark): boolean => start < word.end && end > word.start;
      const { start, end } = hits.find(isOn) ?? entityList.find(isOn) ?? word;
      onJump(start, end);
    },
    [hits, entityList, onJump],
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
        <RenderingFrame
          key={page.html}
          html={page.html}
          words={value?.words ?? NO_WORDS}
          anchor={anchorOf(page.anchors, jump)}
          jump={jump}
          onWord={onWord}
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
