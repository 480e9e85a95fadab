/** Titles and hints of the places that have nothing to show yet. */

export const EMPTY_TEXT = {
  overview: {
    title: 'Nothing is running',
    hint: 'Drag a folder of documents anywhere into this window. You can review the files before processing starts.',
  },
  /** While processing is offline, or Redwell itself is gone, nobody knows what runs. */
  overviewUnknown: {
    offline: 'Redwell cannot tell what is running',
    /** @param since the time when it was last known, such as `4:11 PM`; null if it never was */
    hint: (since: string | null): string =>
      since === null
        ? 'Processing was already offline when this page opened. You can add documents; they start when processing is back.'
        : `Processing has been offline since about ${since}. You can add documents; they start when processing is back.`,
    goneHint: (since: string | null): string =>
      since === null ? 'Redwell is not responding.' : `Redwell has not responded since about ${since}.`,
  },
  chart: 'No documents were processed in this period.',
  stageTimes: 'No stage has run in this period.',
  history: { title: 'No batches yet', hint: 'Add documents and submit them. Every batch stays listed here.' },
  historyNoMatch: 'No batches match',
  documents: 'No documents yet.',
  documentsNoMatch: 'No documents match. Choose “Show all” to clear the filters.',
  files: 'No files.',
  text: {
    title: 'No text',
    altered: 'The stored text was altered',
    reading: 'Redwell is still reading this document.',
    none: 'Redwell found no text in this document, or did not process it.',
  },
  mentions: 'No names found.',
  attempts: 'No stage has started yet.',
  entities: {
    noMatch: { title: 'No names match', hint: 'Shorten the search, or choose another kind.' },
    none: {
      title: 'No names found',
      hint: 'Redwell recognized no people, places, dates, amounts or citations in these documents.',
    },
    notYet: 'Not available yet',
    running:
      'Redwell collects the names of all documents when the batch has ended. Until then, each document’s page shows its own.',
    offline: 'Processing is offline. The list appears when processing is back.',
    soon: 'The list appears within seconds of the last document. If it does not, check the Health page, or choose “Run all again”.',
  },
  palette: 'Nothing found.',
} as const;

export const HEALTH_EMPTY_TEXT = {
  untilRedis: 'Not known until Redis responds.',
  work: 'Not known until Redis responds. The Overview shows what this computer recorded.',
  noWork: 'No documents were processed in this period.',
  cache: 'No results have been looked up yet. The numbers appear with the first batch.',
  workers: {
    title: 'No workers are connected.',
    hint: 'Batches wait until a worker connects. The local worker starts automatically; on other computers, run “redwell worker”.',
  },
  workersUnknown: {
    title: 'Workers are not known until Redis responds',
    hint: 'Workers report through Redis. Running workers wait for it and continue automatically.',
  },
  tuning:
    'Each worker chooses how many jobs it runs at a time. No worker is connected, or it has just started.',
  tuningUnknown: 'How many jobs run at a time is not known until Redis responds.',
  counters: 'Not checked yet. Redwell checks a batch automatically if it stalls for a minute.',
  countersOffline: 'Redwell checks the counters in Redis. You can check again when Redis responds.',
  countersNoBatch: 'No batch was running, so there was nothing to check.',
} as const;
