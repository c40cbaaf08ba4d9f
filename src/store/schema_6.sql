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

-- The ids by which mails name each other.
CREATE INDEX document_message ON document (fields ->> '$."message id"') WHERE fields ->> '$."message id"' IS NOT NULL;
CREATE INDEX document_answers ON document (fields ->> '$."in reply to"')
  WHERE fields ->> '$."in reply to"' IS NOT NULL;
CREATE INDEX document_thread ON document (fields ->> '$.thread') WHERE fields ->> '$.thread' IS NOT NULL;

-- `copy` of a sighting is 2 where only its being unchanged was noted. A page that was found unchanged is known by its address.
CREATE INDEX document_url ON document (url) WHERE url IS NOT NULL;
