/** The documents of two batches, by what became of them. */
import { Badge, Button, Chip, Group, Text } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconArrowRight,
  IconDownload,
  IconEqual,
  IconFileDiff,
  IconFiles,
  IconMinus,
  IconPlus,
  IconQuestionMark,
  IconSwitchHorizontal,
} from '@tabler/icons-react';
import { useCallback } from 'react';
import type { RequestOutput } from '../../../shared/bridge.ts';
import {
  CHANGE_KINDS,
  type Change,
  type ChangeKind,
  type ChangeSide,
  type Comparison,
} from '../../../shared/bridge-compare.ts';
import { CHANGE_LABEL, changesCsv } from '../../../shared/compare-csv.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilePath } from '../../components/file-path.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import type { Column } from '../../components/table-column.ts';
import { notePlace } from '../../lib/address.ts';
import { count, NONE, plural } from '../../lib/format.ts';
import { showDone } from '../../lib/notify.tsx';
import { documentPath } from '../../lib/routes.ts';
import { saveFile } from '../../lib/save-file.ts';
import { useAction } from '../../lib/use-action.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore, useHostInfo } from '../../stores/use-app-store.ts';
import { CHANGE_HINT, changesSentence, differenceCount } from '../../text/compare.ts';
import { DOCUMENT_STATUS_LABEL, TYPE_LABEL } from '../../text/labels.ts';
import type { CompareAddress } from './address.ts';

const LOOK: Readonly<Record<ChangeKind, { icon: Icon; color: string }>> = {
  came: { icon: IconPlus, color: 'teal' },
  went: { icon: IconMinus, color: 'red' },
  changed: { icon: IconFileDiff, color: 'orange' },
  moved: { icon: IconArrowRight, color: 'ink' },
  outcome: { icon: IconSwitchHorizontal, color: 'ink' },
  warnings: { icon: IconAlertTriangle, color: 'yellow' },
  unknown: { icon: IconQuestionMark, color: 'gray' },
  same: { icon: IconEqual, color: 'gray' },
};

function KindBadge({ kind }: { kind: ChangeKind }) {
  const { icon: Shape, color } = LOOK[kind];
  return (
    <Badge color={color} leftSection={<Shape size={13} aria-hidden />} title={CHANGE_HINT[kind]}>
      {CHANGE_LABEL[kind]}
    </Badge>
  );
}

/** What became of a document in one of the batches: its exception or status, then its warnings. */
function Outcome({ side }: { side: ChangeSide | null }) {
  if (side === null) return <span className="muted">{NONE}</span>;
  const warnings = side.warnings.map((code) => EXCEPTIONS[code].label).join(', ');
  return (
    <div title={warnings}>
      <Text size="sm" className="truncate" {...(side.code === null ? {} : { c: 'var(--rw-bad)' })}>
        {side.code === null ? DOCUMENT_STATUS_LABEL[side.status] : EXCEPTIONS[side.code].label}
      </Text>
      {warnings !== '' && (
        <Text size="xs" c="var(--rw-warn)" className="truncate">
          {warnings}
        </Text>
      )}
    </div>
  );
}

function Place({ change: { kind, a, b } }: { change: Change }) {
  const shown = b ?? a;
  if (shown === null) return null;
  return (
    <>
      <FilePath path={shown.path} href={documentPath(shown.documentId)} />
      {kind === 'moved' && a !== null && (
        <Text size="xs" className="muted truncate" title={a.path}>
          In A: {a.path}
        </Text>
      )}
    </>
  );
}

const COLUMNS: readonly Column<Change>[] = [
  { id: 'kind', header: 'Difference', width: 178, cell: ({ kind }) => <KindBadge kind={kind} /> },
  { id: 'path', header: 'Document', cell: (change) => <Place change={change} /> },
  {
    id: 'type',
    header: 'Type',
    width: 122,
    from: 900,
    cell: ({ a, b }) => {
      const shown = b ?? a;
      return shown === null ? NONE : TYPE_LABEL[shown.type];
    },
  },
  { id: 'a', header: 'In A', width: 160, from: 640, cell: ({ a }) => <Outcome side={a} /> },
  { id: 'b', header: 'In B', width: 160, from: 640, cell: ({ b }) => <Outcome side={b} /> },
];

interface Props {
  comparison: Comparison;
  address: CompareAddress;
  change: (part: Partial<CompareAddress>) => void;
}

export function ChangesTab({ comparison, address: { a, b, kind, at }, change }: Props) {
  const { bridge } = useAppStore();
  // Another comparison of the same batches is another list.
  const key = `compare ${a} ${b} ${kind ?? 'all'} ${comparison.at}`;
  const pages = usePages(
    useCallback(
      (cursor: string | null) => bridge.request('compare.changes', { a, b, kind, cursor, limit: 100 }),
      [bridge, a, b, kind],
    ),
    { key, at },
  );
  return (
    <ListPanel
      name="changes"
      label="Documents of both batches"
      filters={
        <KindFilter
          changes={comparison.changes}
          kind={kind}
          onChange={(next) => change({ kind: next, tab: 'documents' })}
        />
      }
      totalLabel={(total) => plural(total, 'document')}
      columns={COLUMNS}
      pages={pages}
      rowKey={(row) => `${row.a?.documentId ?? ''} ${row.b?.documentId ?? ''}`}
      rowHeight={48}
      height="max(360px, calc(100vh - 300px))"
      place={{ key, at, onPlace: notePlace }}
      empty={<EmptyState icon={IconFiles} title="No documents of this kind" />}
    >
      <Group justify="space-between" gap="sm" mt="xs">
        <Text size="sm" data-testid="changes-sentence">
          {changesSentence(comparison)}
        </Text>
        <ExportButton a={a} b={b} kind={kind} />
      </Group>
    </ListPanel>
  );
}

const ALL = 'all';

interface FilterProps {
  changes: Comparison['changes'];
  kind: ChangeKind | null;
  onChange: (kind: ChangeKind | null) => void;
}

function KindFilter({ changes, kind, onChange }: FilterProps) {
  const choices = [
    {
      value: ALL,
      label: 'All differences',
      documents: differenceCount(changes),
      hint: 'Everything but “Same”',
    },
    // What is chosen stays, so that the keyboard keeps its place.
    ...CHANGE_KINDS.filter((one) => changes[one] > 0 || one === kind).map((value) => ({
      value,
      label: CHANGE_LABEL[value],
      documents: changes[value],
      hint: CHANGE_HINT[value],
    })),
  ];
  return (
    <Chip.Group
      value={kind ?? ALL}
      onChange={(value) => onChange(CHANGE_KINDS.find((one) => one === value) ?? null)}
    >
      <Group gap={6} role="radiogroup" aria-label="Differences shown">
        {choices.map(({ value, label, documents, hint }) => (
          <Chip key={value} value={value} size="xs" title={hint} data-testid={`changes-${value}`}>
            {label} {count(documents)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

const PAGE = 500;

function ExportButton({ a, b, kind }: Pick<CompareAddress, 'a' | 'b' | 'kind'>) {
  const { bridge } = useAppStore();
  const info = useHostInfo();
  const { busy, run } = useAction(
    useCallback(async () => {
      const changes: Change[] = [];
      let cursor: string | null = null;
      do {
        const page: RequestOutput<'compare.changes'> = await bridge.request('compare.changes', {
          ...{ a, b, kind, cursor },
          limit: PAGE,
        });
        changes.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      saveFile('redwell-comparison.csv', [changesCsv(changes)]);
      showDone({
        title: `Exported ${plural(changes.length, 'document')}`,
        message: 'The file is in your downloads.',
      });
    }, [bridge, a, b, kind]),
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
      data-testid="changes-export"
    >
      Export as CSV
    </Button>
  );
}
