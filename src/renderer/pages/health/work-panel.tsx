/** What all workers on this Redis did in the last 24 hours, no matter which app submitted it. */
import { Text } from '@mantine/core';
import type { Health } from '../../../shared/health.ts';
import { Panel } from '../../components/panel.tsx';
import { StageTimesTable } from '../../components/stage-times.tsx';
import { bytes, dateTime, plural } from '../../lib/format.ts';
import { HEALTH_EMPTY_TEXT } from '../../text/empty.ts';

export function WorkPanel({ health: { work } }: { health: Health }) {
  return (
    <Panel
      title="Work on this Redis"
      flush
      testId="health-work"
      {...(work === null
        ? {}
        : {
            aside: (
              <Text size="xs" className="muted">
                Since {dateTime(work.since)}, all apps and workers
              </Text>
            ),
          })}
    >
      {work === null ? (
        <Text size="sm" className="muted" px="md" pb="md">
          {HEALTH_EMPTY_TEXT.work}
        </Text>
      ) : work.documents + work.stageTimes.length === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md">
          {HEALTH_EMPTY_TEXT.noWork}
        </Text>
      ) : (
        <>
          <Text size="sm" className="tabular" px="md" pb="xs">
            {plural(work.documents, 'document')}, {plural(work.exceptions, 'exception')},{' '}
            {plural(work.pages, 'page')}, {bytes(work.bytes)}
          </Text>
          {work.stageTimes.length > 0 && (
            <StageTimesTable
              times={work.stageTimes}
              label="Time per stage on this Redis"
              testId="health-stage-times"
            />
          )}
        </>
      )}
    </Panel>
  );
}
