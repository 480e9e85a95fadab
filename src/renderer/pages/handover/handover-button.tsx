/** Opens the page that hands a batch over, from everywhere that shows an ended batch. */
import { Button } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { Link } from 'wouter';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { handoverPath } from '../../lib/routes.ts';
import { HANDOVER_TEXT } from '../../text/handover.ts';

interface Props {
  batch: Pick<Batch, 'id' | 'name' | 'status'>;
  /** Shows only the icon, for a row of a table. */
  compact?: boolean;
}

export function HandoverButton({ batch: { id, name, status }, compact = false }: Props) {
  if (!isTerminal(status)) return null;
  const icon = <IconPackageExport size={15} aria-hidden />;
  return compact ? (
    <Button
      component={Link}
      href={handoverPath(id)}
      variant="subtle"
      size="compact-xs"
      aria-label={HANDOVER_TEXT.row(name)}
      title={HANDOVER_TEXT.button}
      data-testid="handover-row"
    >
      {icon}
    </Button>
  ) : (
    <Button component={Link} href={handoverPath(id)} leftSection={icon} data-testid="batch-handover">
      {HANDOVER_TEXT.button}
    </Button>
  );
}
