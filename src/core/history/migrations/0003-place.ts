/** Which Redis a batch was submitted to. */
export const PLACE = `
-- As it is shown in Health, without secrets; null before it was submitted, and of batches older than this column.
ALTER TABLE batches ADD COLUMN place TEXT;
`;
