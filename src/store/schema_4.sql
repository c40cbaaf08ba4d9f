-- What readers have mended about names: all of it follows from the decisions and can be had again.

-- `base` is the entity before anybody decided anything (none until the names are resolved);
-- `moved_…` is what decisions about forms and single mentions add to the counts, or take from them;
-- `first` is the first document that mentions the name.
ALTER TABLE name ADD COLUMN base INTEGER;
ALTER TABLE name ADD COLUMN moved_documents INTEGER NOT NULL DEFAULT 0;
ALTER TABLE name ADD COLUMN moved_mentions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE name ADD COLUMN first INTEGER;
UPDATE name SET base = entity WHERE entity <> id;
CREATE INDEX name_base ON name (base) WHERE base <> id;
ALTER TABLE form ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;

-- The name that readers gave to an entity.
CREATE TABLE label (entity INTEGER PRIMARY KEY, text TEXT NOT NULL, key TEXT NOT NULL);
CREATE INDEX label_key ON label (key);

-- Mentions of a name in one of its forms that belong to another name.
CREATE TABLE form_rule (
  name INTEGER NOT NULL,
  form TEXT NOT NULL,
  target INTEGER NOT NULL,
  PRIMARY KEY (name, form)
) WITHOUT ROWID;

-- A name that is short for another in one document, known from another version of its text.
CREATE TABLE kin_rule (
  document INTEGER NOT NULL,
  name INTEGER NOT NULL,
  target INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (document, name)
) WITHOUT ROWID;

CREATE INDEX kin_rule_target ON kin_rule (target);

-- Documents whose group or names have changed since such names were looked for.
CREATE TABLE kin_due (document INTEGER PRIMARY KEY);
INSERT INTO kin_due SELECT document FROM member;

-- The mentions of documents in which some are not as they were recognised, and the names in them.
CREATE TABLE mended (document INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE mended_name (
  name INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (name, document)
) WITHOUT ROWID;
CREATE INDEX mended_name_document ON mended_name (document);
