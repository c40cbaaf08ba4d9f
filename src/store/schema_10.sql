-- By what the names are found that a batch may bring to another entity: the last word of a person's
-- surname, and both sides of an alias, folded. None until names are resolved as a whole.
ALTER TABLE name ADD COLUMN tail TEXT;
CREATE INDEX name_tail ON name (tail) WHERE tail IS NOT NULL;
ALTER TABLE alias ADD COLUMN short_key TEXT;
ALTER TABLE alias ADD COLUMN long_key TEXT;
CREATE INDEX alias_short_key ON alias (short_key);
CREATE INDEX alias_long_key ON alias (long_key);

-- Names and aliases that have been added or counted otherwise since names were resolved.
CREATE TABLE due_name (name INTEGER PRIMARY KEY);
CREATE TABLE due_alias (alias INTEGER PRIMARY KEY);

CREATE INDEX name_without_first ON name (id) WHERE first IS NULL AND mentions > 0;
