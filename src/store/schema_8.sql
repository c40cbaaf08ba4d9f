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
