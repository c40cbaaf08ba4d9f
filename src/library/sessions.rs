//! Where each reader was when the screen was left: kept in the library, so that it is come back to
//! from any machine.

use super::types::session::Whereabouts;
use super::{Library, Result};

impl Library {
    /// Where this library's reader was, and when that was written down (milliseconds since 1970).
    /// What cannot be read any more is not come back to.
    pub fn whereabouts(&self) -> Result<Option<(i64, Whereabouts)>> {
        let found = self.store.session(&self.who)?;
        Ok(found.and_then(|(at, state)| Some((at, serde_json::from_str(&state).ok()?))))
    }

    /// Writes down where the reader is.
    pub fn remember(&mut self, whereabouts: &Whereabouts, now: i64) -> Result<()> {
        let state = serde_json::to_string(whereabouts).unwrap_or_default();
        let who = self.who.clone();
        Ok(self.store.write(|writer| writer.put_session(&who, now, &state))?)
    }

    /// The name that signs this library's decisions.
    pub fn reader(&self) -> &str {
        &self.who
    }
}
