//! How a query is read, what each part of it finds alone, and what that costs.

use super::facts::Answers;
use super::types::{Explained, ExplainedPart};
use super::{Library, SearchError};
use crate::search::{self, Limits, Query};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

impl Library {
    /// How a query is read, part by part, how many documents each part finds alone, and what it cost to
    /// find them. `told` gets the parts that are done, and all.
    ///
    /// # Errors
    /// `Query` when it cannot be read; `Stopped` when `stop` is set.
    pub fn explain(
        &mut self,
        text: &str,
        stop: &AtomicBool,
        told: &dyn Fn(usize, usize),
    ) -> Result<Explained, SearchError> {
        let query = self.parsed(text, false)?;
        let parts = search::explain_parts(&query);
        let all = parts.len() + 1;
        let mut out = Vec::with_capacity(parts.len());
        for (done, part) in parts.iter().enumerate() {
            told(done, all);
            let alone = Query { root: part.part.clone(), ..query.clone() };
            let line = format!("{}{}", "  ".repeat(part.depth), part.line);
            out.push(self.weighed(line, &alone, stop)?);
        }
        told(all - 1, all);
        let order = search::explain(&query).pop().unwrap_or_default();
        let whole = match out.as_slice() {
            [one] => one.clone(),
            _ => self.weighed("the whole query".to_owned(), &query, stop)?,
        };
        Ok(Explained { query: text.to_owned(), parts: out, whole, order })
    }

    fn weighed(&mut self, text: String, query: &Query, stop: &AtomicBool) -> Result<ExplainedPart, SearchError> {
        // Comparing every version takes longer than an explanation may.
        if query.compares() {
            return Ok(ExplainedPart { text, ..ExplainedPart::default() });
        }
        let begun = Instant::now();
        let counted = self.ask_index(|library, index| {
            let answers = Answers::of(library);
            let documents = search::count(index, query, &answers, &Limits { stop })?;
            Ok((documents, answers.texts_read()))
        })?;
        let micros = begun.elapsed().as_micros().min(u128::from(u64::MAX)) as u64;
        let (documents, texts) = counted.map_or((None, 0), |(documents, texts)| (Some(documents), texts));
        Ok(ExplainedPart { text, documents, texts, micros })
    }
}

impl ExplainedPart {
    /// What it finds and what that cost: `12 documents in 3 ms, 40 texts read`.
    pub fn told(&self) -> Option<String> {
        let documents = crate::text::counted(self.documents?, "document");
        let time = match self.micros {
            micros @ 0..10_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
            micros => format!("{} ms", micros / 1_000),
        };
        let read = match self.texts {
            0 => String::new(),
            texts => format!(", {} read", crate::text::counted(texts, "text")),
        };
        Some(format!("{documents} in {time}{read}"))
    }
}
