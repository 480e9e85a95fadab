/** Where an export goes, what it will be, and the button that starts it. */
import { Alert, Button, Checkbox, Group, List, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle, IconFolder, IconPackageExport } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { RequestInput } from '../../../shared/bridge.ts';
import {
  type ExportKind,
  type ExportPlan,
  LEFT_OUT_REASONS,
  LEFT_OUT_TEXT,
  type LeftOutCounts,
} from '../../../shared/handover.ts';
import type { LoadFileProfile } from '../../../shared/load-file-profile.ts';
import { type DescriptionItem, DescriptionList } from '../../components/description-list.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { bytes, count } from '../../lib/format.ts';
import { useAction } from '../../lib/use-action.ts';
import { useRequest } from '../../lib/use-request.ts';
import { wireOf } from '../../lib/wire-error.ts';
import { useAppStore, useHostInfo } from '../../stores/use-app-store.ts';
import {
  choiceText,
  HANDOVER_TEXT,
  imagesText,
  longPathText,
  numbersText,
  resumeText,
  roomText,
} from '../../text/handover.ts';
import classes from './handover.module.css';

/** Typing in the profile asks for no plan at each letter, ms. */
const QUIET_MS = 300;

interface Props {
  batchId: string;
  kind: ExportKind;
  profile: LoadFileProfile;
  choice: NonNullable<RequestInput<'handover.plan'>['choice']>;
  /** Whether an export of this batch runs. */
  isBusy: boolean;
  /** Called when an export has started. */
  onStarted: () => void;
}

export function PlanPanel({ batchId, kind, profile, choice, isBusy, onStarted }: Props) {
  const { bridge } = useAppStore();
  const [into, setInto] = useState<string | null>(null);
  const [fresh, setFresh] = useState(false);
  const request = useMemo(
    (): RequestInput<'handover.start'> => ({ batchId, kind, into, profile, choice, fresh }),
    [batchId, kind, into, profile, choice, fresh],
  );
  const [asked] = useDebouncedValue(request, QUIET_MS);
  // The plan also changes with each export, which takes a name.
  const plan = useRequest(useCallback(() => bridge.request('handover.plan', asked), [bridge, asked]));
  const { reload } = plan;
  const start = useAction(
    useCallback(async () => {
      await bridge.request('handover.start', request);
      setFresh(false);
      onStarted();
      reload();
    }, [bridge, request, reload, onStarted]),
    'caller',
  );
  const isCurrent = asked === request && !plan.loading && plan.error === null;
  return (
    <Panel
      title={HANDOVER_TEXT.plan}
      testId="handover-plan"
      footer={
        <Group justify="flex-end" p="var(--rw-panel-x)" pt={0}>
          <Button
            leftSection={<IconPackageExport size={16} aria-hidden />}
            loading={start.busy}
            disabled={!isCurrent || isBusy || plan.value === null || roomText(plan.value).tooLittle}
            onClick={() => void start.run()}
            data-testid="handover-start"
          >
            {HANDOVER_TEXT.button}
          </Button>
        </Group>
      }
    >
      <Stack gap="sm">
        <Folder into={into} onChoose={setInto} />
        {plan.error !== null && <PlanError error={plan.error} retry={reload} />}
        {plan.error === null && plan.value !== null && <PlanFigures plan={plan.value} />}
        {(fresh || (plan.value !== null && plan.value.resume !== null)) && (
          <Checkbox
            size="sm"
            label={HANDOVER_TEXT.fresh}
            checked={fresh}
            onChange={({ currentTarget }) => setFresh(currentTarget.checked)}
            data-testid="handover-fresh"
          />
        )}
        {start.error !== null && <ErrorAlert error={start.error} />}
      </Stack>
    </Panel>
  );
}

/** What is wrong with the profile is corrected beside the plan; nothing else would help. */
function PlanError({ error, retry }: { error: Error; retry: () => void }) {
  const wire = wireOf(error);
  if (wire.code !== 'invalid_input') return <ErrorAlert error={error} retry={retry} />;
  return <ErrorAlert error={{ action: HANDOVER_TEXT.correct, ...wire }} />;
}

/** The folder in which the export is made. A page in a browser cannot choose it. */
function Folder({ into, onChoose }: { into: string | null; onChoose: (folder: string) => void }) {
  const { bridge } = useAppStore();
  const canChoose = useHostInfo()?.capabilities.folderDialog === true;
  const choose = useAction(
    useCallback(async () => {
      const { folder } = await bridge.request('handover.pick', {});
      if (folder !== null) onChoose(folder);
    }, [bridge, onChoose]),
  );
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <Text size="sm" className={classes.path} data-testid="handover-folder">
        {into ?? HANDOVER_TEXT.folderHere}
      </Text>
      {canChoose && (
        <Button
          variant="default"
          size="xs"
          style={{ flexShrink: 0 }}
          leftSection={<IconFolder size={15} aria-hidden />}
          loading={choose.busy}
          onClick={() => void choose.run()}
          data-testid="handover-choose-folder"
        >
          {HANDOVER_TEXT.chooseFolder}
        </Button>
      )}
    </Group>
  );
}

function PlanFigures({ plan }: { plan: ExportPlan }) {
  const room = roomText(plan);
  const long = longPathText(plan);
  const items: DescriptionItem[] = [
    ['Becomes', plan.target, 'text'],
    ['Documents', count(plan.documents)],
    ['Originals', `${count(plan.originals)}, ${bytes(plan.bytes)}`],
    ...(plan.numbering === null
      ? []
      : ([['Control numbers', numbersText(plan.numbering), 'text']] satisfies DescriptionItem[])),
    ...(plan.images === undefined
      ? []
      : ([['Page images', imagesText(plan.images), 'text']] satisfies DescriptionItem[])),
    ['Room on the disk', room.text],
  ];
  return (
    <>
      <DescriptionList items={items} label={HANDOVER_TEXT.plan} />
      {plan.choice !== null && (
        <Text size="sm" data-testid="handover-choice">
          {choiceText(plan.choice)}.
        </Text>
      )}
      <LeftOutList leftOut={plan.leftOut} />
      {plan.resume !== null && (
        <Text size="sm" fw={500} data-testid="handover-resume">
          {resumeText(plan)}
        </Text>
      )}
      {room.tooLittle && (
        <ErrorAlert
          error={{
            code: 'disk_full',
            message: 'There is too little room on the disk.',
            action: 'Free some space there, or choose a folder on another disk.',
          }}
        />
      )}
      {long !== null && (
        <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />} title={long} />
      )}
    </>
  );
}

/** What is not in an export, with the reason. */
export function LeftOutList({ leftOut }: { leftOut: LeftOutCounts }) {
  const reasons = LEFT_OUT_REASONS.filter((reason) => (leftOut[reason] ?? 0) > 0);
  if (reasons.length === 0) return null;
  return (
    <div data-testid="handover-left-out">
      <Text size="sm" fw={600}>
        Left out
      </Text>
      <List size="sm" spacing={2}>
        {reasons.map((reason) => (
          <List.Item key={reason}>
            <b>{count(leftOut[reason])}</b> {LEFT_OUT_TEXT[reason]}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
