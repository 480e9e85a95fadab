/** The documents that say nearly the same, and the thread of a mail. */
import { Badge, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { type ReactNode, useCallback } from 'react';
import { Link } from 'wouter';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { SimilarDocuments } from '../../../shared/similar.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { splitPath, zonedTime } from '../../lib/format.ts';
import { differencesPath, documentPath } from '../../lib/routes.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useRenewal } from '../../stores/use-app-store.ts';
import { noFamilyText, SIMILAR_TEXT } from '../../text/similar.ts';
import { batchAddress } from '../batch/batch-address.ts';
import { NO_FILTER } from '../batch/filter.ts';
import { searchPath } from '../search/address.ts';

export function SimilarPanel({ document }: { document: DocumentDetail }) {
  const { bridge } = useAppStore();
  const { id } = document;
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('documents.similar', { documentId: id }), [bridge, id]),
  );
  useRenewal(reload);
  if (value === null)
    return error === null ? null : (
      <Panel title={SIMILAR_TEXT.title} testId="similar">
        <ErrorAlert error={error} retry={reload} />
      </Panel>
    );
  return (
    <SimpleGrid cols={{ base: 1, md: value.thread.length > 0 ? 2 : 1 }} spacing="md">
      <Panel title={SIMILAR_TEXT.title} testId="similar">
        <Family found={value} own={document.contentOf?.id ?? id} />
      </Panel>
      {value.thread.length > 0 && (
        <Panel title={SIMILAR_TEXT.thread} testId="thread">
          <Thread found={value} own={document.contentOf?.id ?? id} />
        </Panel>
      )}
    </SimpleGrid>
  );
}

interface Shown {
  found: SimilarDocuments;
  /** The document that is looked at. */
  own: string;
}

function Family({ found, own }: Shown) {
  const none = noFamilyText(found);
  if (none !== null)
    return (
      <Text size="sm" className="muted">
        {none}
      </Text>
    );
  const batchId = found.family.find(({ id }) => id === own)?.batchId;
  return (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {found.family.map(({ id, path, percent, pivot, batchName, ...one }) => (
        <Row key={id} mark={<PercentMark percent={percent} isPivot={pivot} />}>
          <Name id={id} isOwn={id === own} label={path} />
          {id !== own && (
            <>
              {' '}
              <Link
                href={differencesPath(own, id)}
                className="link"
                aria-label={SIMILAR_TEXT.compareWith(path)}
              >
                {SIMILAR_TEXT.compare}
              </Link>
            </>
          )}
          {one.batchId !== batchId && (
            <Text span size="sm" className="muted">
              {' '}
              {SIMILAR_TEXT.otherBatch(batchName)}
            </Text>
          )}
        </Row>
      ))}
      <More listed={found.family.length} all={found.place?.documents ?? 0} />
      {batchId !== undefined && <InList batchId={batchId} related={`similar:${own}`} />}
    </Stack>
  );
}

const PercentMark = ({ percent, isPivot }: { percent: number; isPivot: boolean }) => (
  <Text
    size="sm"
    className={isPivot ? 'muted' : ''}
    title={isPivot ? SIMILAR_TEXT.pivotHint : SIMILAR_TEXT.percentHint}
    style={{ fontVariantNumeric: 'tabular-nums' }}
  >
    {isPivot ? SIMILAR_TEXT.pivot : `${percent}%`}
  </Text>
);

/** As badges of a status look. */
const INCLUSIVE_LOOK = { color: 'var(--rw-ok-text)', background: 'var(--rw-ok-bg)' };

function Thread({ found, own }: Shown) {
  const batchId = found.thread.find(({ id }) => id === own)?.batchId;
  return (
    <Stack gap={6} component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
      {found.thread.map(({ id, path, inclusive, sender, sent, subject }) => (
        <Row
          key={id}
          mark={
            <Badge
              size="sm"
              {...(inclusive ? { style: INCLUSIVE_LOOK } : { variant: 'outline', color: 'gray' })}
              tt="none"
              title={inclusive ? SIMILAR_TEXT.inclusiveHint : SIMILAR_TEXT.containedHint}
            >
              {inclusive ? SIMILAR_TEXT.inclusive : SIMILAR_TEXT.contained}
            </Badge>
          }
        >
          <Name id={id} isOwn={id === own} label={subject ?? splitPath(path).name} />
          <Text size="sm" className="muted breakable">
            {[sender, sent === null ? SIMILAR_TEXT.unknownTime : zonedTime(Date.parse(sent))]
              .filter((part) => part !== null)
              .join(' · ')}
          </Text>
        </Row>
      ))}
      <More listed={found.thread.length} all={found.threadPlace?.documents ?? 0} />
      {batchId !== undefined && <InList batchId={batchId} related={`thread:${own}`} />}
    </Stack>
  );
}

function Row({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <Group component="li" gap="sm" align="baseline" wrap="nowrap">
      <div style={{ flex: 'none', width: 96 }}>{mark}</div>
      <Text component="div" size="sm" miw={0} className="breakable">
        {children}
      </Text>
    </Group>
  );
}

function Name({ id, isOwn, label }: { id: string; isOwn: boolean; label: string }) {
  if (isOwn)
    return (
      <Text span size="sm" fw={600} aria-current="true">
        {label}{' '}
        <Text span size="sm" fw={400} className="muted">
          ({SIMILAR_TEXT.here})
        </Text>
      </Text>
    );
  return (
    <Link href={documentPath(id)} className="link breakable">
      {label}
    </Link>
  );
}

/** Leads to the list of the batch, where they can be selected, exported and handed over, and to those of all batches. */
function InList({ batchId, related }: { batchId: string; related: string }) {
  return (
    <Group component="li" gap="md">
      <Link
        href={batchAddress(batchId, { filter: { ...NO_FILTER, related } })}
        className="link"
        data-testid="related-list"
      >
        {SIMILAR_TEXT.inList}
      </Link>
      <Link href={searchPath({ query: related, sort: 'relevance' })} className="link">
        {SIMILAR_TEXT.inSearch}
      </Link>
    </Group>
  );
}

function More({ listed, all }: { listed: number; all: number }) {
  if (all <= listed) return null;
  return (
    <Text component="li" size="sm" className="muted">
      {SIMILAR_TEXT.more(all - listed)}
    </Text>
  );
}
