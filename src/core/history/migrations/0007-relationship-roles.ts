/** Adds what one entity is to another in a relationship, as the document says it: `plaintiff`, `chief financial officer`. */
export const RELATIONSHIP_ROLES = `
-- Null for relationships without a role, and for those that an earlier version found.
ALTER TABLE relationships ADD COLUMN role TEXT;
ALTER TABLE batch_relationships ADD COLUMN role TEXT;
`;
