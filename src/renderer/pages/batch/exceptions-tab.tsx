/** The exceptions of a batch, grouped by cause, with what happened, who must act and what to do. */
import { Accordion, Badge, Button, Code, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconChecks, IconRefresh } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { Link } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import type { DocumentRow } from '../../../shared/documents.ts';
import { canRetryHelp, EXCEPTIONS } from '../../../shared/exceptions.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { count, plural } from '../../lib/format.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { exceptionAction, pagesSentence } from '../../text/batch.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { ACTOR_LABEL } from '../../text/labels.ts';
import { documentAddress } from './batch-address.ts';
import { type DocumentFilter, documentsKey, documentsQuery, NO_FILTER } from './filter.ts';
import { useLivePages } from './use-live-pages.ts';
import { useRetry } from './use-retry.ts';

type Cause = Batch['causes'][number];

interface Props {
  batch: Batch;
  /** The opened causes as `code:stage`; null until somebody opens or closes one. */
  open: readonly string[] | null;
  onOpen: (open: readonly string[]) => void;
  onWarnings: () => void;
}

const keyOf = ({ code, stage }: Cause): string => `${code}:${stage}`;

export function ExceptionsTab({ batch, open, onOpen, onWarnings }: Props) {
  const causes = [...batch.causes].sort((a, b) => b.count - a.count);
  if (causes.length === 0)
    return (
      <Panel>
        <EmptyState
          icon={IconChecks}
          title={EMPTY_TEXT.exceptions.title}
          testId="exceptions-empty"
          action={
            batch.warnings > 0 && (
              <Button variant="default" onClick={onWarnings}>
                Show {plural(batch.warnings, 'document')} with a warning
              </Button>
            )
          }
        >
          {batch.warnings === 0 ? EMPTY_TEXT.exceptions.hint : EMPTY_TEXT.exceptions.warningsHint}
        </EmptyState>
      </Panel>
    );
  return (
    <Accordion
      multiple
      variant="separated"
      chevronPosition="left"
      value={[...(open ?? (causes.length === 1 ? causes.map(keyOf) : []))]}
      onChange={onOpen}
      keepMounted={false}
    >
      {causes.map((cause) => (
        <Accordion.Item key={keyOf(cause)} value={keyOf(cause)} data-testid={`exception-group-${cause.code}`}>
          <Accordion.Control>
            <CauseSummary cause={cause} />
          </Accordion.Control>
          <Accordion.Panel>
            <CauseDocuments batch={batch} cause={cause} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function CauseSummary({ cause: { code, stage, count: number } }: { cause: Cause }) {
  const { label, sentence, actor } = EXCEPTIONS[code];
  return (
    <>
      <Group gap="sm">
        <Text fw={600}>{label}</Text>
        <Badge color="red">
          {count(number)}
          <VisuallyHidden> {number === 1 ? 'document' : 'documents'}</VisuallyHidden>
        </Badge>
        <Badge color="gray">{ACTOR_LABEL[actor]}</Badge>
        <Text size="xs" className="muted">
          {stage === null ? 'found at intake' : STAGE_LABEL[stage].toLowerCase()}
        </Text>
      </Group>
      <Text size="sm" className="muted">
        {sentence} {exceptionAction(code, stage)}
      </Text>
    </>
  );
}

function CauseDocuments({ batch, cause: { code, stage } }: { batch: Batch; cause: Cause }) {
  const { bridge } = useAppStore();
  const retry = useRetry(batch.id);
  const filter = useMemo(
    (): DocumentFilter => ({ ...NO_FILTER, status: 'exception', code, stage }),
    [code, stage],
  );
  const pages = usePages(
    useCallback(
      (cursor: string | null) => bridge.request('documents.list', documentsQuery(batch.id, filter, cursor)),
      [bridge, batch.id, filter],
    ),
    { key: documentsKey(batch.id, filter), at: 0 },
  );
  useLivePages(batch, pages);
  return (
    <Stack gap={0}>
      {pages.error !== null && <ErrorAlert error={pages.error} />}
      {pages.rows.map((row, index) => (
        <ExceptionRow
          key={row.id}
          row={row}
          href={documentAddress(row.id, { filter, at: index, tab: 'exceptions' })}
          busy={retry.busy}
          retry={() => void retry.run({ documentId: row.id })}
        />
      ))}
      {pages.more && (
        <Button variant="subtle" onClick={pages.loadMore}>
          Show more of {count(pages.total)}
        </Button>
      )}
    </Stack>
  );
}

interface RowProps {
  row: DocumentRow;
  href: string;
  busy: boolean;
  retry: () => void;
}

function ExceptionRow({ row, href, busy, retry }: RowProps) {
  const { exception } = row;
  if (exception === null) return null;
  const { sentence, actor } = EXCEPTIONS[exception.code];
  return (
    <Group
      justify="space-between"
      align="flex-start"
      wrap="nowrap"
      gap="md"
      py="xs"
      style={{ borderTop: '1px solid var(--rw-line)' }}
      data-testid="exception-row"
      data-document-id={row.id}
    >
      <div style={{ minWidth: 0 }}>
        <Link href={href} className="link breakable">
          {row.path}
        </Link>
        <Text size="sm">
          {sentence}
          {pagesSentence(exception.pages)}{' '}
          <Text span size="sm" className="muted">
            {ACTOR_LABEL[actor]}: {exceptionAction(exception.code, exception.stage)}
          </Text>
        </Text>
        {exception.detail !== '' && (
          <Code mt={4} display="inline-block" className="breakable">
            {exception.detail}
          </Code>
        )}
      </div>
      {exception.stage !== null && canRetryHelp(exception.code) && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={14} aria-hidden />}
          disabled={busy}
          onClick={retry}
          aria-label={`Retry ${row.path}`}
          style={{ flexShrink: 0 }}
        >
          Retry
        </Button>
      )}
    </Group>
  );
}
