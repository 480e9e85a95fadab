/** Explains a control on hover and focus. Its script comes after the page, because nobody needs it in the first second. */
import { lazy, type RefObject, Suspense } from 'react';

const TargetTooltip = lazy(() => import('./tooltip.tsx'));

export function Hint(props: { target: RefObject<HTMLElement | null>; label: string }) {
  return (
    <Suspense fallback={null}>
      <TargetTooltip {...props} />
    </Suspense>
  );
}
