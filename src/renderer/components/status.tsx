/** Shows a status as a badge. The icon and the label carry the meaning, so color is not needed. */
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconChecks,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
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
import classes from './status.module.css';

/** What a status means; each meaning has its color in tokens.css. */
type Meaning = 'wait' | 'run' | 'ok' | 'warn' | 'bad' | 'off';

interface Look {
  readonly icon: Icon;
  readonly meaning: Meaning;
}

const BATCH_LOOK: Readonly<Record<BatchStatus, Look>> = {
  outbox: { icon: IconInbox, meaning: 'wait' },
  submitting: { icon: IconUpload, meaning: 'run' },
  running: { icon: IconPlayerPlay, meaning: 'run' },
  paused: { icon: IconPlayerPause, meaning: 'wait' },
  canceling: { icon: IconHourglass, meaning: 'off' },
  completed: { icon: IconChecks, meaning: 'ok' },
  completed_with_warnings: { icon: IconAlertTriangle, meaning: 'warn' },
  completed_with_exceptions: { icon: IconCircleX, meaning: 'bad' },
  canceled: { icon: IconBan, meaning: 'off' },
  failed: { icon: IconCircleX, meaning: 'bad' },
};

const DOCUMENT_LOOK: Readonly<Record<DocumentStatus, Look>> = {
  pending: { icon: IconCircleDashed, meaning: 'wait' },
  running: { icon: IconPlayerPlay, meaning: 'run' },
  completed: { icon: IconCheck, meaning: 'ok' },
  exception: { icon: IconCircleX, meaning: 'bad' },
  canceled: { icon: IconBan, meaning: 'off' },
  duplicate: { icon: IconCopy, meaning: 'off' },
  excluded: { icon: IconCircleMinus, meaning: 'off' },
};

function StatusBadge({ look, label, testId }: { look: Look; label: string; testId?: string }) {
  const { icon: Shape, meaning } = look;
  return (
    <span
      className={classes.badge}
      data-meaning={meaning}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
    >
      <Shape size={13} aria-hidden />
      {label}
    </span>
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
