//! Documents as one Markdown text to read on: what is known of each, its notes, its text.

use super::super::escape::{markdown, markdown_line};
use super::super::facts;
use super::{ExportError, Item, Writer};
use std::io::Write;

pub(super) struct Prose;

impl Writer for Prose {
    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError> {
        let document = item.document;
        let standing = &document.row.standing;
        writeln!(to, "# {}\n", markdown_line(item.name()))?;
        let mut known = facts(&document.row);
        known.extend(document.url.clone().map(|url| ("url", url)));
        known.extend(standing.verdict.map(|verdict| ("verdict", verdict.as_str().to_owned())));
        known.extend(standing.starred.then(|| ("starred", "yes".to_owned())));
        known.extend((!standing.tags.is_empty()).then(|| ("tags", standing.tags.join(", "))));
        for (name, value) in known {
            writeln!(to, "- {name}: {}", markdown_line(&value))?;
        }
        for note in &document.notes {
            let quote = note.quote.as_deref().map(|quote| format!(" on \u{201c}{}\u{201d}", markdown_line(quote)));
            writeln!(to, "- note{}: {}", quote.unwrap_or_default(), markdown_line(&note.told()))?;
        }
        writeln!(to, "\n{}\n", markdown(document.text.trim_end()))?;
        Ok(1)
    }
}
