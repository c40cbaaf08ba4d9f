//! Decisions of a reader: verdicts, stars, tags, undo.
