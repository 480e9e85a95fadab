/** What is wrong with a document, and whose content a duplicate shows. */
import { Alert, Anchor, Button, Code, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCopy } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { DocumentDetail, DocumentException, Twin } from '../../../shared/documents.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { documentPath } from '../../lib/routes.ts';
import { exceptionAction, pagesSentence, partlyReadSentence } from '../../text/batch.ts';
import { ACTOR_LABEL, attemptLabel } from '../../text/labels.ts';
import { PAGE_TEXT, TWIN_TEXT } from '../../text/page.ts';
import { REPLACE_TEXT } from '../../text/replace.ts';

/** Says whose content a duplicate shows, and what kept that one from being read. */
export function TwinNote({ twin, pageMap }: { twin: Twin; pageMap: DocumentDetail['pageMap'] }) {
  return (
    <>
      <Alert variant="light" icon={<IconCopy aria-hidden />} data-testid="document-twin">
        {TWIN_TEXT.same}{' '}
        <Anchor component={Link} href={documentPath(twin.id)} size="sm" className="breakable">
          {twin.path}
        </Anchor>
        . {TWIN_TEXT.shown}
      </Alert>
      {twin.exception !== null && <Problem problem={twin.exception} pageMap={pageMap} />}
    </>
  );
}

/** More pages are only named: nobody visits twenty pages by buttons. */
const MOST_BUTTONS = 12;

interface ProblemProps {
  problem: DocumentException;
  pageMap: DocumentDetail['pageMap'];
  /** Shows a page; absent when the document's pages cannot be shown. */
  onPage?: (page: number) => void;
  /** Hands in another copy; absent when that cannot help, or was done. */
  onReplace?: () => void;
}

export function Problem({
  problem: { code, stage, detail, attempt, pages },
  pageMap,
  onPage,
  onReplace,
}: ProblemProps) {
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
      {onReplace !== undefined && (
        <Group mt={6}>
          <Button size="compact-xs" variant="default" onClick={onReplace} data-testid="document-replace">
            {REPLACE_TEXT.action}
          </Button>
        </Group>
      )}
      {onPage !== undefined && pages !== null && pages !== undefined && pages.length > 0 && (
        <Group gap={6} mt={6}>
          {pages.slice(0, MOST_BUTTONS).map((page) => (
            <Button key={page} size="compact-xs" variant="default" onClick={() => onPage(page)}>
              {PAGE_TEXT.lookAt(page)}
            </Button>
          ))}
        </Group>
      )}
    </Alert>
  );
}
