-- What each merge of decisions made apart has brought, under the decision of act `import` that the merge
-- is. `came`: the decision came with it; such a one stands here while one of the merges with which it came
-- does, and where none does, 2 is added to its `undone`, whatever its maker did with it. `turned`: when it
-- was taken back or restored there, where the merge did so here, too; `was_…` is how it was before.
CREATE TABLE brought (
  import INTEGER NOT NULL,
  decision INTEGER NOT NULL,
  came INTEGER NOT NULL,
  turned INTEGER,
  was_undone INTEGER,
  was_turned INTEGER,
  PRIMARY KEY (import, decision)
) WITHOUT ROWID;
CREATE INDEX brought_decision ON brought (decision);
