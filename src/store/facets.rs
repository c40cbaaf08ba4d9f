//! What documents are, for counting: one pass over a table each.

use super::{Result, Store};
use rusqlite::params;

/// What is counted of a document.
pub struct Traits<'r> {
    pub document: u32,
    pub source: Option<&'r str>,
    pub language: Option<&'r str>,
    pub date: Option<&'r str>,
    pub batch: u32,
    pub path: &'r str,
}

impl Store {
    /// Tells the traits of the documents with numbers from one to another, in order, until it is
    /// answered with false.
    pub fn traits(&self, from: u32, to: u32, tell: &mut dyn FnMut(Traits<'_>) -> bool) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, source, language, date, batch, path FROM document WHERE id BETWEEN ? AND ? ORDER BY id",
        )?;
        let mut rows = statement.query(params![from, to])?;
        while let Some(row) = rows.next()? {
            let text = |column| row.get_ref(column).ok().and_then(|value| value.as_str().ok());
            let traits = Traits {
                document: row.get(0)?,
                source: text(1),
                language: text(2),
                date: text(3),
                batch: row.get(4)?,
                path: text(5).unwrap_or_default(),
            };
            if !tell(traits) {
                break;
            }
        }
        Ok(())
    }

    /// The sources of the documents, those of most documents first.
    pub fn source_counts(&self) -> Result<Vec<(String, u32)>> {
        self.column_counts("source")
    }

    /// The languages of the documents, those of most documents first.
    pub fn language_counts(&self) -> Result<Vec<(String, u32)>> {
        self.column_counts("language")
    }

    fn column_counts(&self, column: &'static str) -> Result<Vec<(String, u32)>> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT {column}, count(*) AS many FROM document WHERE {column} IS NOT NULL AND {column} <> '' \
             GROUP BY {column} ORDER BY many DESC, {column}"
        ))?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The kinds of files by their endings, those of most documents first.
    pub fn ending_counts(&self) -> Result<Vec<(String, u32)>> {
        let mut counts: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
        let mut statement = self.db.prepare_cached("SELECT path FROM document")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let ending = row.get_ref(0)?.as_str().map(ending_of).unwrap_or_default();
            *counts.entry(ending).or_default() += 1;
        }
        let mut counts: Vec<(String, u32)> = counts.into_iter().filter(|(ending, _)| !ending.is_empty()).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(counts)
    }

    /// Every verdict with its document.
    pub fn verdicts(&self) -> Result<Vec<(u32, String)>> {
        self.pairs("SELECT document, verdict FROM standing WHERE verdict IS NOT NULL")
    }

    /// Every tag with its document.
    pub fn taggings(&self) -> Result<Vec<(u32, String)>> {
        self.pairs("SELECT document, tag FROM tag")
    }

    /// Every document that came once more with a later batch, as `batch:` finds it there too, with that batch.
    pub fn came_again(&self) -> Result<Vec<(u32, u32)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT sighting.document, sighting.batch FROM sighting \
             JOIN document ON document.id = sighting.document \
             WHERE sighting.copy AND sighting.batch <> document.batch",
        )?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    fn pairs(&self, sql: &str) -> Result<Vec<(u32, String)>> {
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Every document of a version group, with the group.
    pub fn memberships(&self) -> Result<Vec<(u32, u32)>> {
        let mut statement = self.db.prepare_cached("SELECT document, grouping FROM member")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Entities with the sum of the documents of their names, the greatest first.
    pub fn entities_by_documents(&self, most: u32) -> Result<Vec<(u32, u32)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT entity, sum(documents) FROM name GROUP BY entity ORDER BY 2 DESC, entity LIMIT ?",
        )?;
        Ok(statement.query_map([most], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Documents whose file's name ends so behind a dot, in any case; without a dot for nothing.
    pub fn with_ending(&self, ending: &str) -> Result<roaring::RoaringBitmap> {
        let mut set = roaring::RoaringBitmap::new();
        let wanted = ending.to_lowercase();
        self.traits(0, u32::MAX, &mut |traits| {
            if ending_of(traits.path) == wanted {
                set.insert(traits.document);
            }
            true
        })?;
        Ok(set)
    }
}

/// The kind of a file by its name: what stands behind the last dot, in lower case; `none` where
/// there is no such thing.
pub fn ending_of(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((before, ending))
            if !before.is_empty()
                && (1..=8).contains(&ending.len())
                && ending.chars().all(|c| c.is_ascii_alphanumeric()) =>
        {
            ending.to_ascii_lowercase()
        }
        _ => "none".to_owned(),
    }
}
