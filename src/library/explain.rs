//! How a query is read, what each part of it finds alone, and what that costs.

use super::facts::Answers;
use super::types::{Explained, ExplainedPart};
use super::{Library, SearchError};
use crate::search::{self, Kind, Limits, Node, Query};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// A query of more parts is not asked again without each of them.
const PARTS: usize = 8;

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
        let without = if whole.documents == Some(0) { self.without(text, &query, stop)? } else { Vec::new() };
        let instead = if whole.documents == Some(0) { self.instead(text, stop)? } else { None };
        Ok(Explained { query: text.to_owned(), parts: out, whole, without, instead, order })
    }

    /// What a query that finds nothing finds without one of its parts.
    fn without(&mut self, text: &str, query: &Query, stop: &AtomicBool) -> Result<Vec<(String, u64)>, SearchError> {
        let Kind::And(parts) = &query.root.kind else { return Ok(Vec::new()) };
        // What one of two finds alone is told already.
        if !(3..=PARTS).contains(&parts.len()) {
            return Ok(Vec::new());
        }
        let mut out = Vec::new();
        for place in 0..parts.len() {
            let mut others = parts.clone();
            let part = others.remove(place);
            let root = Node { kind: Kind::And(others), span: query.root.span.clone() };
            let typed = text.get(part.span).unwrap_or_default().to_owned();
            let found = self.weighed(typed, &Query { root, ..query.clone() }, stop)?;
            out.extend(found.documents.filter(|&documents| documents > 0).map(|documents| (found.text, documents)));
        }
        out.sort_by_key(|(_, documents)| std::cmp::Reverse(*documents));
        Ok(out)
    }

    pub(super) fn weighed(
        &mut self,
        text: String,
        query: &Query,
        stop: &AtomicBool,
    ) -> Result<ExplainedPart, SearchError> {
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
