/** What covers the page on request. Its script comes after the page, so a request may have to wait for it. */
import { create } from 'zustand';
import { collectTyped } from './palette/typed-ahead.ts';

type Overlay = 'palette' | 'shortcuts';

interface Overlays {
  /** Whether the script is wanted. */
  readonly wanted: boolean;
  /** What is to be opened next. */
  readonly asked: Overlay | null;
}

export const useOverlays = create<Overlays>(() => ({ wanted: false, asked: null }));

export function openPalette(): void {
  collectTyped();
  useOverlays.setState({ wanted: true, asked: 'palette' });
}
export const openShortcuts = (): void => useOverlays.setState({ wanted: true, asked: 'shortcuts' });
/** Loads the overlays, so that they open at once later. */
export const loadOverlays = (): void => useOverlays.setState({ wanted: true });
/** Takes the request, so that it is carried out once. */
export const takeAsked = (): void => useOverlays.setState({ asked: null });
