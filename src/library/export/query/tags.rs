//! Tags for Datashare, as its command line tools take them: `tag,documentId,routing`.

use super::{ExportError, Item, Writer, table};
use std::io::Write;

/// A line a tag. A document is named by its key, which is Datashare's own id for what came from
/// there; what lies in another document is routed as Datashare says in its record.
pub(super) struct Tags;

impl Writer for Tags {
    fn begin(&mut self, to: &mut dyn Write) -> Result<(), ExportError> {
        table::row(to, &["tag", "documentId", "routing"])
    }

    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError> {
        let row = &item.document.row;
        let routing = ["routing", "_routing", "rootDocument", "rootId"].iter().find_map(|name| item.field(name));
        let verdict = row.standing.verdict.map(|verdict| verdict.as_str().to_owned());
        let starred = row.standing.starred.then(|| "starred".to_owned());
        let marks: Vec<String> = row.standing.tags.iter().cloned().chain(verdict).chain(starred).collect();
        for mark in &marks {
            table::bare_row(to, &[mark, &row.key, routing.unwrap_or(&row.key)])?;
        }
        Ok(marks.len())
    }
}
