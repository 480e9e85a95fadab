/** Saves every hit of a search as a CSV file. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { SearchAnswer, SearchHit } from '../../../shared/search.ts';
import { hitsCsv } from '../../../shared/search-csv.ts';
import { plural } from '../../lib/format.ts';
import { showDone } from '../../lib/notify.tsx';
import { saveFile } from '../../lib/save-file.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useHostInfo } from '../../stores/use-app-store.ts';
import type { SearchAddress } from './address.ts';

const PAGE = 500;

export function ExportButton({ query, sort }: SearchAddress) {
  const { bridge } = useAppStore();
  const info = useHostInfo();
  const { busy, run } = useAction(
    useCallback(async () => {
      const hits: SearchHit[] = [];
      let cursor: string | null = null;
      do {
        const page: SearchAnswer = await bridge.request('search.find', { query, sort, cursor, limit: PAGE });
        if (page.kind === 'problem') return;
        hits.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      saveFile('redwell-search.csv', [hitsCsv(hits)]);
      showDone({
        title: `Exported ${plural(hits.length, 'document')}`,
        message: 'The file is in your downloads.',
      });
    }, [bridge, query, sort]),
  );
  // The app's own window refuses every download.
  if (info === null || info.capabilities.localPaths) return null;
  return (
    <Button
      size="xs"
      variant="default"
      loading={busy}
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => void run()}
      data-testid="search-export"
    >
      Export as CSV
    </Button>
  );
}
