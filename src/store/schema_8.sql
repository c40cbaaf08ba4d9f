-- By which recogniser names were read: of the documents from this number up to the next one here. Of
-- those before the first one it is not known.
CREATE TABLE recognised (first INTEGER PRIMARY KEY, recogniser TEXT NOT NULL);

-- `former`: the name was recognised once, and nowhere any more.
ALTER TABLE name ADD COLUMN former INTEGER NOT NULL DEFAULT 0;

-- Which documents state an alias, so that it can be taken from them when they are read again. Of those
-- that were added before there was this table only the count is known.
ALTER TABLE alias RENAME TO old_alias;
CREATE TABLE alias (
  id INTEGER PRIMARY KEY,
  short TEXT NOT NULL,
  long TEXT NOT NULL,
  reason TEXT NOT NULL,
  documents INTEGER NOT NULL,
  UNIQUE (short, long)
);
INSERT INTO alias (short, long, reason, documents) SELECT short, long, reason, documents FROM old_alias;
DROP TABLE old_alias;
CREATE TABLE stated (
  document INTEGER NOT NULL,
  alias INTEGER NOT NULL,
  PRIMARY KEY (document, alias)
) WITHOUT ROWID;

-- Lists of names that readers gave, each under the decision that brought it: what is in it, and up to
-- which document it has been looked for.
CREATE TABLE gazetteer (decision INTEGER PRIMARY KEY, through INTEGER NOT NULL);
CREATE TABLE gazetteer_entry (
  list INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL,
  id TEXT,
  -- JSON, an array.
  forms TEXT NOT NULL,
  PRIMARY KEY (list, entry)
) WITHOUT ROWID;

-- What was found of a list, packed as mentions are, and which entries its names stand for: all of it
-- follows from the lists and the texts.
CREATE TABLE gazetteer_hit (
  list INTEGER NOT NULL,
  document INTEGER NOT NULL,
  spans BLOB NOT NULL,
  PRIMARY KEY (list, document)
) WITHOUT ROWID;
CREATE INDEX gazetteer_hit_document ON gazetteer_hit (document);
CREATE TABLE gazetteer_name (
  list INTEGER NOT NULL,
  name INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (list, name, entry)
) WITHOUT ROWID;
CREATE INDEX gazetteer_name_name ON gazetteer_name (name);
CREATE INDEX decision_gazetteer ON decision (at) WHERE act IN ('gazetteer', 'ungazetteer');
