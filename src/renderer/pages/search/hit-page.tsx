/** A document that was found: its text with the hits of the search, one after the other. */
import { Anchor, Button, Group, Loader, Text, Title } from '@mantine/core';
import { IconArrowDown, IconArrowLeft, IconArrowUp, IconFileOff, IconFileText } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { Link, useSearch as useParams } from 'wouter';
import { type DocumentDetail, TEXT_DIFFERS } from '../../../shared/documents.ts';
import type { TextMark } from '../../../shared/search.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { count, plural, splitPath } from '../../lib/format.ts';
import { documentPath } from '../../lib/routes.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { TYPE_LABEL } from '../../text/labels.ts';
import { SEARCH_TEXT } from '../../text/search.ts';
import { readAddress, type SearchAddress, searchPath } from './address.ts';
import { HitText } from './hit-text.tsx';

export function HitPage({ documentId }: { documentId: string }) {
  const { bridge } = useAppStore();
  const address = readAddress(useParams());
  const { query } = address;
  const { value, error, reload } = useRequest(
    useCallback(async () => {
      const [document, { marks }] = await Promise.all([
        bridge.request('documents.get', { documentId }),
        bridge.request('search.marks', { query, documentId }),
      ]);
      return { document, marks };
    }, [bridge, documentId, query]),
  );
  if (value !== null) return <HitView {...value} address={address} />;
  return (
    <Page title="Search">
      {error === null ? (
        <Loader aria-label="Loading the document" />
      ) : (
        <ErrorAlert error={error} retry={reload} />
      )}
    </Page>
  );
}

interface Props {
  document: DocumentDetail;
  marks: readonly TextMark[];
  address: SearchAddress;
}

function HitView({ document, marks, address }: Props) {
  const { folder, name } = splitPath(document.path);
  const { current, step } = useWalk(marks.length);
  const subject = document.metadata.subject;
  return (
    <Page
      title={name}
      heading={
        <>
          <Anchor component={Link} href={searchPath(address)} size="sm" data-testid="back-to-search">
            <IconArrowLeft size={14} style={{ verticalAlign: -2, marginRight: 4 }} aria-hidden />
            Back to “{address.query}”
          </Anchor>
          <Title order={1} className="breakable" data-testid="hit-title">
            {name}
          </Title>
          <Text size="sm" className="muted breakable">
            {[
              folder,
              TYPE_LABEL[document.type],
              document.pages === null ? '' : plural(document.pages, 'page'),
              subject ?? '',
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </Text>
        </>
      }
      actions={
        <Button
          component={Link}
          href={documentPath(document.id)}
          size="xs"
          variant="default"
          leftSection={<IconFileText size={16} aria-hidden />}
          data-testid="hit-open"
        >
          Everything about this document
        </Button>
      }
    >
      <Panel flush testId="hit-text">
        <Group px="md" py="xs" gap="xs" justify="space-between">
          <Text size="sm" role="status" className="tabular" data-testid="hit-count">
            {marks.length === 0 ? SEARCH_TEXT.gone : `Hit ${count(current + 1)} of ${count(marks.length)}`}
          </Text>
          {marks.length > 0 && (
            <Group gap="xs">
              <Button
                size="xs"
                variant="default"
                leftSection={<IconArrowUp size={16} aria-hidden />}
                onClick={() => step(-1)}
                data-testid="hit-previous"
              >
                Previous (p)
              </Button>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconArrowDown size={16} aria-hidden />}
                onClick={() => step(1)}
                data-testid="hit-next"
              >
                Next (n)
              </Button>
            </Group>
          )}
        </Group>
        {document.text === null || document.text === '' ? (
          <EmptyState
            icon={IconFileOff}
            title={document.textCheck === 'differs' ? EMPTY_TEXT.text.altered : EMPTY_TEXT.text.title}
          >
            {document.textCheck === 'differs' ? TEXT_DIFFERS : EMPTY_TEXT.text.none}
          </EmptyState>
        ) : (
          <HitText text={document.text} pageMap={document.pageMap} marks={marks} current={current} />
        )}
      </Panel>
    </Page>
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [role="dialog"]') !== null;

/** Goes from hit to hit, around the ends, also by the keys `n` and `p`. */
function useWalk(hits: number) {
  const [current, setCurrent] = useState(0);
  const step = useCallback(
    (by: number) => {
      if (hits > 0) setCurrent((now) => (now + by + hits) % hits);
    },
    [hits],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === 'n') step(1);
      else if (event.key === 'p') step(-1);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [step]);
  return { current, step };
}
