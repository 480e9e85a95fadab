/** The last 24 hours: totals, a chart and the times of the stages. */
import { Grid, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Totals } from '../../../shared/health.ts';
import { Panel } from '../../components/panel.tsx';
import { StageTimesTable } from '../../components/stage-times.tsx';
import { Stat, StatGroup } from '../../components/stat.tsx';
import { ThroughputChart } from '../../components/throughput-chart.tsx';
import { bucketsOf } from '../../lib/buckets.ts';
import { age, bytes, count, share } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { REUSED_LABEL } from '../../text/labels.ts';

const MINUTE = 60_000;
const SPANS = {
  hour: { label: '60 min', spanMs: 60 * MINUTE, widthMs: MINUTE, unit: 'minute' },
  day: { label: '24 h', spanMs: 24 * 60 * MINUTE, widthMs: 30 * MINUTE, unit: 'half hour' },
} as const;
type Span = keyof typeof SPANS;

export function TotalsPanels({ totals }: { totals: Totals }) {
  const now = useNow(5000);
  const [spanName, setSpan] = useState<Span>('hour');
  const span = SPANS[spanName];
  const { cacheHits, cacheMisses } = totals;
  return (
    <>
      <Panel
        title={`Last ${totals.hours} hours`}
        aside={
          <Text size="xs" className="muted">
            Updated {age(now - totals.at)}
          </Text>
        }
        testId="totals"
      >
        <StatGroup>
          <Stat label="Documents" value={count(totals.documents)} testId="totals-documents" />
          <Stat
            label="Exceptions"
            value={count(totals.exceptions)}
            note={share(totals.exceptions, totals.documents)}
            {...(totals.exceptions > 0 ? { tone: 'bad' as const } : {})}
            testId="totals-exceptions"
          />
          <Stat label="Pages" value={count(totals.pages)} testId="totals-pages" />
          <Stat label="Volume" value={bytes(totals.bytes)} />
          <Stat
            label={REUSED_LABEL}
            value={share(cacheHits, cacheHits + cacheMisses)}
            note={`${count(cacheHits)} of ${count(cacheHits + cacheMisses)} results`}
            testId="totals-cache"
          />
        </StatGroup>
      </Panel>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 6, xl: 7 }}>
          <Panel
            title={`Documents per ${span.unit}`}
            h="100%"
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
              height={220}
            />
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6, xl: 5 }}>
          <Panel title="Time per stage" flush h="100%">
            <StageTimes totals={totals} />
          </Panel>
        </Grid.Col>
      </Grid>
    </>
  );
}

function StageTimes({ totals }: { totals: Totals }) {
  if (totals.stageTimes.length === 0)
    return (
      <Stack px="md" pb="md">
        <Text size="sm" className="muted">
          {EMPTY_TEXT.stageTimes}
        </Text>
      </Stack>
    );
  return <StageTimesTable times={totals.stageTimes} label="Time per stage" testId="stage-times" />;
}
