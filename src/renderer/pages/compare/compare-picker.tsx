/** Asks which batch another one is to be compared with. */
import { Button, Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { IconArrowsExchange, IconSearch } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { navigate } from '../../lib/address.ts';
import { dateTime, plural } from '../../lib/format.ts';
import { comparePath } from '../../lib/routes.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { COMPARE_TEXT } from '../../text/compare.ts';
import classes from './compare-picker.module.css';

export type Chosen = Pick<Batch, 'id' | 'name' | 'createdAt'>;

/** Batches that are offered at once; a search finds the others. */
const OFFERED = 20;

/** A button that asks for the second batch. @param props.compact shows only the icon, for a row of a table */
export function CompareButton({ batch, compact = false }: { batch: Chosen; compact?: boolean }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      {compact ? (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={open}
          aria-label={COMPARE_TEXT.pick(batch.name)}
          title="Compare with …"
          data-testid="compare-row"
        >
          <IconArrowsExchange size={15} aria-hidden />
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<IconArrowsExchange size={15} aria-hidden />}
          onClick={open}
          data-testid="batch-compare"
        >
          Compare with …
        </Button>
      )}
      <Modal opened={opened} onClose={close} title={COMPARE_TEXT.pick(batch.name)} centered size="lg">
        <Text size="sm" className="muted" mb="sm">
          {COMPARE_TEXT.pickHint}
        </Text>
        <BatchChoice without={batch.id} onChoose={(other) => compare(batch, other)} />
      </Modal>
    </>
  );
}

/** Opens the comparison, the earlier batch first. */
export function compare(one: Chosen, other: Chosen): void {
  const [a, b] = one.createdAt <= other.createdAt ? [one, other] : [other, one];
  navigate(comparePath(a.id, b.id));
}

interface ChoiceProps {
  /** The batch that is not offered. */
  without: string | null;
  onChoose: (batch: Chosen) => void;
}

/** Finds batches by name, matter or custodian; the newest are offered at once. */
export function BatchChoice({ without, onChoose }: ChoiceProps) {
  const { bridge } = useAppStore();
  const [search, setSearch] = useState('');
  const [sent] = useDebouncedValue(search, 200);
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('batches.list', { search: sent, limit: OFFERED + 1 }), [bridge, sent]),
  );
  const others = value?.items.filter(({ id }) => id !== without) ?? [];
  const offered = others.slice(0, OFFERED);
  const more = others.length > OFFERED || (value?.next ?? null) !== null;
  return (
    <Stack gap="sm">
      <TextInput
        label="Search"
        placeholder="Name, matter or custodian"
        leftSection={<IconSearch size={15} aria-hidden />}
        maxLength={200}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        data-autofocus
        data-testid="compare-search"
      />
      {error !== null && <ErrorAlert error={error} retry={reload} />}
      <ul className={classes.list} aria-label="Batches">
        {offered.map((other) => (
          <li key={other.id}>
            <UnstyledButton
              className={classes.choice}
              onClick={() => onChoose(other)}
              data-testid="compare-choice"
            >
              <Text size="sm" fw={500} component="div" title={other.name}>
                <MiddleTruncate text={other.name} />
              </Text>
              <Text size="xs" className="muted truncate">
                {[
                  other.matter,
                  other.custodian,
                  dateTime(other.createdAt),
                  plural(other.equation.received, 'document'),
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {more && (
        <Text size="xs" className="muted">
          {COMPARE_TEXT.newest(offered.length)}
        </Text>
      )}
      {value !== null && offered.length === 0 && (
        <Text size="sm" role="status">
          {COMPARE_TEXT.none}
        </Text>
      )}
    </Stack>
  );
}
