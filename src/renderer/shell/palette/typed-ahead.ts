/** Keeps what is typed before the palette has the focus, so that no letter is lost or taken for a shortcut. */

/** If the palette does not open by then, keys are for the page again. */
const LONGEST_MS = 2000;

let typed = '';
let stop = (): void => undefined;

/** Collects letters from now on, wherever the focus is. */
export function collectTyped(): void {
  stop();
  typed = '';
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    typed += event.key;
  };
  window.addEventListener('keydown', onKey, { capture: true });
  const timer = setTimeout(() => stop(), LONGEST_MS);
  stop = () => {
    clearTimeout(timer);
    window.removeEventListener('keydown', onKey, { capture: true });
  };
}

/** Ends collecting. @returns what was typed since it began */
export function takeTyped(): string {
  stop();
  const taken = typed;
  typed = '';
  return taken;
}
