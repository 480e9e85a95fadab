/** The Search page: one field, the counts that narrow a search down, and the documents with their hits. */
import { Alert, Button, Group, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { IconFileSearch, IconInfoCircle, IconSearchOff } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useLocation, useSearch as useParams } from 'wouter';
import { SEARCH_SORTS, type SearchSort } from '../../../shared/search.ts';
import { withFilter } from '../../../shared/search-print.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { HistoryNotice } from '../../components/history-notice.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { count, plural } from '../../lib/format.ts';
import { SEARCH_TEXT, SORT_LABEL } from '../../text/search.ts';
import { readAddress, type SearchAddress, searchPath } from './address.ts';
import { ExportButton } from './export-button.tsx';
import { FacetsPanel } from './facets-panel.tsx';
import { HitList } from './hit-list.tsx';
import { SavedSearches } from './saved-searches.tsx';
import classes from './search.module.css';
import { SearchBox } from './search-box.tsx';
import { type Search, useSearch } from './use-search.ts';

export function SearchPage() {
  const [, go] = useLocation();
  const address = readAddress(useParams());
  const { query, sort } = address;
  const search = useSearch(address);
  const onSearch = useCallback(
    (next: string) => (next === query ? search.reload() : go(searchPath({ query: next, sort }))),
    [go, query, search.reload, sort],
  );
  const hasResults = search.results !== null && search.results.total > 0;
  return (
    <Page
      title="Search"
      subtitle={SEARCH_TEXT.subtitle}
      actions={
        <>
          <SavedSearches query={search.problem === null ? query : ''} onSearch={onSearch} />
          {hasResults && <ExportButton {...address} />}
        </>
      }
    >
      <HistoryNotice />
      <SearchBox query={query} problem={search.problem} onSearch={onSearch} />
      {search.error !== null && <ErrorAlert error={search.error} retry={search.reload} />}
      {query === '' ? (
        <Panel>
          <EmptyState icon={IconFileSearch} title={SEARCH_TEXT.start.title} testId="search-start">
            {SEARCH_TEXT.start.hint}
          </EmptyState>
        </Panel>
      ) : (
        search.problem === null &&
        (search.error === null || search.results !== null) && (
          <Found
            search={search}
            address={address}
            onFilter={(filter) => onSearch(withFilter(query, filter))}
            onSort={(next) => go(searchPath({ query, sort: next }))}
          />
        )
      )}
    </Page>
  );
}

interface FoundProps {
  search: Search;
  address: SearchAddress;
  onFilter(filter: string): void;
  onSort(sort: SearchSort): void;
}

function Found({ search, address, onFilter, onSort }: FoundProps) {
  const { results, hits, facets, busy, next, loadMore } = search;
  if (results !== null && results.total === 0)
    return (
      <Panel>
        <EmptyState icon={IconSearchOff} title={SEARCH_TEXT.none.title} testId="search-none">
          {SEARCH_TEXT.none.hint}
          <Notes search={search} asked={address.sort} />
        </EmptyState>
      </Panel>
    );
  return (
    <div className={classes.layout}>
      <FacetsPanel facets={facets} onChoose={onFilter} />
      <Panel testId="search-results" flush>
        <Group justify="space-between" px="md" py="sm" gap="sm">
          <Text size="sm" fw={600} role="status" data-testid="search-total">
            {results === null ? 'Searching …' : plural(results.total, 'document')}
          </Text>
          <NativeSelect
            size="xs"
            aria-label="Order of the documents"
            value={address.sort}
            data={SEARCH_SORTS.map((value) => ({ value, label: SORT_LABEL[value] }))}
            onChange={(event) =>
              onSort(SEARCH_SORTS.find((one) => one === event.currentTarget.value) ?? 'relevance')
            }
            data-testid="search-sort"
          />
        </Group>
        <Notes search={search} asked={address.sort} />
        {results === null ? (
          <Stack gap="md" px="md" pb="md" aria-busy="true">
            {['a', 'b', 'c', 'd'].map((key) => (
              <div key={key}>
                <Skeleton height={16} width="38%" mb={8} />
                <Skeleton height={12} width="64%" mb={6} />
                <Skeleton height={12} width="82%" />
              </div>
            ))}
          </Stack>
        ) : (
          <HitList hits={hits} address={address} />
        )}
        {next !== null && results !== null && (
          <Group justify="center" p="md" style={{ borderTop: '1px solid var(--rw-rowline)' }}>
            <Text size="sm" className="muted tabular">
              {count(hits.length)} of {count(results.total)}
            </Text>
            <Button size="xs" variant="default" loading={busy} onClick={loadMore} data-testid="search-more">
              Show more
            </Button>
          </Group>
        )}
      </Panel>
    </div>
  );
}

/** What the reader must know about a result. */
function Notes({ search: { results }, asked }: { search: Search; asked: SearchSort }) {
  if (results === null) return null;
  const notes = [
    results.ignored.length > 0 ? SEARCH_TEXT.ignored(results.ignored) : null,
    results.sort !== asked && results.total > 0 ? SEARCH_TEXT.outOfOrder : null,
    results.waiting > 0 ? SEARCH_TEXT.waiting(plural(results.waiting, 'document')) : null,
  ].filter((note) => note !== null);
  if (notes.length === 0) return null;
  return (
    <Stack gap={4} px="md" pb="sm">
      {notes.map((note) => (
        <Alert
          key={note}
          color="gray"
          variant="light"
          py={6}
          icon={<IconInfoCircle aria-hidden />}
          data-testid="search-note"
        >
          <Text size="sm">{note}</Text>
        </Alert>
      ))}
    </Stack>
  );
}
