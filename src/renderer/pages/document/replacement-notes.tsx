/** Says by which copy a document was replaced, and which document a copy is for. */
import { Alert, Text } from '@mantine/core';
import { IconFileSymlink } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { DocumentDetail } from '../../../shared/documents.ts';
import { documentPath } from '../../lib/routes.ts';
import { replacementFacts } from '../../text/replace.ts';

export function ReplacementNotes({ document: { id, replacements = [] } }: { document: DocumentDetail }) {
  return replacements.map((one) => {
    const isCopy = one.copy.id === id;
    const other = isCopy ? one.replaced : one.copy;
    return (
      <Alert
        key={`${one.copy.id} ${one.replaced.id}`}
        color={one.stands ? 'teal' : 'gray'}
        variant="light"
        icon={<IconFileSymlink aria-hidden />}
        data-testid="document-replacement"
      >
        <Text size="sm" className="breakable">
          {isCopy
            ? one.stands
              ? 'This copy replaces '
              : 'This copy was handed in for '
            : one.stands
              ? 'Replaced by '
              : 'Was replaced by '}
          <Link href={documentPath(other.id)} className="link breakable">
            {other.path}
          </Link>
          .
        </Text>
        <Text size="sm">{replacementFacts(one)}</Text>
        <Text size="xs" ff="monospace" className="muted breakable">
          {other.sha256 === null ? '' : `SHA-256 ${other.sha256}`}
        </Text>
      </Alert>
    );
  });
}
