/** The family of a document, and the documents with the same content. */
import { List, SimpleGrid } from '@mantine/core';
import { Link } from 'wouter';
import type { DocumentDetail } from '../../../shared/documents.ts';
import { Panel } from '../../components/panel.tsx';
import { documentPath } from '../../lib/routes.ts';
import { FAMILY_LABEL } from '../../text/labels.ts';

export function RelativesPanel({
  document: { family, duplicates, duplicateOf },
}: {
  document: DocumentDetail;
}) {
  if (family.length === 0 && duplicates.length === 0 && duplicateOf === null) return null;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      {family.length > 0 && (
        <Panel title="Family" testId="family">
          <List size="sm" listStyleType="none" spacing={4}>
            {family.map(({ id, path, relation }) => (
              <List.Item key={id}>
                <span className="muted">{FAMILY_LABEL[relation]}: </span>
                <Link href={documentPath(id)} className="link breakable">
                  {path}
                </Link>
              </List.Item>
            ))}
          </List>
        </Panel>
      )}
      {(duplicates.length > 0 || duplicateOf !== null) && (
        <Panel title="Same content" testId="same-content">
          <List size="sm" listStyleType="none" spacing={4}>
            {duplicateOf !== null && (
              <List.Item>
                <span className="muted">Processed as: </span>
                <Link href={documentPath(duplicateOf)} className="link breakable">
                  {duplicates.find(({ id }) => id === duplicateOf)?.path ?? duplicateOf}
                </Link>
              </List.Item>
            )}
            {duplicates
              .filter(({ id }) => id !== duplicateOf)
              .map(({ id, path }) => (
                <List.Item key={id}>
                  <Link href={documentPath(id)} className="link breakable">
                    {path}
                  </Link>
                </List.Item>
              ))}
          </List>
        </Panel>
      )}
    </SimpleGrid>
  );
}
