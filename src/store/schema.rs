//! The tables, and how a database of an older format becomes one of today's.

use super::{Result, StoreError};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// Written into the file's header, so that `file` and we know whose it is.
const APPLICATION: i64 = 0x7661_7269;

/// One step a format; a database of format n has had the first n applied.
const STEPS: [&str; 11] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
    include_str!("schema_8.sql"),
    include_str!("schema_9.sql"),
    include_str!("schema_10.sql"),
    include_str!("schema_11.sql"),
];

/// Brings a database to today's format.
///
/// # Errors
/// When it belongs to another program or to a newer variorum.
pub fn migrate(db: &mut Connection, path: &Path) -> Result<()> {
    let known = STEPS.len() as i64;
    if format(db)? == known && application(db)? == APPLICATION {
        return Ok(());
    }
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (found, owner) = (format(&transaction)?, application(&transaction)?);
    let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if owner != APPLICATION && tables > 0 {
        return Err(StoreError::NotOurs(path.to_owned()));
    }
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for step in &STEPS[found.max(0) as usize..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.commit()?;
    Ok(())
}

/// Makes sure that a database that can only be read is of today's format.
///
/// # Errors
/// When it is of another one, or belongs to another program.
pub fn check(db: &Connection, path: &Path) -> Result<()> {
    let known = STEPS.len() as i64;
    match (application(db)?, format(db)?) {
        (APPLICATION, found) if found == known => Ok(()),
        (APPLICATION, found) if found > known => Err(StoreError::Newer { found, known }),
        (APPLICATION, _) => Err(StoreError::Older),
        _ => Err(StoreError::NotOurs(path.to_owned())),
    }
}

fn format(db: &Connection) -> Result<i64> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn application(db: &Connection) -> Result<i64> {
    Ok(db.pragma_query_value(None, "application_id", |row| row.get(0))?)
}
