/** What documents state about themselves, and when the original files were last changed (Unix ms). */
export const METADATA = `
ALTER TABLE texts ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE documents ADD COLUMN modified_at INTEGER;
`;
