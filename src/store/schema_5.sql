-- `merged`: when the decision was taken over from another library's log; nothing for those made
-- here. `turned`: when it was last taken back or restored.
ALTER TABLE decision ADD COLUMN merged INTEGER;
ALTER TABLE decision ADD COLUMN turned INTEGER;
CREATE INDEX decision_at ON decision (at);
CREATE INDEX decision_target ON decision (target) WHERE target IS NOT NULL;
CREATE INDEX decision_merged ON decision (merged) WHERE merged IS NOT NULL;
UPDATE decision SET turned =
  (SELECT max(turn.at) FROM decision turn WHERE turn.target = decision.id AND turn.act IN ('undo', 'redo'))
  WHERE id IN (SELECT target FROM decision WHERE act IN ('undo', 'redo'));

-- The passage that a note is on: its bytes in the text that the note was made on, its words, and
-- what stands before and behind them, by which it is found again in a text that has changed.
CREATE TABLE anchor (
  decision INTEGER PRIMARY KEY,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  exact TEXT NOT NULL,
  before TEXT NOT NULL,
  behind TEXT NOT NULL
);

-- The notes that stand, under the decisions that made them.
CREATE TABLE note (
  document INTEGER NOT NULL,
  decision INTEGER NOT NULL,
  PRIMARY KEY (document, decision)
) WITHOUT ROWID;

-- What each person has read.
CREATE TABLE reading (
  who TEXT NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (who, document)
) WITHOUT ROWID;
INSERT INTO reading SELECT who, document FROM
  (SELECT who, document, value, max(decision.id) FROM decided JOIN decision ON decision.id = decided.decision
   WHERE act = 'read' AND NOT undone GROUP BY who, document)
  WHERE value = 'yes';
ALTER TABLE standing DROP COLUMN read;

-- Where each person was when the screen was left, as JSON.
CREATE TABLE session (who TEXT PRIMARY KEY, at INTEGER NOT NULL, state TEXT NOT NULL) WITHOUT ROWID;
