/** Where the overlays appear, once the page is there and the browser has time for them. */
import { lazy, Suspense, useEffect } from 'react';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { prefetchAll } from '../pages/index.ts';
import { loadOverlays, useOverlays } from './overlays.ts';

const OverlayHost = lazy(() => import('./overlay-host.tsx'));

export function OverlaySlot() {
  const wanted = useOverlays((state) => state.wanted);
  useEffect(() => {
    const waiting = requestIdleCallback(() => {
      loadOverlays();
      prefetchAll();
    });
    return () => cancelIdleCallback(waiting);
  }, []);
  if (!wanted) return null;
  return (
    <ErrorBoundary>
      <Suspense fallback={null}>
        <OverlayHost />
      </Suspense>
    </ErrorBoundary>
  );
}
