/** Content that may be wider than its place. It can then be scrolled, also by keyboard. */
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  /** CSS padding. */
  padding: string | number;
  children: ReactNode;
}

/** A tab stop only while something is out of view: a stop at which nothing happens is in the way. */
export function ScrollSideways({ padding, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = (): void => {
      if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    };
    const sizes = new ResizeObserver(look);
    // The content may grow while the box does not, and may come later.
    const observe = (): void => {
      for (const part of [element, ...element.children]) sizes.observe(part);
    };
    const parts = new MutationObserver(observe);
    parts.observe(element, { childList: true });
    observe();
    return () => {
      sizes.disconnect();
      parts.disconnect();
    };
  }, []);
  return (
    <div ref={box} style={{ padding, overflowX: 'auto' }}>
      {children}
    </div>
  );
}
