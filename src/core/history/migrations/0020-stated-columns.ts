/** Adds texts that stand in the load file itself, instead of a path. */
export const STATED_COLUMNS = `
-- The column of the load file in which the text of the document stands; null: in a file, or nowhere.
ALTER TABLE stated ADD COLUMN text_column TEXT;
DROP TRIGGER stated_text_added;
DROP TRIGGER stated_text_changed;
DROP TRIGGER stated_added;
${[
  ['text_added', 'INSERT ON texts'],
  ['text_changed', 'UPDATE OF body ON texts'],
]
  .map(
    ([name, event]) => `CREATE TRIGGER stated_${name} AFTER ${event} BEGIN
  INSERT INTO stated_due SELECT document FROM stated
    WHERE document = NEW.document AND coalesce(text_id, text_column) IS NOT NULL
    ON CONFLICT DO NOTHING;
  -- A duplicate shows the text of its twin.
  INSERT INTO stated_due SELECT s.document FROM documents d JOIN stated s ON s.document = d.n
    WHERE d.duplicate_of = (SELECT id FROM documents WHERE n = NEW.document)
      AND coalesce(s.text_id, s.text_column) IS NOT NULL
    ON CONFLICT DO NOTHING;
END;`,
  )
  .join('\n')}
CREATE TRIGGER stated_added AFTER INSERT ON stated WHEN coalesce(NEW.text_id, NEW.text_column) IS NOT NULL BEGIN
  INSERT INTO stated_due SELECT NEW.document FROM documents d
    WHERE d.n = NEW.document AND (d.text_at >= 0 OR d.duplicate_of IS NOT NULL) ON CONFLICT DO NOTHING;
END;
`;
