/**
 * Adds what similar texts and threads of mails are found from, and what was found. All of it is worked out from the texts in
 * the background (see core/similarity), so it may be emptied and filled again and is not STRICT: see 0009.
 */

/** Similar texts are looked for within a matter. Batches without a matter have nothing to do with each other. */
export const SIMILAR_SCOPE = `iif(b.matter = '', 'batch ' || b.id, 'matter ' || b.matter)`;

/** A change has a mark of its own, so that a change that comes while an earlier one is worked on is not lost. */
const dirty = (document: string): string =>
  `INSERT OR REPLACE INTO similar_dirty (document, mark) VALUES (${document}, (random() % 9007199254740991));`;

const dirtyScope = (document: string): string =>
  `INSERT OR REPLACE INTO similar_scopes (scope, mark)
     SELECT scope, (random() % 9007199254740991) FROM similar_texts WHERE document = ${document};`;

const forget = (document: string): string => `${dirtyScope(document)}
  ${['similar_texts', 'similar_families', 'mail_threads', 'similar_dirty']
    .map((table) => `DELETE FROM ${table} WHERE document = ${document};`)
    .join('\n  ')}`;

export const SIMILAR = `
CREATE TABLE similar_texts (
  document INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  words INTEGER NOT NULL,
  -- Fingerprint of the words in their order.
  digest TEXT NOT NULL,
  -- 128 numbers of 16 bits, little-endian; null for a text that is too short to compare.
  signature BLOB,
  -- JSON, see MailFacts in core/similarity/mail-facts.ts; null for a document that is not a mail.
  mail TEXT
);
CREATE INDEX similar_texts_scope ON similar_texts (scope, document);
-- Documents whose family has another member. The pivot's own row has 100 percent.
CREATE TABLE similar_families (
  document INTEGER PRIMARY KEY,
  pivot INTEGER NOT NULL,
  percent INTEGER NOT NULL,
  -- Digests of the two texts that were compared: the percentage holds as long as they do.
  compared TEXT NOT NULL
);
CREATE INDEX similar_families_pivot ON similar_families (pivot, percent, document);
-- Mails whose thread has another member.
CREATE TABLE mail_threads (
  document INTEGER PRIMARY KEY,
  thread INTEGER NOT NULL,
  place INTEGER NOT NULL,
  parent INTEGER,
  -- A mail that contains all of it; null for an inclusive one.
  contained_in INTEGER
);
CREATE INDEX mail_threads_thread ON mail_threads (thread, place);

-- Documents whose text changed, and scopes whose families are out of date.
CREATE TABLE similar_dirty (document INTEGER PRIMARY KEY, mark INTEGER NOT NULL);
INSERT INTO similar_dirty SELECT document, (random() % 9007199254740991) FROM texts;
CREATE TABLE similar_scopes (scope TEXT PRIMARY KEY, mark INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER similar_text_added AFTER INSERT ON texts BEGIN ${dirty('NEW.document')} END;
CREATE TRIGGER similar_text_changed AFTER UPDATE ON texts BEGIN ${dirty('NEW.document')} END;
CREATE TRIGGER similar_text_removed AFTER DELETE ON texts BEGIN ${forget('OLD.document')} END;
`;
