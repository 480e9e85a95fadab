/** Progress of a drop. The bar is striped while the total is unknown. */
import { Progress, Stack, Text } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import type { Drop } from '../../../shared/intake.ts';
import type { Upload } from '../../stores/uploads.ts';
import { dropProgressSentence } from '../../text/intake.ts';

export function DropProgress({ drop, upload }: { drop: Drop; upload: Upload | undefined }) {
  const reducedMotion = useReducedMotion();
  const sending = upload?.state === 'sending' ? upload : undefined;
  // While folders are scanned, the number of files grows, and a share of it would go back and forth.
  const { total } = drop;
  const [done, all] =
    sending === undefined ? [drop.read, total] : [sending.sent, sending.complete ? sending.found : null];
  const known = all !== null && all > 0;
  const value = known ? Math.min(100, (done / all) * 100) : 100;
  return (
    <Stack gap={6}>
      <Progress
        value={value}
        animated={!known && !reducedMotion}
        striped={!known}
        size={10}
        aria-label={`Adding ${drop.name}`}
        data-testid="drop-progress"
      />
      <Text size="sm" className="tabular" data-testid="drop-progress-text">
        {dropProgressSentence(drop, sending, total)}
      </Text>
    </Stack>
  );
}
