/** The filters above a document list. */
import { Select } from '@mantine/core';
import type { TagCount } from '../../../shared/document-list.ts';
import { DOCUMENT_STATUSES, type DocumentStatus } from '../../../shared/documents.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../../shared/exceptions.ts';
import { FILE_TYPES, type FileType } from '../../../shared/file-types.ts';
import { WARNING_CODES } from '../../../shared/warnings.ts';
import { SearchField } from '../../components/search-field.tsx';
import { count } from '../../lib/format.ts';
import { DOCUMENT_STATUS_LABEL, TYPE_LABEL } from '../../text/labels.ts';
import { RELATED_CHOICES, relatedLabel } from '../../text/related.ts';
import type { DocumentFilter } from './filter.ts';

interface Props {
  filter: DocumentFilter;
  /** The tags of the batch. */
  tags: readonly TagCount[];
  onFilter: (filter: DocumentFilter) => void;
}

const ANY_WARNING = 'any';
const WARNING_CHOICES = [
  { value: ANY_WARNING, label: 'With a warning' },
  ...WARNING_CODES.map((value) => ({ value, label: EXCEPTIONS[value].label })),
];

/** Returns the filter with this choice of warning. @param choice a code, `any`, or null for every document */
const warnedFilter = (filter: DocumentFilter, choice: string | null): DocumentFilter => ({
  ...filter,
  warned: choice !== null,
  code: choice === null || choice === ANY_WARNING ? null : (choice as ExceptionCode),
});

export function DocumentFilters({ filter, tags, onFilter }: Props) {
  const { code, warned } = filter;
  return (
    <>
      <SearchField
        label="Search by path"
        placeholder="Part of a path"
        width={160}
        value={filter.search}
        onChange={(search) => onFilter({ ...filter, search })}
        testId="documents-search"
      />
      <Select
        placeholder="Any status"
        aria-label="Status"
        size="xs"
        w={122}
        clearable
        value={filter.status}
        onChange={(value) => onFilter({ ...filter, status: value as DocumentStatus | null })}
        data={DOCUMENT_STATUSES.map((value) => ({ value, label: DOCUMENT_STATUS_LABEL[value] }))}
        data-testid="documents-status"
      />
      <Select
        placeholder="Any type"
        aria-label="Type"
        size="xs"
        w={122}
        clearable
        searchable
        value={filter.type}
        onChange={(value) => onFilter({ ...filter, type: value as FileType | null })}
        data={FILE_TYPES.map((value) => ({ value, label: TYPE_LABEL[value] }))}
        data-testid="documents-type"
      />
      <Select
        placeholder="Any warning or none"
        aria-label="Warning"
        size="xs"
        w={160}
        clearable
        searchable
        value={warned ? (code ?? ANY_WARNING) : null}
        onChange={(value) => onFilter(warnedFilter(filter, value))}
        data={WARNING_CHOICES}
        data-testid="documents-warned"
      />
      <Select
        placeholder="Similar or not"
        aria-label="Similar documents and threads"
        size="xs"
        w={150}
        clearable
        value={filter.related}
        onChange={(value) => onFilter({ ...filter, related: value })}
        data={relatedChoices(filter.related)}
        data-testid="documents-related"
      />
      {(tags.length > 0 || filter.tag !== null) && (
        <Select
          placeholder="Any tag"
          aria-label="Tag"
          size="xs"
          w={122}
          clearable
          searchable
          value={filter.tag}
          onChange={(value) => onFilter({ ...filter, tag: value })}
          data={tagChoices(tags, filter.tag)}
          data-testid="documents-tag"
        />
      )}
    </>
  );
}

/** The family or thread of one document stays a choice while it is chosen. */
const relatedChoices = (chosen: string | null) => [
  ...RELATED_CHOICES,
  ...(chosen === null || RELATED_CHOICES.some(({ value }) => value === chosen)
    ? []
    : [{ value: chosen, label: relatedLabel(chosen) }]),
];

/** A tag that no document has any more stays a choice while it is chosen. */
const tagChoices = (tags: readonly TagCount[], chosen: string | null) => [
  ...tags.map(({ tag, documents }) => ({ value: tag, label: `${tag} (${count(documents)})` })),
  ...(chosen === null || tags.some(({ tag }) => tag === chosen) ? [] : [{ value: chosen, label: chosen }]),
];
