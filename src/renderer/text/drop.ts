/** What every page says while files are dragged over it. */
export const DROP_TEXT = {
  title: 'Drop to add documents',
  subtitle: 'Review the files first. Processing starts when you submit them.',
} as const;
