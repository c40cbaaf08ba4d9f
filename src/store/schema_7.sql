-- Saved searches are decisions: `save` with the name and the query, `unsave` with the name. The last
-- one about a name that stands counts.
CREATE INDEX decision_saved ON decision (at) WHERE act IN ('save', 'unsave');
