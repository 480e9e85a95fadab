/** Adds a checksum to each text, so that a text that was altered in the file is never shown as what Redwell read. */
export const TEXT_CHECKSUM = `
-- SHA-256, see text-rows.ts; null for texts that an earlier version stored, until they are stored again.
ALTER TABLE texts ADD COLUMN checksum BLOB;
`;
