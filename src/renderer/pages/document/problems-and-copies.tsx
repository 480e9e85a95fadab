/** The problems of a document, the copies that were handed in for it, and the way to hand one in. */
import { Alert } from '@mantine/core';
import { IconCircleMinus } from '@tabler/icons-react';
import { useState } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { ExceptionCode } from '../../../shared/exceptions.ts';
import { canBeReplaced } from '../../../shared/replacement.ts';
import { DOCUMENT_TEXT } from '../../text/batch.ts';
import { ReplaceDialog } from '../needs-you/replace-dialog.tsx';
import { Problem } from './document-problems.tsx';
import { ReplacementNotes } from './replacement-notes.tsx';

interface Props {
  document: DocumentDetail;
  /** Shows a page; null when the document's pages cannot be shown. */
  onPage: ((page: number) => void) | null;
  /** Called after a copy was handed in or taken back. */
  reload(): void;
}

export function DocumentProblems({ document, onPage, reload }: Props) {
  const { id, path, status, exception, warnings, pageMap, replacements = [] } = document;
  const [code, setCode] = useState<ExceptionCode | null>(null);
  const offers = (of: ExceptionCode): { onReplace?: () => void } =>
    (status === 'exception' || status === 'completed') &&
    canBeReplaced(of) &&
    !replacements.some((one) => one.stands && one.replaced.id === id && one.code === of)
      ? { onReplace: () => setCode(of) }
      : {};
  return (
    <>
      <ReplacementNotes document={document} />
      {status === 'excluded' && <LeftOut reason={document.excluded} />}
      {exception !== null && <Problem problem={exception} pageMap={pageMap} {...offers(exception.code)} />}
      {warnings.map((warning) => (
        <Problem
          key={`${warning.code}:${warning.stage}:${warning.detail}`}
          problem={warning}
          pageMap={pageMap}
          {...(onPage === null ? {} : { onPage })}
          {...offers(warning.code)}
        />
      ))}
      <ReplaceDialog
        item={code === null ? null : { documentId: id, code, path }}
        close={() => setCode(null)}
        done={reload}
      />
    </>
  );
}

/** Says why a document was left out before the batch was submitted. */
function LeftOut({ reason }: { reason: string | undefined }) {
  return (
    <Alert
      color="gray"
      variant="light"
      icon={<IconCircleMinus aria-hidden />}
      title={DOCUMENT_TEXT.leftOut}
      data-testid="document-left-out"
    >
      {reason ?? DOCUMENT_TEXT.leftOutUnknown}
    </Alert>
  );
}
