/** The comparison of two batches, from what this computer has recorded. */
import { Alert, Button, Loader, Tabs } from '@mantine/core';
import {
  IconArrowsLeftRight,
  IconChartBar,
  IconClockHour4,
  IconFiles,
  IconRefresh,
  IconUsers,
} from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { isTerminal } from '../../../shared/batches.ts';
import type { Comparison } from '../../../shared/bridge-compare.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { dateTime } from '../../lib/format.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useRenewal } from '../../stores/use-app-store.ts';
import { COMPARE_TEXT } from '../../text/compare.ts';
import { type CompareAddress, type CompareTab, useCompareAddress } from './address.ts';
import { ChangesTab } from './changes-tab.tsx';
import { BatchChoice, type Chosen, compare } from './compare-picker.tsx';
import { FiguresTab } from './figures-tab.tsx';
import { NamesTab } from './names-tab.tsx';
import { SidesPanel } from './sides-panel.tsx';
import { TimesTab } from './times-tab.tsx';

const HISTORY = [{ label: 'History', to: '/history' }];

const TABS = [
  { value: 'documents', label: 'Documents', icon: IconFiles },
  { value: 'figures', label: 'Figures', icon: IconChartBar },
  { value: 'names', label: 'Names', icon: IconUsers },
  { value: 'times', label: 'Times', icon: IconClockHour4 },
] as const;

export function ComparePage() {
  const [address, change] = useCompareAddress();
  const { a, b } = address;
  if (a === '' || b === '') return <Choose />;
  return <Compared key={JSON.stringify([a, b])} address={address} change={change} />;
}

/** Asks for both batches, one after the other. */
function Choose() {
  const [first, setFirst] = useState<Chosen | null>(null);
  return (
    <Page title={COMPARE_TEXT.title} crumbs={HISTORY} subtitle={COMPARE_TEXT.pickHint}>
      <Panel
        title={first === null ? COMPARE_TEXT.first : COMPARE_TEXT.pick(first.name)}
        testId="compare-choose"
        {...(first === null
          ? {}
          : {
              aside: (
                <Button variant="default" size="xs" onClick={() => setFirst(null)}>
                  {COMPARE_TEXT.back}
                </Button>
              ),
            })}
      >
        <BatchChoice
          key={first?.id ?? ''}
          without={first?.id ?? null}
          onChoose={(batch) => {
            if (first === null) setFirst(batch);
            else compare(first, batch);
          }}
        />
      </Panel>
    </Page>
  );
}

interface Props {
  address: CompareAddress;
  change: (part: Partial<CompareAddress>) => void;
}

function Compared({ address, change }: Props) {
  const { bridge } = useAppStore();
  const { a, b } = address;
  const { value, error, loading, reload } = useRequest(
    useCallback(() => bridge.request('compare.get', { a, b }), [bridge, a, b]),
  );
  useRenewal(reload);
  return (
    <Page
      title={COMPARE_TEXT.title}
      crumbs={HISTORY}
      subtitle={COMPARE_TEXT.subtitle}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconArrowsLeftRight size={15} aria-hidden />}
            onClick={() => change({ a: b, b: a })}
            data-testid="compare-swap"
          >
            Swap A and B
          </Button>
          <Button
            variant="default"
            leftSection={<IconRefresh size={15} aria-hidden />}
            loading={loading && value !== null}
            onClick={reload}
            data-testid="compare-again"
          >
            {COMPARE_TEXT.again}
          </Button>
        </>
      }
    >
      {error !== null && <ErrorAlert error={error} retry={reload} />}
      {value === null ? (
        error === null && <Loader aria-label="Comparing the batches" />
      ) : (
        <Sides comparison={value} address={address} change={change} />
      )}
    </Page>
  );
}

function Sides({ comparison, address, change }: Props & { comparison: Comparison }) {
  const { a, b, at } = comparison;
  const ended = isTerminal(a.status) && isTerminal(b.status);
  return (
    <>
      {!ended && (
        <Alert
          color="yellow"
          variant="light"
          py="xs"
          title={COMPARE_TEXT.running}
          data-testid="compare-running"
        >
          {COMPARE_TEXT.runningHint(dateTime(at))}
        </Alert>
      )}
      <SidesPanel comparison={comparison} />
      <Tabs
        value={address.tab}
        onChange={(tab) => change({ tab: (tab ?? 'documents') as CompareTab })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          {TABS.map(({ value, label, icon: Shape }) => (
            <Tabs.Tab
              key={value}
              value={value}
              leftSection={<Shape size={16} aria-hidden />}
              data-testid={`compare-tab-${value}`}
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="documents">
          <ChangesTab comparison={comparison} address={address} change={change} />
        </Tabs.Panel>
        <Tabs.Panel value="figures">
          <FiguresTab comparison={comparison} />
        </Tabs.Panel>
        <Tabs.Panel value="names">
          <NamesTab comparison={comparison} />
        </Tabs.Panel>
        <Tabs.Panel value="times">
          <TimesTab comparison={comparison} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
