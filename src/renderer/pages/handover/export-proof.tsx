/** The root hash of a pack, and the button that proves the pack again. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCopy, IconShieldCheck } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { PackCheck } from '../../../shared/handover.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { copyText } from '../../lib/copy-text.ts';
import { showDone } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { checkText, HANDOVER_TEXT } from '../../text/handover.ts';
import classes from './handover.module.css';

export function CopyButton({ what, text }: { what: string; text: string }) {
  const copy = useAction(
    useCallback(async () => {
      await copyText(text);
      showDone({ title: `Copied the ${what}` });
    }, [text, what]),
  );
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<IconCopy size={14} aria-hidden />}
      onClick={() => void copy.run()}
    >
      {`${HANDOVER_TEXT.copy} ${what}`}
    </Button>
  );
}

export function RootHash({ hash }: { hash: string }) {
  return (
    <div>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {HANDOVER_TEXT.rootHash}
        </Text>
        <CopyButton what="root hash" text={hash} />
      </Group>
      <div className={classes.hash} data-testid="export-root">
        {hash}
      </div>
      <Text size="xs" className="muted">
        {HANDOVER_TEXT.rootHint}
      </Text>
    </div>
  );
}

/** Reads a pack again, and says whether it is what was handed over. */
export function Proof({ exportId }: { exportId: string }) {
  const { bridge } = useAppStore();
  const [check, setCheck] = useState<PackCheck | null>(null);
  const verify = useAction(
    useCallback(async () => {
      setCheck(null);
      setCheck(await bridge.request('handover.verify', { exportId }));
    }, [bridge, exportId]),
    'caller',
  );
  const stop = useAction(
    useCallback(() => bridge.request('handover.cancel', { exportId }), [bridge, exportId]),
  );
  return (
    <Stack gap={6} align="flex-start">
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconShieldCheck size={15} aria-hidden />}
          // A disabled button would lose the focus.
          aria-disabled={verify.busy}
          onClick={() => void verify.run()}
          data-testid="export-verify"
        >
          {verify.busy ? HANDOVER_TEXT.verifying : HANDOVER_TEXT.verify}
        </Button>
        {verify.busy && (
          <Button variant="subtle" size="xs" onClick={() => void stop.run()}>
            Stop
          </Button>
        )}
      </Group>
      {verify.error !== null && <ErrorAlert error={verify.error} />}
      {check !== null && (
        <Text
          size="sm"
          fw={500}
          role={check.whole ? 'status' : 'alert'}
          c={check.whole ? 'var(--rw-ok-text)' : 'var(--rw-bad-text)'}
          className="breakable"
          data-testid="export-check"
        >
          {checkText(check)}
        </Text>
      )}
    </Stack>
  );
}
