-- What a batch had read, and how many of its documents were versions of others, when it was
-- finished: both would change with what later batches bring.
ALTER TABLE batch ADD COLUMN read INTEGER;
ALTER TABLE batch ADD COLUMN near_versions INTEGER;
