/** Every export of a batch: how far it is, what became of it, its root hash, and its proof. */
import { Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import {
  type Icon,
  IconBan,
  IconCheck,
  IconCircleX,
  IconDownload,
  IconFolderOpen,
  IconPlayerPlay,
  IconQuestionMark,
} from '@tabler/icons-react';
import { useCallback } from 'react';
import { RedwellError } from '../../../shared/errors.ts';
import type { ExportState, ListedExport } from '../../../shared/handover.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Moment } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useHostInfo } from '../../stores/use-app-store.ts';
import {
  changesText,
  choiceText,
  HANDOVER_TEXT,
  heldText,
  KIND_TEXT,
  keptText,
  numbersText,
  progressShare,
  progressText,
  resumedText,
  STATE_HINT,
  STATE_TEXT,
} from '../../text/handover.ts';
import { CopyButton, Proof, RootHash } from './export-proof.tsx';
import classes from './handover.module.css';
import { LeftOutList } from './plan-panel.tsx';
import type { Exports } from './use-exports.ts';

const LOOK: Readonly<Record<ExportState, { icon: Icon; meaning: string }>> = {
  running: { icon: IconPlayerPlay, meaning: 'run' },
  whole: { icon: IconCheck, meaning: 'ok' },
  gone: { icon: IconQuestionMark, meaning: 'warn' },
  canceled: { icon: IconBan, meaning: 'off' },
  failed: { icon: IconCircleX, meaning: 'bad' },
  interrupted: { icon: IconCircleX, meaning: 'bad' },
};

export function ExportsPanel({ exports: { all, error, reload } }: { exports: Exports }) {
  return (
    <Panel title={HANDOVER_TEXT.exports} testId="handover-exports">
      {error !== null && <ErrorAlert error={error} retry={reload} />}
      {all?.length === 0 && (
        <Text size="sm" className="muted" data-testid="handover-none">
          {HANDOVER_TEXT.none}
        </Text>
      )}
      {all !== null && all.length > 0 && (
        <ul className={classes.exports}>
          {all.map((one) => (
            <li key={one.id} className={classes.export} data-testid="handover-export">
              <Export one={one} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Export({ one }: { one: ListedExport }) {
  const { kind, state, target, startedAt, error, action, rootHash } = one;
  const hint = STATE_HINT[state];
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Text fw={600}>{KIND_TEXT[kind].label}</Text>
          <StateBadge state={state} />
          <Text size="sm" className="muted">
            <Moment at={startedAt} />
          </Text>
        </Group>
        <ExportButtons one={one} />
      </Group>
      {state !== 'canceled' && state !== 'interrupted' && (
        <Text size="sm" className={classes.path} data-testid="export-target">
          {target}
        </Text>
      )}
      {state === 'running' && <Running one={one} />}
      {(state === 'whole' || state === 'gone') && (
        <Text size="sm" className="tabular">
          {heldText(one)}
        </Text>
      )}
      {hint !== '' && (
        <Text size="sm" className="muted">
          {hint} {one.keptUntil === null ? '' : keptText(one.keptUntil)}
        </Text>
      )}
      {state === 'failed' && error !== null && (
        <Text size="sm" data-testid="export-error">
          {error} {action}
        </Text>
      )}
      {rootHash !== null && <RootHash hash={rootHash} />}
      <Said one={one} />
      {rootHash !== null && state !== 'running' && <Proof exportId={one.id} />}
    </Stack>
  );
}

function StateBadge({ state }: { state: ExportState }) {
  const { icon: Shape, meaning } = LOOK[state];
  return (
    <Badge
      leftSection={<Shape size={13} aria-hidden />}
      style={{ flexShrink: 0, color: `var(--rw-${meaning}-text)`, background: `var(--rw-${meaning}-bg)` }}
      data-testid="export-state"
    >
      {STATE_TEXT[state]}
    </Badge>
  );
}

function Running({ one: { progress } }: { one: ListedExport }) {
  const text = progressText(progress);
  return (
    <div>
      <Progress.Root size="md">
        <Progress.Section value={progressShare(progress)} aria-label={text} aria-valuetext={text} />
      </Progress.Root>
      <Text size="sm" className="muted tabular" data-testid="export-progress">
        {text}
      </Text>
    </div>
  );
}

function ExportButtons({ one: { id, batchId, state, progress, target } }: { one: ListedExport }) {
  const { bridge } = useAppStore();
  const info = useHostInfo();
  const canReveal = info?.capabilities.folderDialog === true;
  const exportUrl = info?.exportUrl ?? null;
  const cancel = useAction(
    useCallback(() => bridge.request('handover.cancel', { exportId: id }), [bridge, id]),
  );
  const reveal = useAction(
    useCallback(() => bridge.request('handover.reveal', { exportId: id }), [bridge, id]),
  );
  const download = useAction(
    useCallback(async () => {
      // Told here rather than by a download that fails without a reason.
      const all = await bridge.request('handover.list', { batchId });
      if (all.find((other) => other.id === id)?.state !== 'whole')
        throw new RedwellError('not_found', HANDOVER_TEXT.notThere, { action: HANDOVER_TEXT.notThereAction });
      const link = window.document.createElement('a');
      link.href = `${exportUrl ?? ''}${encodeURIComponent(id)}`;
      link.download = '';
      link.click();
    }, [bridge, exportUrl, id, batchId]),
  );
  if (state === 'running')
    return progress === null ? null : (
      <Button
        variant="default"
        size="xs"
        leftSection={<IconBan size={15} aria-hidden />}
        loading={cancel.busy}
        onClick={() => void cancel.run()}
        data-testid="export-cancel"
      >
        {HANDOVER_TEXT.cancel}
      </Button>
    );
  if (state !== 'whole') return null;
  if (!canReveal)
    return (
      <Group gap="xs">
        {exportUrl !== null && (
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<IconDownload size={14} aria-hidden />}
            loading={download.busy}
            onClick={() => void download.run()}
            data-testid="export-zip"
          >
            {HANDOVER_TEXT.zip}
          </Button>
        )}
        <CopyButton what="path" text={target} />
      </Group>
    );
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconFolderOpen size={15} aria-hidden />}
      loading={reveal.busy}
      onClick={() => void reveal.run()}
      data-testid="export-reveal"
    >
      {HANDOVER_TEXT.reveal}
    </Button>
  );
}

/** What an export says of itself. */
function Said({ one: { report, kind } }: { one: ListedExport }) {
  if (report === null) return null;
  const changes = changesText(report);
  const lacksNames = report.choice !== null && (kind === 'lists' || kind === 'evidence');
  const lines = [
    report.numbering === null ? null : `Control numbers ${numbersText(report.numbering)}.`,
    report.choice === null ? null : `${choiceText(report.choice)}.`,
    report.resumed === null ? null : resumedText(report.resumed.documents, report.documents),
    lacksNames ? HANDOVER_TEXT.noNames : null,
    changes,
  ].filter((line) => line !== null);
  return (
    <>
      {lines.map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
      <LeftOutList leftOut={report.leftOut} />
    </>
  );
}
