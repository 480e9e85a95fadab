/** Keeps a list as it is while something in it is pressed: what moved or went between press and release gets no click. */
import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

/** What ends a press. After `blur`, the release goes to another window. */
const ENDS = ['pointerup', 'pointercancel', 'keyup', 'blur'] as const;
/** The right button opens a menu, and its release may never come. */
const RIGHT = 2;

export interface Held<T> {
  /** What to show: the latest value, and while something is pressed the one from the start of the press. */
  readonly shown: T;
  readonly isPressed: boolean;
  onPointerDown(event: PointerEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

/**
 * @param value what the list shows
 * @param part a selector of what can be pressed in the list. The two handlers belong on an element around all of it
 */
export function useHeld<T>(value: T, part: string): Held<T> {
  const [held, setHeld] = useState<{ value: T } | null>(null);
  const latest = useRef(value);
  // What is on the screen: a value that is being drawn when the press comes is not there yet.
  useLayoutEffect(() => {
    latest.current = value;
  }, [value]);
  useEffect(() => {
    if (held === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // The click follows the release at once, before the next task.
    const release = ({ type, target }: Event): void => {
      // The press itself takes the focus from another element. Only a window that loses it ends the press.
      if (type === 'blur' && target !== window) return;
      timer ??= setTimeout(() => setHeld(null));
    };
    for (const name of ENDS) window.addEventListener(name, release, true);
    return () => {
      clearTimeout(timer);
      for (const name of ENDS) window.removeEventListener(name, release, true);
    };
  }, [held]);
  const hold = useCallback(
    ({ target }: { target: EventTarget }): void => {
      if (target instanceof Element && target.closest(part) !== null)
        setHeld((before) => before ?? { value: latest.current });
    },
    [part],
  );
  const onPointerDown = useCallback(
    (event: PointerEvent): void => {
      if (event.button !== RIGHT) hold(event);
    },
    [hold],
  );
  const onKeyDown = useCallback(
    (event: KeyboardEvent): void => {
      // Space acts on its release.
      if (event.key === ' ') hold(event);
    },
    [hold],
  );
  return { shown: held === null ? value : held.value, isPressed: held !== null, onPointerDown, onKeyDown };
}
