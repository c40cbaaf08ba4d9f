-- What a batch had read, and how many of its documents were versions of others, when it was
-- finished: both would change with what later batches bring.
ALTER TABLE batch ADD COLUMN read INTEGER;
ALTER TABLE batch ADD COLUMN near_versions INTEGER;

-- The type of the entity that a name belongs to, where it is not the name's own.
ALTER TABLE name ADD COLUMN shown INTEGER;
CREATE INDEX name_shown ON name (kind, shown) WHERE shown IS NOT NULL;
