/** The bar that submits a drop as a batch. It stays in sight while its drop is. */
import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type FormEvent, useCallback, useLayoutEffect } from 'react';
import { useLocation } from 'wouter';
import { PRIORITIES, type Priority } from '../../../shared/batches.ts';
import type { Drop, Inventory } from '../../../shared/intake.ts';
import { batchPath } from '../../lib/routes.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';
import { INTAKE_TEXT, submitSummary } from '../../text/intake.ts';
import { PRIORITY_LABEL } from '../../text/labels.ts';
import { LabelFields } from './label-fields.tsx';
import classes from './submit-bar.module.css';
import { submitDrop } from './submit-drop.ts';
import { useFields, useLabels } from './use-fields.ts';

/** How many bars are on the page. */
let bars = 0;

/**
 * Marks the page while a bar is on it, for the room that its style leaves above the bar. With `:has()`, the browser would style
 * the page anew for each element that comes or goes anywhere.
 */
function useRoomForBar(): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    bars += 1;
    dataset.submitBar = '';
    return () => {
      bars -= 1;
      if (bars === 0) delete dataset.submitBar;
    };
  }, []);
}

export function SubmitBar({ drop, inventory }: { drop: Drop; inventory: Inventory }) {
  useRoomForBar();
  const app = useAppStore();
  const [, go] = useLocation();
  const away = useRedisAway();
  const labels = useLabels();
  const [fields, change] = useFields(drop);
  const submit = useAction(
    useCallback(async () => {
      const batch = await submitDrop(app, drop);
      go(batchPath(batch.id));
    }, [app, drop, go]),
  );
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const nothing = inventory.files + inventory.members === inventory.excluded;
  return (
    <form
      onSubmit={onSubmit}
      className={classes.bar}
      data-testid="submit-form"
      aria-label={`Submit ${drop.name}`}
    >
      <Text size="sm" mb={6} className="tabular" aria-live="polite" data-testid="submit-summary">
        {submitSummary(inventory)}
      </Text>
      <Group align="flex-end" gap="xs">
        <TextInput
          label="Batch name"
          size="xs"
          required
          maxLength={200}
          value={fields.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          style={{ flex: '2 1 190px' }}
          data-testid="batch-name"
        />
        <LabelFields values={fields} change={change} labels={labels} testId="batch" />
        <SegmentedControl
          size="xs"
          value={fields.priority}
          onChange={(value) => change({ priority: value as Priority })}
          data={PRIORITIES.map((value) => ({ value, label: PRIORITY_LABEL[value] }))}
          aria-label="Priority"
          data-testid="batch-priority"
        />
        <Button
          type="submit"
          size="xs"
          leftSection={<IconSend size={16} aria-hidden />}
          loading={submit.busy || drop.status === 'submitting'}
          disabled={fields.name.trim() === '' || nothing}
          data-testid="submit-batch"
        >
          Submit batch
        </Button>
      </Group>
      {away && (
        <Text size="xs" mt={4} c="var(--rw-warn)">
          {INTAKE_TEXT.offline}
        </Text>
      )}
    </form>
  );
}
