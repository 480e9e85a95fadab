/** What is selected, and what can be done with it. */
import { Button, Checkbox, Group, Text, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconFileSymlink,
  IconKey,
  IconRefresh,
  IconUserPlus,
  IconX,
} from '@tabler/icons-react';
import { useConnection, useRedisAway } from '../../stores/use-app-store.ts';
import { NEEDS_TEXT } from '../../text/needs.ts';
import type { DialogName } from './decision-dialogs.tsx';
import type { Chosen } from './use-chosen.ts';

interface Props {
  chosen: Chosen;
  total: number;
  dismissed: boolean;
  busy: boolean;
  ask(dialog: DialogName): void;
  replace(): void;
  retry(): void;
  reopen(): void;
}

/** Returns why an action cannot be used now; null if it can. */
function useReasons({ chosen, busy }: Pick<Props, 'chosen' | 'busy'>) {
  const { host } = useConnection();
  const away = useRedisAway();
  const never =
    host === 'closed'
      ? NEEDS_TEXT.gone
      : chosen.count === 0
        ? NEEDS_TEXT.selectFirst
        : chosen.isTooMany
          ? NEEDS_TEXT.tooMany
          : busy
            ? ''
            : null;
  const processing = never ?? (away ? NEEDS_TEXT.offline : null);
  return {
    decide: never,
    retry: processing ?? (chosen.retryable === 0 ? NEEDS_TEXT.pointless : null),
    unlock: processing ?? (chosen.locked === 0 ? NEEDS_TEXT.notLocked : null),
    replace: never ?? (chosen.replaceable === null ? NEEDS_TEXT.replaceOne : null),
    note: host === 'closed' ? NEEDS_TEXT.gone : away ? NEEDS_TEXT.offline : null,
  };
}

export function ActionBar({ chosen, total, dismissed, busy, ask, replace, retry, reopen }: Props) {
  const reasons = useReasons({ chosen, busy });
  return (
    <Group gap="xs" mt="sm" data-testid="needs-actions" role="group" aria-label="Selected items">
      <Checkbox
        size="xs"
        checked={chosen.isAllLoaded}
        indeterminate={chosen.count > 0 && !chosen.isAllLoaded}
        disabled={total === 0}
        onChange={chosen.toggleAll}
        label={chosen.count === 0 ? 'Select all' : NEEDS_TEXT.selected(chosen.count)}
        data-testid="needs-select-all"
      />
      {dismissed ? (
        <Tool
          reason={reasons.decide}
          icon={IconArrowBackUp}
          label="Bring back"
          onClick={reopen}
          testId="needs-reopen"
        />
      ) : (
        <>
          <Tool
            reason={reasons.retry}
            icon={IconRefresh}
            label="Retry"
            onClick={retry}
            testId="needs-retry"
          />
          <Tool
            reason={reasons.unlock}
            icon={IconKey}
            label="Add password"
            onClick={() => ask('passwords')}
            testId="needs-unlock"
          />
          <Tool
            reason={reasons.replace}
            icon={IconFileSymlink}
            label="Replace"
            onClick={replace}
            testId="needs-replace"
          />
          <Tool
            reason={reasons.decide}
            icon={IconUserPlus}
            label="Assign"
            onClick={() => ask('assign')}
            testId="needs-assign"
          />
          <Tool
            reason={reasons.decide}
            icon={IconX}
            label="Dismiss"
            onClick={() => ask('dismiss')}
            testId="needs-dismiss"
          />
        </>
      )}
      {chosen.isAllLoaded && chosen.count < total && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={chosen.takeEverything}
          data-testid="needs-everything"
        >
          {NEEDS_TEXT.selectAll(total)}
        </Button>
      )}
      {chosen.isEverything && (
        <Text size="sm" role="status">
          {NEEDS_TEXT.allSelected(total)}
        </Text>
      )}
      {reasons.note !== null && (
        <Text size="sm" className="muted" data-testid="needs-offline">
          {reasons.note}
        </Text>
      )}
    </Group>
  );
}

interface ToolProps {
  /** Why it cannot be used; null if it can. */
  reason: string | null;
  icon: typeof IconX;
  label: string;
  onClick(): void;
  testId: string;
}

/** A button that stays reachable while it cannot be used, so that its tooltip can say why. */
function Tool({ reason, icon: Shape, label, onClick, testId }: ToolProps) {
  return (
    <Tooltip label={reason} disabled={reason === null || reason === ''} multiline maw={320}>
      <Button
        variant="default"
        size="xs"
        leftSection={<Shape size={15} aria-hidden />}
        {...(reason === null ? {} : { 'aria-disabled': true, 'data-disabled': true })}
        onClick={() => {
          if (reason === null) onClick();
        }}
        data-testid={testId}
      >
        {label}
      </Button>
    </Tooltip>
  );
}
