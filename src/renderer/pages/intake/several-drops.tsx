/** Submits several drops at once, as a batch each, or joins them into one. */
import { Button, Checkbox, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconLayersIntersect, IconSend } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import type { Drop } from '../../../shared/intake.ts';
import { Panel } from '../../components/panel.tsx';
import { plural } from '../../lib/format.ts';
import { showError } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { type BatchFields, newFields } from '../../stores/drafts.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { INTAKE_TEXT, severalChoice, submitSummary } from '../../text/intake.ts';
import { LabelFields } from './label-fields.tsx';
import { submitDrop } from './submit-drop.ts';
import { useLabels } from './use-fields.ts';

/** @param drops those that can be submitted */
export function SeveralDrops({ drops }: { drops: readonly Drop[] }) {
  return drops.length < 2 ? null : <Chosen drops={drops} />;
}

function Chosen({ drops }: { drops: readonly Drop[] }) {
  const app = useAppStore();
  const labels = useLabels();
  const [omitted, setOmitted] = useState<ReadonlySet<string>>(new Set());
  const [common, setCommon] = useState({ matter: '', custodian: '' });
  const [asOne, setAsOne] = useState(false);
  const [name, setName] = useState('');
  const chosen = drops.filter(({ id }) => !omitted.has(id));
  const change = (part: Partial<Pick<BatchFields, 'matter' | 'custodian'>>): void => {
    setCommon((old) => ({ ...old, ...part }));
    app.drafts.setState((all) =>
      Object.fromEntries(chosen.map((drop) => [drop.id, { ...(all[drop.id] ?? newFields(drop)), ...part }])),
    );
  };
  const toggle = (id: string): void =>
    setOmitted((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  return (
    <Panel title={`${plural(drops.length, 'drop')} ready`} testId="several-drops">
      <Stack gap="xs">
        <Text size="sm">{INTAKE_TEXT.several}</Text>
        {drops.map((drop) => (
          <Checkbox
            key={drop.id}
            size="xs"
            label={`${drop.name}: ${drop.inventory === null ? '' : submitSummary(drop.inventory)}`}
            checked={!omitted.has(drop.id)}
            onChange={() => toggle(drop.id)}
          />
        ))}
        <Radio.Group
          value={asOne ? 'one' : 'each'}
          onChange={(value) => setAsOne(value === 'one')}
          aria-label={INTAKE_TEXT.severalAs}
          data-testid="several-as"
        >
          <Group gap="md">
            <Radio size="xs" value="each" label={severalChoice(chosen, false)} />
            <Radio size="xs" value="one" label={severalChoice(chosen, true)} />
          </Group>
        </Radio.Group>
        <Group align="flex-end" gap="xs">
          {asOne && (
            <TextInput
              label="Batch name"
              size="xs"
              maxLength={200}
              value={name}
              placeholder={joinedName(chosen)}
              onChange={(event) => setName(event.currentTarget.value)}
              style={{ flex: '2 1 190px' }}
              data-testid="joined-name"
            />
          )}
          <LabelFields values={common} change={change} labels={labels} testId="all" />
          <Buttons chosen={chosen} asOne={asOne} name={name.trim()} />
        </Group>
      </Stack>
    </Panel>
  );
}

/** Returns the matter and custodian that all drops agree on; empty where they do not. */
function agreed(drafts: readonly BatchFields[]): Pick<BatchFields, 'matter' | 'custodian'> {
  const [first] = drafts;
  const same = (field: 'matter' | 'custodian'): string =>
    first !== undefined && drafts.every((draft) => draft[field] === first[field]) ? first[field] : '';
  return { matter: same('matter'), custodian: same('custodian') };
}

const joinedName = ([first, ...others]: readonly Drop[]): string =>
  first === undefined ? '' : `${first.name} and ${others.length} more`;

interface ButtonProps {
  chosen: readonly Drop[];
  /** Submits one batch of all of them. */
  asOne: boolean;
  /** The name of that batch; empty: as the joined drop is called. */
  name: string;
}

function Buttons({ chosen, asOne, name }: ButtonProps) {
  const app = useAppStore();
  const [, go] = useLocation();
  const joinChosen = useCallback(async (): Promise<Drop> => {
    const joined = await app.bridge.request('intake.join', { dropIds: chosen.map(({ id }) => id) });
    const draftOf = (drop: Drop): BatchFields => app.drafts.getState()[drop.id] ?? newFields(drop);
    const labels = agreed(chosen.map(draftOf));
    for (const { id } of chosen) app.drops.remove(id);
    const named = name === '' ? {} : { name };
    app.drafts.setState({ [joined.id]: { ...newFields(joined), ...labels, ...named } });
    app.drops.put(joined);
    return joined;
  }, [app, chosen, name]);
  const submit = useAction(
    useCallback(async () => {
      if (asOne) {
        // If it is refused, the joined drop is in the list, to be looked at and submitted.
        await submitDrop(app, await joinChosen());
        go('/');
        return;
      }
      let failed = 0;
      // One after the other: each copies its originals, and one that fails keeps the others from nothing.
      for (const drop of chosen)
        await submitDrop(app, drop).catch((error: unknown) => {
          failed += 1;
          showError(error);
        });
      if (failed === 0) go('/');
    }, [app, chosen, go, asOne, joinChosen]),
  );
  const join = useAction(joinChosen);
  const tooFew = chosen.length < 2;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLayersIntersect size={16} aria-hidden />}
        disabled={tooFew || submit.busy}
        loading={join.busy}
        onClick={() => void join.run()}
        data-testid="join-drops"
      >
        Join into one
      </Button>
      <Button
        leftSection={<IconSend size={16} aria-hidden />}
        disabled={tooFew || join.busy}
        loading={submit.busy}
        onClick={() => void submit.run()}
        data-testid="submit-all"
      >
        Submit {plural(asOne ? 1 : chosen.length, 'batch', 'batches')}
      </Button>
    </>
  );
}
