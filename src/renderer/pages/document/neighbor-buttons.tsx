/** Leads to the previous and the next document of a list, by button and by key. */
import { Button, Group, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useLayoutEffect } from 'react';
import { navigate } from '../../lib/address.ts';
import { count } from '../../lib/format.ts';
import { isTyping } from '../../lib/is-typing.ts';
import type { Neighbors } from './use-neighbors.ts';

/** Returns where a key leads: `next` for `]`, `j` and Alt+Down, `previous` for `[`, `k` and Alt+Up, `back` for `u`. */
export function stepOf({
  key,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'altKey'>): 'next' | 'previous' | 'back' | null {
  if (altKey) return key === 'ArrowDown' ? 'next' : key === 'ArrowUp' ? 'previous' : null;
  if (key === ']' || key === 'j') return 'next';
  if (key === '[' || key === 'k') return 'previous';
  return key === 'u' ? 'back' : null;
}

/** The list is one step back, however many documents were looked at. */
const go = (to: string | null): void => {
  if (to !== null) navigate(to, { replace: true });
};

export function NeighborButtons({ neighbors }: { neighbors: Neighbors }) {
  const { previous, next, back, position, total } = neighbors;
  // A key works as soon as the list shows the place: an effect that runs after the picture is drawn would miss one.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      const step = stepOf(event);
      if (step === null) return;
      event.preventDefault();
      go({ previous, next, back }[step]);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [previous, next, back]);
  return (
    <Group gap="xs" wrap="nowrap" role="group" aria-label="Documents of the list">
      <Text size="sm" className="muted tabular" data-testid="document-position">
        {total === null
          ? 'Loading the list …'
          : position === null
            ? 'No longer in the list'
            : `${count(position)} of ${count(total)}`}
      </Text>
      <Button
        variant="default"
        leftSection={<IconChevronUp size={15} aria-hidden />}
        disabled={previous === null}
        onClick={() => go(previous)}
        title="Previous document ( [ )"
        aria-keyshortcuts="[ k Alt+ArrowUp"
        data-testid="document-previous"
      >
        Previous
      </Button>
      <Button
        variant="default"
        leftSection={<IconChevronDown size={15} aria-hidden />}
        disabled={next === null}
        onClick={() => go(next)}
        title="Next document ( ] )"
        aria-keyshortcuts="] j Alt+ArrowDown"
        data-testid="document-next"
      >
        Next
      </Button>
    </Group>
  );
}
