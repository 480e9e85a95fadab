/** How the page looks beyond light and dark: its contrast and its density. Kept in this browser, not at the host. */
import { create } from 'zustand';

export const CONTRASTS = ['auto', 'standard', 'more'] as const;
export type Contrast = (typeof CONTRASTS)[number];
export const DENSITIES = ['comfortable', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

interface Look {
  /** `auto` follows the system. */
  readonly contrast: Contrast;
  readonly density: Density;
}

const KEY = 'redwell-look';
const DEFAULT: Look = { contrast: 'auto', density: 'comfortable' };
const WANTED = '(prefers-contrast: more)';

/** Returns a look from what a browser kept, which another version may have written. */
export function lookOf(kept: string | null): Look {
  const [contrast, density] = (kept ?? '').split(' ');
  return {
    contrast: CONTRASTS.find((one) => one === contrast) ?? DEFAULT.contrast,
    density: DENSITIES.find((one) => one === density) ?? DEFAULT.density,
  };
}

function readKept(): Look {
  try {
    return lookOf(localStorage.getItem(KEY));
  } catch {
    // The browser keeps nothing for this address. The page then looks as the system wants it.
    return DEFAULT;
  }
}

const useLookStore = create<Look>(readKept);
export const useLook = (): Look => useLookStore();

/** Writes the look into the root element, where the styles read it. */
function apply({ contrast, density }: Look): void {
  const more = contrast === 'more' || (contrast === 'auto' && matchMedia(WANTED).matches);
  const root = document.documentElement;
  root.dataset.contrast = more ? 'more' : 'standard';
  root.dataset.density = density;
}

/** Applies the look, now and after every change of it or of the system. Call it once. */
export function startLook(): void {
  apply(useLookStore.getState());
  useLookStore.subscribe(apply);
  matchMedia(WANTED).addEventListener('change', () => apply(useLookStore.getState()));
}

export function changeLook(change: Partial<Look>): void {
  const next = { ...useLookStore.getState(), ...change };
  useLookStore.setState(next);
  try {
    localStorage.setItem(KEY, `${next.contrast} ${next.density}`);
  } catch {
    // The look then holds until the page is closed.
  }
}
