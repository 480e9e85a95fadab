/** Whether the figures of the active batches are exact, and whether every open document has a job. */
import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconCheck, IconScale, IconTool } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { Link } from 'wouter';
import { type FigureReport, ORPHAN_LABEL } from '../../../shared/reconcile.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Figure, Figures } from '../../components/figure.tsx';
import { Panel } from '../../components/panel.tsx';
import { age, count, NONE, plural } from '../../lib/format.ts';
import { useAction } from '../../lib/use-action.ts';
import { useNow } from '../../lib/use-now.ts';
import { useRequest } from '../../lib/use-request.ts';
import { batchPath, documentPath } from '../../shell/links.ts';
import { useDesk } from '../../stores/use-desk.ts';

const BY: Readonly<Record<FigureReport['by'], string>> = {
  operator: 'asked for by hand',
  standstill: 'because a batch stood still',
};
/** Orphans shown of one batch; the others are counted. */
const SHOWN = 10;

export function FiguresPanel() {
  const { bridge } = useDesk();
  const last = useRequest(useCallback(() => bridge.request('figures.last', {}), [bridge]));
  const [checked, setChecked] = useState<FigureReport | null>(null);
  const check = useAction(
    useCallback(
      async (repair: boolean) => setChecked(await bridge.request('figures.check', { repair })),
      [bridge],
    ),
  );
  const report = checked ?? last.value;
  const sum = (of: (batch: FigureReport['batches'][number]) => number): number =>
    (report?.batches ?? []).reduce((all, batch) => all + of(batch), 0);
  const drift = sum((batch) => batch.drift.length);
  const orphaned = sum((batch) => batch.orphaned);
  const open = report !== null && !report.repair && drift + orphaned > 0;
  return (
    <Panel
      title="Check figures"
      testId="figures"
      aside={
        <Group gap="xs">
          {open && (
            <Button
              leftSection={<IconTool size={15} aria-hidden />}
              loading={check.busy}
              onClick={() => void check.run(true)}
              data-testid="figures-repair"
            >
              Repair
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconScale size={15} aria-hidden />}
            loading={check.busy}
            onClick={() => void check.run(false)}
            data-testid="figures-check"
          >
            Check now
          </Button>
        </Group>
      }
    >
      {last.error !== null && <ErrorAlert error={last.error} retry={last.reload} />}
      {report === null ? (
        <Text size="sm" className="muted">
          Not checked yet. A batch that stands still for a minute is checked by itself.
        </Text>
      ) : (
        <Stack gap="sm">
          <LastCheck report={report} drift={drift} orphaned={orphaned} />
          {drift + orphaned === 0 ? (
            <Alert color="teal" icon={<IconCheck aria-hidden />} title="The figures are exact" role="status">
              {plural(
                sum((batch) => batch.checked),
                'document',
              )}{' '}
              in {plural(report.batches.length, 'batch', 'batches')} counted anew; each open one has a job.
            </Alert>
          ) : (
            <Findings report={report} />
          )}
        </Stack>
      )}
    </Panel>
  );
}

function LastCheck({ report, drift, orphaned }: { report: FigureReport; drift: number; orphaned: number }) {
  const now = useNow();
  const mended = report.batches.reduce((all, batch) => all + batch.repaired, 0);
  const givenUp = report.batches.reduce((all, batch) => all + batch.givenUp, 0);
  return (
    <Figures>
      <Figure label="Last checked" value={age(now - report.at)} note={BY[report.by]} testId="figures-at" />
      <Figure
        label="Counters that differ"
        value={count(drift)}
        tone={drift === 0 ? 'ok' : 'bad'}
        testId="figures-drift"
      />
      <Figure
        label="Documents without a job"
        value={count(orphaned)}
        tone={orphaned === 0 ? 'ok' : 'bad'}
        testId="figures-orphans"
      />
      <Figure
        label="Repaired"
        value={report.repair ? count(mended) : NONE}
        note={givenUp === 0 ? undefined : `${count(givenUp)} set aside as exceptions`}
        testId="figures-repaired"
      />
    </Figures>
  );
}

function Findings({ report }: { report: FigureReport }) {
  return (
    <Table aria-label="What differs">
      <Table.Tbody>
        {report.batches
          .filter((batch) => batch.drift.length + batch.orphaned > 0)
          .flatMap((batch) => [
            ...batch.drift.map(({ counter, stored, recomputed }) => (
              <Table.Tr key={`${batch.batchId} ${counter}`}>
                <Table.Td>
                  <Link href={batchPath(batch.batchId)} className="link">
                    {batch.name}
                  </Link>
                </Table.Td>
                <Table.Td>Counter {counter}</Table.Td>
                <Table.Td>
                  stored {count(stored)}, counted {count(recomputed)}
                </Table.Td>
              </Table.Tr>
            )),
            ...batch.orphans.slice(0, SHOWN).map(({ documentId, stage, cause, detail }) => (
              <Table.Tr key={documentId} data-testid="figures-orphan">
                <Table.Td>
                  <Link href={documentPath(documentId)} className="link breakable">
                    {documentId}
                  </Link>
                </Table.Td>
                <Table.Td>
                  {ORPHAN_LABEL[cause]} ({STAGE_LABEL[stage]})
                </Table.Td>
                <Table.Td className="breakable">{detail}</Table.Td>
              </Table.Tr>
            )),
            ...(batch.orphaned > SHOWN
              ? [
                  <Table.Tr key={`${batch.batchId} more`}>
                    <Table.Td colSpan={3} className="muted">
                      and {count(batch.orphaned - SHOWN)} more of {batch.name}
                    </Table.Td>
                  </Table.Tr>,
                ]
              : []),
          ])}
      </Table.Tbody>
    </Table>
  );
}
