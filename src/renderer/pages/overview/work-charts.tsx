/** What was done over time, and how long stages take. Loaded after the batches, because charts are large. */
import { SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import type { Totals } from '../../../shared/health.ts';
import { Panel } from '../../components/panel.tsx';
import { StageTimesTable } from '../../components/stage-times.tsx';
import { ThroughputChart } from '../../components/throughput-chart.tsx';
import { bucketsOf } from '../../lib/buckets.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';

const MINUTE = 60_000;
const SPANS = {
  hour: { label: '60 min', spanMs: 60 * MINUTE, widthMs: MINUTE, unit: 'minute' },
  day: { label: '24 h', spanMs: 24 * 60 * MINUTE, widthMs: 30 * MINUTE, unit: 'half hour' },
} as const;
type Span = keyof typeof SPANS;

export default function WorkCharts({ totals }: { totals: Totals }) {
  const [spanName, setSpan] = useState<Span>('hour');
  const span = SPANS[spanName];
  return (
    <>
      <Panel
        title={`Documents per ${span.unit}`}
        aside={
          <SegmentedControl
            size="xs"
            value={spanName}
            onChange={(value) => setSpan(value as Span)}
            data={Object.entries(SPANS).map(([value, { label }]) => ({ value, label }))}
            aria-label="Period"
          />
        }
      >
        <ThroughputChart
          buckets={bucketsOf(totals.minutes, totals.at, span.spanMs, span.widthMs)}
          height={180}
        />
      </Panel>
      <Panel title="Time per stage" flush>
        {totals.stageTimes.length === 0 ? (
          <Text size="sm" className="muted" px="md" pb="md">
            {EMPTY_TEXT.stageTimes}
          </Text>
        ) : (
          <StageTimesTable times={totals.stageTimes} label="Time per stage" testId="stage-times" />
        )}
      </Panel>
    </>
  );
}
