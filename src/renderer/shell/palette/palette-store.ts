/** Whether the palette is open, and which of its items is selected. */
import { createSpotlight } from '@mantine/spotlight';

export const [paletteStore, spotlight] = createSpotlight();

/** Selects the first item of the list. Spotlight keeps the selection in an attribute and in its store. */
export function selectFirst(listId: string): void {
  const list = document.getElementById(listId);
  list?.querySelector('[data-selected]')?.removeAttribute('data-selected');
  const first = list?.querySelector('[data-action]');
  first?.setAttribute('data-selected', 'true');
  paletteStore.updateState((state) => ({ ...state, selected: first == null ? -1 : 0 }));
}
