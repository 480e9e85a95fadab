/** Cells of a document list that are more than a text. */
import { Badge, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ListedDocument } from '../../../shared/document-list.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';

export function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <Group gap={4} wrap="nowrap" title={tags.join(', ')}>
      {tags.map((tag) => (
        <Badge key={tag} size="sm" variant="outline" color="gray" tt="none" fw={500} miw={0}>
          {tag}
        </Badge>
      ))}
    </Group>
  );
}

/** Returns why a document was left out; null for one that was not. Earlier versions did not record it. */
export const leftOutReason = ({
  status,
  excluded,
}: Pick<ListedDocument, 'status' | 'excluded'>): string | null =>
  status === 'excluded' ? (excluded ?? 'Reason not recorded') : null;

export function Note({ row: { exception, warnings, duplicateOf, ...row } }: { row: ListedDocument }) {
  if (exception !== null)
    return (
      <Text
        size="sm"
        c="var(--rw-bad)"
        fz="inherit"
        title={`${EXCEPTIONS[exception.code].sentence} ${exception.detail}`}
      >
        {EXCEPTIONS[exception.code].label}
      </Text>
    );
  const first = warnings[0];
  if (first !== undefined)
    return (
      <Text
        span
        c="var(--rw-warn)"
        fz="inherit"
        title={warnings.map(({ code }) => EXCEPTIONS[code].sentence).join(' ')}
      >
        <IconAlertTriangle size={13} style={{ verticalAlign: -2, marginRight: 4 }} aria-hidden />
        {EXCEPTIONS[first.code].label}
        {warnings.length > 1 ? ` +${warnings.length - 1}` : ''}
      </Text>
    );
  const excluded = leftOutReason(row);
  if (excluded !== null)
    return (
      <Text span fz="inherit" className="muted" title={excluded}>
        {excluded}
      </Text>
    );
  return duplicateOf === null ? null : 'Same as another';
}
