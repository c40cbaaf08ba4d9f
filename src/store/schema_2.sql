-- What a batch had read, and how many of its documents were versions of others, when it was
-- finished: both would change with what later batches bring.
ALTER TABLE batch ADD COLUMN read INTEGER;
ALTER TABLE batch ADD COLUMN near_versions INTEGER;

-- How many words of a document have stood in documents with lower numbers; none of it for those
-- that are not here. It is derived together with the relations, so those are found once more.
CREATE TABLE seen (document INTEGER PRIMARY KEY, words INTEGER NOT NULL);
DELETE FROM setting WHERE name = 'grouped through';

-- The type of the entity that a name belongs to, where it is not the name's own.
ALTER TABLE name ADD COLUMN shown INTEGER;
CREATE INDEX name_shown ON name (kind, shown) WHERE shown IS NOT NULL;
