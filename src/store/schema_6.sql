-- Names that were recognised elsewhere and that readers imported: the places in one document, packed,
-- under the decision that brought them. They are the readers' own and follow from nothing else.
CREATE TABLE named (
  document INTEGER NOT NULL,
  decision INTEGER NOT NULL,
  spans BLOB NOT NULL,
  PRIMARY KEY (document, decision)
) WITHOUT ROWID;

-- Documents whose mentions do not follow these yet.
CREATE TABLE named_due (document INTEGER PRIMARY KEY);
