/** Words of the palette. */
export const PALETTE_TEXT = {
  label: 'Find a batch, a document, a page or an action',
  placeholder: 'A batch, words in a document, a page or an action',
  list: 'Results',
  none: 'Nothing found.',
  groups: {
    recent: 'Recent',
    batches: 'Batches',
    pages: 'Pages',
    actions: 'Actions',
    documents: 'Documents',
  },
  searchAll: (query: string): string => `Search all documents for “${query}”`,
  searchAllAbout: 'With phrases, distances, fields and counts',
  searching: 'Searching the documents …',
  noHits: 'No document has these words.',
  hits: (hits: string): string => `${hits} in the text`,
  offline:
    'Processing is offline: pages, batches and documents can be found, but not paused, resumed or retried.',
  gone: 'Redwell is not responding: only pages that are already loaded, and the appearance, can be changed.',
  refusedOffline: 'Not possible while processing is offline',
  keys: '↑ ↓ to choose, Enter to open, Esc to close',
  found: (results: string): string => `${results}.`,
  actions: {
    pause: (name: string): string => `Pause “${name}”`,
    resume: (name: string): string => `Resume “${name}”`,
    retry: (name: string): string => `Retry failed documents of “${name}”`,
    retryAbout: (documents: string): string => `${documents} that a retry can help`,
    add: 'Add documents',
    print: 'Print this page',
    shortcuts: 'Show keyboard shortcuts',
    light: 'Light appearance',
    dark: 'Dark appearance',
    auto: 'Match the system’s appearance',
    moreContrast: 'High contrast',
    standardContrast: 'Standard contrast',
    compact: 'Compact density',
    comfortable: 'Comfortable density',
  },
} as const;

/** The page that no list of pages has, because few need it. */
export const CHECK_PACK = 'Check a pack';
export const CHECK_PACK_ABOUT = 'Whether an evidence pack or a bag is as it was handed over';
