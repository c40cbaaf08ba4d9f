-- Failures by where they were: whether something has failed so before is asked of every failure of a batch.
CREATE INDEX failure_path ON failure (path, batch);

-- `over`: what could not be read then has been read since.
ALTER TABLE failure ADD COLUMN over INTEGER NOT NULL DEFAULT 0;

-- A file that could not be read is not whole until it is read again.
UPDATE file SET whole = 0 WHERE EXISTS
  (SELECT 1 FROM failure f WHERE f.path = file.path AND f.kind = 'failed' AND f.batch > file.batch);
