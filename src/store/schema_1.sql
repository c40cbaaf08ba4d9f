CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Times are milliseconds since 1970; days are days since then.
CREATE TABLE batch (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  started INTEGER NOT NULL,
  finished INTEGER,
  -- Files that were met and neither read nor failed in this batch, unchanged ones among them.
  skipped INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  date TEXT,
  day INTEGER,
  source TEXT,
  path TEXT NOT NULL,
  url TEXT,
  language TEXT,
  batch INTEGER NOT NULL,
  words INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  hash BLOB NOT NULL,
  fields TEXT
);
CREATE INDEX document_hash ON document (hash);
CREATE INDEX document_batch ON document (batch);

-- The compressed texts of neighbouring documents under the number of the first.
CREATE TABLE body (document INTEGER PRIMARY KEY, text BLOB NOT NULL);

-- Every key under which a text was met. An older version of a key is "KEY@revision".
CREATE TABLE sighting (
  key TEXT PRIMARY KEY,
  base TEXT,
  revision INTEGER,
  document INTEGER NOT NULL,
  path TEXT NOT NULL,
  batch INTEGER NOT NULL,
  copy INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sighting_document ON sighting (document);
CREATE INDEX sighting_base ON sighting (base, revision) WHERE base IS NOT NULL;
CREATE INDEX sighting_batch ON sighting (batch) WHERE copy;

-- What was read, so that it is not read again; `items` counts the records taken so far of a file
-- that an interrupted batch has not finished.
CREATE TABLE file (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  items INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX file_batch ON file (batch);

CREATE TABLE failure (
  id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  path TEXT NOT NULL,
  line INTEGER,
  kind TEXT NOT NULL,
  error TEXT NOT NULL
);
CREATE INDEX failure_batch ON failure (batch, path);

CREATE TABLE mention (document INTEGER PRIMARY KEY, packed BLOB NOT NULL);

-- A name is a canonical spelling with a type; names never change, `entity` says which are one.
CREATE TABLE name (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  kind INTEGER NOT NULL,
  key TEXT NOT NULL,
  entity INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  mentions INTEGER NOT NULL,
  UNIQUE (text, kind)
);
CREATE INDEX name_key ON name (key);
CREATE INDEX name_entity ON name (entity);

CREATE TABLE form (
  name INTEGER NOT NULL,
  text TEXT NOT NULL,
  key TEXT NOT NULL,
  mentions INTEGER NOT NULL,
  PRIMARY KEY (name, text)
) WITHOUT ROWID;
CREATE INDEX form_key ON form (key);

CREATE TABLE alias (
  short TEXT NOT NULL,
  long TEXT NOT NULL,
  reason TEXT NOT NULL,
  documents INTEGER NOT NULL,
  PRIMARY KEY (short, long)
) WITHOUT ROWID;

-- Verified relations of two documents, a < b; `facts` is the evidence, packed.
CREATE TABLE relation (
  a INTEGER NOT NULL,
  b INTEGER NOT NULL,
  facts BLOB NOT NULL,
  PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX relation_b ON relation (b);

CREATE TABLE member (
  document INTEGER PRIMARY KEY,
  grouping INTEGER NOT NULL,
  relation TEXT NOT NULL,
  similarity REAL NOT NULL,
  containment REAL NOT NULL,
  contained REAL NOT NULL,
  nearest INTEGER
);
CREATE INDEX member_grouping ON member (grouping);

-- The log of decisions. Rows are only ever added; `undone` repeats what the rows of acts `undo`
-- and `redo` say, whose `target` is the decision that they take back or restore. The `target` of
-- another row is the first decision of the same act of the reader.
CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  value TEXT,
  target INTEGER,
  -- Made by the program on the reader's behalf (a document was opened), so `undo` passes it over.
  quiet INTEGER NOT NULL DEFAULT 0,
  undone INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE decided (
  document INTEGER NOT NULL,
  decision INTEGER NOT NULL,
  PRIMARY KEY (document, decision)
) WITHOUT ROWID;
CREATE INDEX decided_decision ON decided (decision);

-- What the decisions that stand amount to.
CREATE TABLE standing (
  document INTEGER PRIMARY KEY,
  verdict TEXT,
  starred INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX standing_verdict ON standing (verdict) WHERE verdict IS NOT NULL;

CREATE TABLE tag (
  tag TEXT NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (tag, document)
) WITHOUT ROWID;
CREATE INDEX tag_document ON tag (document);
