/** The filters of the list of items. */
import { SegmentedControl, Select } from '@mantine/core';
import type { AttentionFilter, AttentionSummary } from '../../../shared/attention.ts';
import { SearchField } from '../../components/search-field.tsx';
import { count } from '../../lib/format.ts';
import { NEEDS_TEXT } from '../../text/needs.ts';

interface Props {
  filter: AttentionFilter;
  summary: AttentionSummary | null;
  /** @param replace adds no step for Back */
  onFilter(part: Partial<AttentionFilter>, replace?: boolean): void;
}

/** Values of the choice of a name; a name itself may be anything. */
const NOBODY = 'nobody';
const NAMED = 'name ';

const numbered = (label: string, number: number): string => `${label} (${count(number)})`;

/** Whether open or dismissed items are shown. */
export function StateSwitch({ filter, summary, onFilter }: Props) {
  return (
    <SegmentedControl
      size="xs"
      value={filter.state}
      onChange={(value) => onFilter({ state: value as AttentionFilter['state'] })}
      data={[
        { value: 'open', label: summary === null ? 'Open' : numbered('Open', summary.open) },
        {
          value: 'dismissed',
          label: summary === null ? 'Dismissed' : numbered('Dismissed', summary.dismissed),
        },
      ]}
      aria-label="Items shown"
      data-testid="needs-state"
    />
  );
}

export function Filters({ filter, summary, onFilter }: Props) {
  const { batches = [], matters = [], assignees = [] } = summary ?? {};
  return (
    <>
      <SearchField
        label="Search by path"
        placeholder="Part of a path"
        width={150}
        value={filter.search}
        onChange={(search) => onFilter({ search }, true)}
        testId="needs-search"
      />
      <Select
        placeholder="Any batch"
        aria-label="Batch"
        size="xs"
        w={150}
        clearable
        searchable
        limit={200}
        value={filter.batchId}
        onChange={(batchId) => onFilter({ batchId })}
        data={withChosen(
          batches.map(({ id, name, count: number }) => ({ value: id, label: numbered(name, number) })),
          filter.batchId,
        )}
        data-testid="needs-batch"
      />
      <Select
        placeholder="Any matter"
        aria-label="Matter"
        size="xs"
        w={140}
        clearable
        searchable
        limit={200}
        value={filter.matter}
        onChange={(matter) => onFilter({ matter })}
        data={withChosen(
          matters.map(({ matter, count: number }) => ({ value: matter, label: numbered(matter, number) })),
          filter.matter,
        )}
        data-testid="needs-matter"
      />
      <Select
        placeholder="Anybody"
        aria-label="Assigned to"
        size="xs"
        w={110}
        clearable
        searchable
        value={
          filter.assignee === null ? null : filter.assignee === '' ? NOBODY : `${NAMED}${filter.assignee}`
        }
        onChange={(value) =>
          onFilter({ assignee: value === null ? null : value === NOBODY ? '' : value.slice(NAMED.length) })
        }
        data={[
          { value: NOBODY, label: NEEDS_TEXT.nobody },
          ...[...new Set([...assignees, ...(filter.assignee ? [filter.assignee] : [])])].map((name) => ({
            value: `${NAMED}${name}`,
            label: name,
          })),
        ]}
        data-testid="needs-assignee"
      />
    </>
  );
}

/** Adds the chosen value when nothing of it is left, so that the filter stays in sight. */
const withChosen = (data: { value: string; label: string }[], chosen: string | null) =>
  chosen === null || data.some(({ value }) => value === chosen)
    ? data
    : [...data, { value: chosen, label: chosen }];
