-- Failures by where they were: whether something has failed so before is asked of every failure of a batch.
CREATE INDEX failure_path ON failure (path, batch);
