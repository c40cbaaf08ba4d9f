//! Which documents mention a name, by the ids that the library gives to names.

use super::error::IndexError;
use super::index::TextIndex;
use super::writer::name_term;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

impl TextIndex {
    /// The numbers of the documents that mention any of these names, in rising order.
    pub fn documents_with_names(&self, names: &[u32]) -> Result<Vec<u32>, IndexError> {
        let searcher = self.searcher();
        let mut documents = Vec::new();
        for segment in searcher.segment_readers() {
            let numbers = self.numbers(segment)?;
            let inverted = segment.inverted_index(self.fields.names)?;
            for &name in names {
                let term = Term::from_field_text(self.fields.names, &name_term(name));
                let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
                while postings.doc() != TERMINATED {
                    documents.push(numbers[postings.doc() as usize]);
                    postings.advance();
                }
            }
        }
        documents.sort_unstable();
        documents.dedup();
        Ok(documents)
    }
}
