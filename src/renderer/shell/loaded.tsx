/** Shows a page once its script is loaded, and its outline until then. */
import { type ComponentType, Suspense, useState } from 'react';
import { PageOutline } from '../components/page-outline.tsx';
import type { LazyPage } from '../lib/lazy-page.ts';

export function Loaded<P extends object>({ page, props }: { page: LazyPage<P>; props: P }) {
  // The component must stay the same while the page is shown, or else it would lose its state.
  const [Shown] = useState((): ComponentType<P> => page.component());
  return (
    <Suspense fallback={<PageOutline />}>
      <Shown {...props} />
    </Suspense>
  );
}
