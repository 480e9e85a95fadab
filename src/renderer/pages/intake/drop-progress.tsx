/** How far a drop is. While its size is unknown the bar says so by having no end. */
import { Progress, Stack, Text } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import type { Drop } from '../../../shared/intake.ts';
import { bytes, count, plural } from '../../lib/format.ts';
import type { Upload } from '../../stores/uploads.ts';

export function DropProgress({ drop, upload }: { drop: Drop; upload: Upload | undefined }) {
  const still = useReducedMotion();
  const sending = upload?.state === 'sending' ? upload : undefined;
  const total = drop.total ?? (drop.status === 'receiving' ? null : drop.found);
  const known = total !== null && total > 0 && sending === undefined;
  const value = known ? Math.min(100, (drop.read / total) * 100) : 100;
  return (
    <Stack gap={6}>
      <Progress
        value={value}
        animated={!known && !still}
        striped={!known}
        size={10}
        aria-label={`Taking in ${drop.name}`}
        data-testid="drop-progress"
      />
      <Text size="sm" className="tabular" data-testid="drop-progress-text">
        {wordsOf(drop, sending, total)}
      </Text>
    </Stack>
  );
}

function wordsOf(drop: Drop, sending: Upload | undefined, total: number | null): string {
  if (sending !== undefined)
    return `Sending: ${count(sending.sent)} of ${count(sending.found)} files found so far, ${bytes(sending.bytes)}${sending.skipped > 0 ? `, ${count(sending.skipped)} could not be read` : ''}`;
  if (drop.status === 'submitting') return 'Copying the originals and writing the manifest …';
  if (total === null)
    return `${plural(drop.found, 'file')} found, ${count(drop.read)} read, ${bytes(drop.readBytes)}`;
  return `${count(drop.read)} of ${plural(total, 'file')} read, ${bytes(drop.readBytes)}`;
}
