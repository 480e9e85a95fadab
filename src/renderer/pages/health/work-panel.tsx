/** What all workers on this Redis did in a day, whichever console submitted it. */
import { Text } from '@mantine/core';
import type { Health } from '../../../shared/health.ts';
import { Panel } from '../../components/panel.tsx';
import { StageTimesTable } from '../../components/stage-times.tsx';
import { bytes, dateTime, plural } from '../../lib/format.ts';

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
                Since {dateTime(work.since)}, all consoles and workers
              </Text>
            ),
          })}
    >
      {work === null ? (
        <Text size="sm" className="muted" px="md" pb="md">
          Not known until Redis answers. The Overview shows what this computer recorded.
        </Text>
      ) : work.documents + work.stageTimes.length === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md">
          No document has been processed in this time.
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
