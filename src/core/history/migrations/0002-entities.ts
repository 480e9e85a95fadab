/** Adds the canonical entities and relationships of whole batches. */
export const ENTITIES = `
-- One resolution of a batch's entities. Once it is whole, the app shows it and removes older ones.
CREATE TABLE resolutions (
  n INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL REFERENCES batches (n),
  run INTEGER NOT NULL,
  whole INTEGER NOT NULL DEFAULT 0,
  -- Documents it covers, and completed documents whose results were missing.
  documents INTEGER NOT NULL DEFAULT 0,
  missing INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX resolutions_batch ON resolutions (batch, run);

CREATE TABLE batch_entities (
  n INTEGER PRIMARY KEY,
  resolution INTEGER NOT NULL REFERENCES resolutions (n),
  -- Rank: entities in most documents come first.
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  documents INTEGER NOT NULL,
  mentions INTEGER NOT NULL
) STRICT;
CREATE INDEX batch_entities_place ON batch_entities (resolution, place);
CREATE INDEX batch_entities_name ON batch_entities (resolution, kind, name);

-- The names of an entity in single documents (entities.canonical), most mentioned first.
CREATE TABLE batch_entity_names (
  entity INTEGER NOT NULL REFERENCES batch_entities (n),
  place INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (entity, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch_entity_documents (
  entity INTEGER NOT NULL REFERENCES batch_entities (n),
  document INTEGER NOT NULL REFERENCES documents (n),
  mentions INTEGER NOT NULL,
  PRIMARY KEY (entity, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch_relationships (
  n INTEGER PRIMARY KEY,
  resolution INTEGER NOT NULL REFERENCES resolutions (n),
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  source INTEGER NOT NULL REFERENCES batch_entities (n),
  target INTEGER NOT NULL REFERENCES batch_entities (n),
  weight REAL NOT NULL,
  documents INTEGER NOT NULL,
  evidence TEXT NOT NULL
) STRICT;
CREATE INDEX batch_relationships_place ON batch_relationships (resolution, place);
CREATE INDEX batch_relationships_source ON batch_relationships (source, place);
CREATE INDEX batch_relationships_target ON batch_relationships (target, place);
`;
