/** The pages that are connected now, so that the host can send them to another address. */
export interface OpenPages {
  /** Registers a page; an address that was waiting for one goes to it. @returns removes the page */
  add(navigate: (to: string) => void): () => void;
  /** Sends every open page to `to`, or the next one that opens. */
  navigate(to: string): void;
}

export function openPages(): OpenPages {
  const pages = new Set<(to: string) => void>();
  let waiting: string | null = null;
  return {
    add(navigate) {
      pages.add(navigate);
      if (waiting !== null) navigate(waiting);
      waiting = null;
      return () => void pages.delete(navigate);
    },
    navigate(to) {
      if (pages.size === 0) waiting = to;
      for (const page of pages) page(to);
    },
  };
}
