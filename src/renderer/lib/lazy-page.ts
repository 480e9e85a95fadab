/** Pages that are loaded when they are opened, or shortly before. */
import { type ComponentType, lazy } from 'react';

export interface LazyPage<P extends object> {
  /** Starts loading; a failure is shown only when the page is opened. */
  prefetch(): void;
  /** Returns the page: at once if it is loaded, otherwise one that waits for it. Keep it for as long as it is shown. */
  component(): ComponentType<P>;
}

/** @param load imports the page. After a failure, the next opening tries again. */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): LazyPage<P> {
  let loading: Promise<ComponentType<P>> | null = null;
  let loaded: ComponentType<P> | null = null;
  const start = async (): Promise<ComponentType<P>> => {
    loading ??= load();
    try {
      loaded = await loading;
      return loaded;
    } catch (error) {
      loading = null;
      throw error;
    }
  };
  return {
    prefetch() {
      // Whoever opens the page is told.
      start().catch(() => undefined);
    },
    component: () => loaded ?? (lazy(async () => ({ default: await start() })) as ComponentType<P>),
  };
}
