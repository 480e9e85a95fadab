/** Says on the first pages that history was damaged, or is: an empty list must never look like nothing happened. */
import { Stack } from '@mantine/core';
import { HISTORY_RECOVERY } from '../../shared/health.ts';
import { useHealth } from '../stores/use-app-store.ts';
import { WarningAlert } from './warning-alert.tsx';

export function HistoryNotice() {
  const warnings = useHealth().value?.warnings ?? [];
  const about = warnings.filter(({ code }) => code === HISTORY_RECOVERY || code === 'history');
  if (about.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="About history" data-testid="history-notice">
      {about.map((warning) => (
        <WarningAlert key={warning.code} warning={warning} />
      ))}
    </Stack>
  );
}
