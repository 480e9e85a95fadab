/** Adds the address of the Redis that a batch was submitted to. */
export const PLACE = `
-- The address without secrets, as Health shows it; null before submission and for batches older than this column.
ALTER TABLE batches ADD COLUMN place TEXT;
`;
