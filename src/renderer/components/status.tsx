/** Shows a status as a badge. The icon and the label carry the meaning, so color is not needed. */
import { Badge } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconChecks,
  IconCircleDashed,
  IconCircleX,
  IconClockPause,
  IconCopy,
  IconHourglass,
  IconInbox,
  IconPlayerPause,
  IconPlayerPlay,
  IconUpload,
} from '@tabler/icons-react';
import type { BatchStatus } from '../../shared/batches.ts';
import type { DocumentStatus } from '../../shared/documents.ts';
import { BATCH_STATUS_LABEL, DOCUMENT_STATUS_LABEL } from '../text/labels.ts';

interface Look {
  readonly icon: Icon;
  readonly color: string;
}

const BATCH_LOOK: Readonly<Record<BatchStatus, Look>> = {
  outbox: { icon: IconInbox, color: 'yellow' },
  submitting: { icon: IconUpload, color: 'ink' },
  running: { icon: IconPlayerPlay, color: 'ink' },
  paused: { icon: IconPlayerPause, color: 'yellow' },
  canceling: { icon: IconHourglass, color: 'orange' },
  completed: { icon: IconChecks, color: 'teal' },
  completed_with_warnings: { icon: IconAlertTriangle, color: 'yellow' },
  completed_with_exceptions: { icon: IconAlertTriangle, color: 'orange' },
  canceled: { icon: IconBan, color: 'gray' },
  failed: { icon: IconCircleX, color: 'red' },
};

const DOCUMENT_LOOK: Readonly<Record<DocumentStatus, Look>> = {
  pending: { icon: IconCircleDashed, color: 'gray' },
  running: { icon: IconPlayerPlay, color: 'ink' },
  completed: { icon: IconCheck, color: 'teal' },
  exception: { icon: IconCircleX, color: 'red' },
  canceled: { icon: IconBan, color: 'gray' },
  duplicate: { icon: IconCopy, color: 'gray' },
  excluded: { icon: IconClockPause, color: 'gray' },
};

function StatusBadge({ look, label, testId }: { look: Look; label: string; testId?: string }) {
  const Shape = look.icon;
  return (
    <Badge
      color={look.color}
      leftSection={<Shape size={13} aria-hidden />}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
      style={{ flexShrink: 0 }}
    >
      {label}
    </Badge>
  );
}

export const BatchStatusBadge = ({ status, testId }: { status: BatchStatus; testId?: string }) => (
  <StatusBadge
    look={BATCH_LOOK[status]}
    label={BATCH_STATUS_LABEL[status]}
    {...(testId === undefined ? {} : { testId })}
  />
);

export const DocumentStatusBadge = ({ status }: { status: DocumentStatus }) => (
  <StatusBadge look={DOCUMENT_LOOK[status]} label={DOCUMENT_STATUS_LABEL[status]} />
);
