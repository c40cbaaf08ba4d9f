//! SQLite, the one source of truth: schema, documents, decisions.
