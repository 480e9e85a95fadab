/** Which item of the palette Enter opens: the first one, until an arrow key chooses another. */
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { PaletteItem } from './items.ts';

/** Returns the id of the option that shows an item. */
export const optionId = ({ id }: PaletteItem): string => `palette-${id.replaceAll(/[^\w-]/g, '_')}`;

interface Selection {
  readonly selected: PaletteItem | undefined;
  onKeyDown(event: KeyboardEvent): void;
}

/** @param typed whatever was chosen is forgotten when it changes */
export function useSelection(
  items: readonly PaletteItem[],
  typed: string,
  open: (item: PaletteItem) => void,
): Selection {
  const [chosen, setChosen] = useState({ id: '', typed });
  const wanted = chosen.typed === typed ? items.findIndex(({ id }) => id === chosen.id) : -1;
  const at = Math.max(0, wanted);
  const selected = items[at];
  const shown = selected === undefined ? null : optionId(selected);
  useEffect(() => {
    if (shown !== null) document.getElementById(shown)?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  return {
    selected,
    onKeyDown(event) {
      // Enter and the arrows belong to an input method while it composes a word.
      if (event.nativeEvent.isComposing) return;
      if (event.key === 'Enter' && selected !== undefined) open(selected);
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const next = items[(at + step + items.length) % items.length];
      if (step === 0 || next === undefined) return;
      event.preventDefault();
      setChosen({ id: next.id, typed });
    },
  };
}
