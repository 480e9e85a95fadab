/** The page that hands a batch over: what, how and where to; the plan; and every export of the batch. */
import { Alert, Anchor, Button, Group, Loader, Radio, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { Link } from 'wouter';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { EXPORT_KINDS, type ExportKind } from '../../../shared/handover.ts';
import { type LoadFileProfile, loadFileProfileSchema } from '../../../shared/load-file-profile.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { batchPath, checkPackPath, handoverPath } from '../../lib/routes.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useBatch } from '../../stores/use-app-store.ts';
import { placeOfBatch } from '../../text/batch.ts';
import { CHECK_PACK_TEXT } from '../../text/check-pack.ts';
import { HANDOVER_TEXT, KIND_TEXT } from '../../text/handover.ts';
import { type Scope, useScope } from './address.ts';
import { ExportsPanel } from './exports-panel.tsx';
import classes from './handover.module.css';
import { PlanPanel } from './plan-panel.tsx';
import { ProfilePanel } from './profile-panel.tsx';
import { type Exports, useExports } from './use-exports.ts';

const HAS_LOAD_FILE: ReadonlySet<ExportKind> = new Set(['loadfile', 'evidence']);
const USUAL: LoadFileProfile = loadFileProfileSchema.parse({});

export function HandoverPage({ batchId }: { batchId: string }) {
  const { bridge, batches } = useAppStore();
  const batch = useBatch(batchId);
  const load = useRequest(
    useCallback(
      () =>
        batches.take(
          async () => [await bridge.request('batches.get', { batchId })],
          () => false,
        ),
      [bridge, batches, batchId],
    ),
  );
  const crumbs =
    batch === undefined ? [] : [placeOfBatch(batch.status), { label: batch.name, to: batchPath(batchId) }];
  return (
    <Page
      title={HANDOVER_TEXT.title}
      crumbs={crumbs}
      actions={
        <Button component={Link} href={checkPackPath()} variant="default" data-testid="check-pack">
          {CHECK_PACK_TEXT.title}
        </Button>
      }
      {...(batch === undefined ? {} : { subtitle: <span className="breakable">{batch.name}</span> })}
    >
      {batch !== undefined && <BatchHandover batch={batch} />}
      {batch === undefined && load.error !== null && <ErrorAlert error={load.error} retry={load.reload} />}
      {batch === undefined && load.error === null && <Loader aria-label="Loading the batch" />}
    </Page>
  );
}

function BatchHandover({ batch }: { batch: Batch }) {
  const exports = useExports(batch.id);
  const list = useRef<HTMLDivElement>(null);
  // The progress may be below the edge of the window.
  const showList = useCallback(() => {
    list.current?.scrollIntoView({ block: 'nearest' });
    list.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      {isTerminal(batch.status) ? (
        <Choices batch={batch} exports={exports} onStarted={showList} />
      ) : (
        <Alert
          color="orange"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={HANDOVER_TEXT.notEnded}
          data-testid="handover-not-ended"
        >
          {HANDOVER_TEXT.notEndedAction}
        </Alert>
      )}
      <div ref={list} tabIndex={-1} className={classes.list}>
        <ExportsPanel exports={exports} />
      </div>
    </>
  );
}

interface ChoicesProps {
  batch: Batch;
  exports: Exports;
  onStarted: () => void;
}

function Choices({ batch, exports, onStarted }: ChoicesProps) {
  const [kind, setKind] = useState<ExportKind>('loadfile');
  const [profile, setProfile] = useState(USUAL);
  const scope = useScope(batch.id);
  return (
    <div className={classes.columns}>
      <Stack gap="var(--rw-gap)">
        <Panel title={HANDOVER_TEXT.what}>
          <ScopeLine batch={batch} scope={scope} />
          <Radio.Group
            value={kind}
            onChange={(value) => setKind(value as ExportKind)}
            aria-label={HANDOVER_TEXT.what}
          >
            <Stack gap="xs">
              {EXPORT_KINDS.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={KIND_TEXT[value].label}
                  description={KIND_TEXT[value].about}
                  data-testid={`kind-${value}`}
                />
              ))}
            </Stack>
          </Radio.Group>
        </Panel>
        {HAS_LOAD_FILE.has(kind) && <ProfilePanel profile={profile} usual={USUAL} onChange={setProfile} />}
      </Stack>
      {scope.choice !== null && (
        <PlanPanel
          batchId={batch.id}
          kind={kind}
          profile={profile}
          choice={scope.choice}
          onStarted={onStarted}
          isBusy={exports.all?.some(({ state }) => state === 'running') === true}
        />
      )}
    </div>
  );
}

/** Says which documents are handed over. A selection that is lost never becomes the whole batch by itself. */
function ScopeLine({ batch, scope }: { batch: Batch; scope: Scope }) {
  if (scope.choice === null)
    return (
      <Alert
        color="orange"
        variant="light"
        mb="sm"
        icon={<IconAlertTriangle aria-hidden />}
        title={HANDOVER_TEXT.lostSelection}
        data-testid="handover-lost"
      >
        <Text size="sm" mb="xs">
          {HANDOVER_TEXT.lostSelectionAction}
        </Text>
        <Group gap="xs">
          <Button component={Link} href={batchPath(batch.id)} variant="default" size="xs">
            Open the list
          </Button>
          <Button component={Link} href={handoverPath(batch.id)} variant="default" size="xs">
            {HANDOVER_TEXT.whole}
          </Button>
        </Group>
      </Alert>
    );
  return (
    <Group gap="sm" mb="sm">
      <Text size="sm" fw={500} className="breakable" data-testid="handover-scope">
        {scope.text}
      </Text>
      {scope.choice.by !== 'batch' && (
        <Anchor component={Link} href={handoverPath(batch.id)} size="sm" data-testid="handover-whole">
          {HANDOVER_TEXT.whole}
        </Anchor>
      )}
    </Group>
  );
}
