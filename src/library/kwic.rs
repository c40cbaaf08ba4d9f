//! Concordance: every place where a query stands, with what is around it.

use super::find::{Found, SearchError};
use super::types::DocNo;
use super::types::kwic::{KwicLine, KwicOrder, KwicPlace, KwicPlaces};
use super::{Library, LibraryError, Result, dating};
use crate::store::documents::Meta;
use crate::text::CodePoints;
use crate::text::terms::terms;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use unicode_segmentation::UnicodeSegmentation;

/// Words on a side that lines are ordered by.
const WORDS: usize = 4;
/// Bytes on a side in which these are looked for.
const NEAR: usize = 160;
/// Lines that are made at a time, so that a text with many of them is read seldom.
const LINES: usize = 4096;

/// A word by which documents stand in the order of their dates, as results do: by the moment, wherever its
/// clock stood, those without a date behind all others.
fn moment_key(meta: Option<Meta>) -> String {
    let moment = meta.and_then(|meta| dating::moment(meta.date.as_deref(), meta.day));
    // From the first moment that there is, so that none is below zero; `~` stands behind every digit.
    moment.map_or_else(|| "~".to_owned(), |moment| format!("{:020}", moment.wrapping_sub(i64::MIN) as u64))
}

/// Takes a document, its text, and the places in it; false ends the walk.
type Each<'e> = dyn FnMut(DocNo, &str, &[Range<usize>]) -> Result<bool> + 'e;

impl Library {
    /// Every place where a query stands in the texts, in an order. Only the places are held, and while
    /// they are put in order the words that this goes by. `told` gets the documents that are done, and
    /// all.
    ///
    /// # Errors
    /// As for [`Library::search`]; `Stopped` when `stop` is set.
    pub fn kwic_places(
        &mut self,
        query: &str,
        order: KwicOrder,
        stop: &AtomicBool,
        told: &dyn Fn(usize, usize),
    ) -> std::result::Result<KwicPlaces, SearchError> {
        let mut found = self.search(query, false, stop)?;
        if order != KwicOrder::Document {
            // Texts that were added together are unpacked together.
            found.documents.sort_unstable();
        }
        let _steady = self.store.steady().map_err(LibraryError::from)?;
        let mut out = KwicPlaces::default();
        let mut keys: Vec<(String, u32)> = Vec::new();
        self.each_place(&found, stop, told, &mut |document, text, hits| {
            if hits.is_empty() {
                out.without += 1;
                return Ok(true);
            }
            out.documents += 1;
            let date = match order {
                KwicOrder::Date => moment_key(self.store.meta(document)?),
                _ => String::new(),
            };
            for hit in hits {
                let place = out.places.len() as u32;
                match order {
                    KwicOrder::Document => {}
                    KwicOrder::Date => keys.push((date.clone(), place)),
                    KwicOrder::Left => keys.push((words_before(text, hit.start), place)),
                    KwicOrder::Right => keys.push((words_behind(text, hit.end), place)),
                }
                out.places.push(KwicPlace { document, start: hit.start as u32, end: hit.end as u32 });
            }
            Ok(true)
        })?;
        if order != KwicOrder::Document {
            keys.sort_unstable();
            out.places = keys.into_iter().map(|(_, place)| out.places[place as usize]).collect();
        }
        Ok(out)
    }

    /// Tells every place where a query stands with at most `context` characters on each side, one by
    /// one, until it is answered with false; gives how many there were.
    ///
    /// # Errors
    /// As for [`Library::search`]; `Stopped` when `stop` is set.
    pub fn kwic(
        &mut self,
        query: &str,
        order: KwicOrder,
        context: usize,
        stop: &AtomicBool,
        told: &dyn Fn(usize, usize),
        tell: &mut dyn FnMut(KwicLine) -> bool,
    ) -> std::result::Result<usize, SearchError> {
        let mut count = 0;
        if order == KwicOrder::Document {
            let found = self.search(query, false, stop)?;
            self.each_place(&found, stop, told, &mut |document, text, hits| {
                let around = Around::of(self, document, text, context)?;
                for hit in hits {
                    count += 1;
                    if !tell(around.line(KwicPlace { document, start: hit.start as u32, end: hit.end as u32 })) {
                        return Ok(false);
                    }
                }
                Ok(true)
            })?;
            return Ok(count);
        }
        let places = self.kwic_places(query, order, stop, told)?.places;
        for chunk in places.chunks(LINES) {
            if stop.load(Ordering::Relaxed) {
                return Err(SearchError::Stopped);
            }
            for line in self.kwic_lines(chunk, context)? {
                count += 1;
                if !tell(line) {
                    return Ok(count);
                }
            }
        }
        Ok(count)
    }

    /// Some places with at most `context` characters on each side, in their order.
    ///
    /// # Errors
    /// When a document is not there, or the library cannot be read.
    pub fn kwic_lines(&self, places: &[KwicPlace], context: usize) -> Result<Vec<KwicLine>> {
        let _steady = self.store.steady()?;
        // Each text is read once, in whatever order the lines are wanted.
        let mut by_document: Vec<usize> = (0..places.len()).collect();
        by_document.sort_by_key(|&at| places[at].document);
        let mut lines = vec![None; places.len()];
        for of_one in by_document.chunk_by(|&a, &b| places[a].document == places[b].document) {
            let document = places[of_one[0]].document;
            let text = self.text(document)?;
            let around = Around::of(self, document, &text, context)?;
            of_one.iter().for_each(|&at| lines[at] = Some(around.line(places[at])));
        }
        Ok(lines.into_iter().flatten().collect())
    }

    fn each_place(
        &self,
        found: &Found,
        stop: &AtomicBool,
        told: &dyn Fn(usize, usize),
        each: &mut Each<'_>,
    ) -> std::result::Result<(), SearchError> {
        let all = found.documents.len();
        // What asks for no words has no places, and no text need be read to know it.
        if found.is_without_hits() {
            for &document in &found.documents {
                each(document, "", &[])?;
            }
            return Ok(());
        }
        for (done, &document) in found.documents.iter().enumerate() {
            if stop.load(Ordering::Relaxed) {
                return Err(SearchError::Stopped);
            }
            told(done, all);
            let text = self.text(document)?;
            let hits = self.places_in(found, document, &text);
            if !each(document, &text, &hits)? {
                break;
            }
        }
        Ok(())
    }
}

/// A document whose lines are made.
struct Around<'t> {
    text: &'t str,
    points: CodePoints<'t>,
    key: String,
    title: String,
    date: Option<String>,
    context: usize,
}

impl<'t> Around<'t> {
    fn of(library: &Library, document: DocNo, text: &'t str, context: usize) -> Result<Self> {
        let row = library.row(document)?;
        let row = row.ok_or_else(|| LibraryError::NoDocument(format!("#{document}")))?;
        Ok(Self { text, points: CodePoints::of(text), key: row.key, title: row.title, date: row.date, context })
    }

    fn line(&self, place: KwicPlace) -> KwicLine {
        let (start, end) = (place.start as usize, place.end as usize);
        KwicLine {
            place,
            points: self.points.at(start)..self.points.at(end),
            key: self.key.clone(),
            title: self.title.clone(),
            date: self.date.clone(),
            left: before(self.text, start, self.context),
            keyword: folded(self.text[start..end].graphemes(true)),
            right: behind(self.text, end, self.context),
        }
    }
}

/// At most `most` characters before a byte, white space folded, up to the word.
fn before(text: &str, at: usize, most: usize) -> String {
    // White space may be folded away, so more is looked at than is kept.
    let mut near: Vec<&str> = text[..at].graphemes(true).rev().take(4 * most).collect();
    near.reverse();
    let line = folded(near.into_iter());
    let many = line.graphemes(true).count();
    line.graphemes(true).skip(many.saturating_sub(most)).collect::<String>()
}

/// At most `most` characters behind a byte, white space folded.
fn behind(text: &str, at: usize, most: usize) -> String {
    folded(text[at..].graphemes(true).take(4 * most)).graphemes(true).take(most).collect()
}

/// Runs of white space as one blank; a blank at either end stays, as it parts words.
fn folded<'g>(graphemes: impl Iterator<Item = &'g str>) -> String {
    let mut out = String::new();
    for grapheme in graphemes {
        match grapheme.chars().all(|c| c.is_whitespace() || c == '\u{c}') {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push_str(grapheme),
        }
    }
    out
}

/// The words before a byte, the nearest first, folded as the index folds them.
fn words_before(text: &str, at: usize) -> String {
    let mut from = at.saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    // A word that is cut off is none.
    if from > 0 {
        from += text[from..at].find(|c: char| !c.is_alphanumeric()).unwrap_or(0);
    }
    let mut words = words(&text[from..at], usize::MAX);
    words.reverse();
    words.truncate(WORDS);
    words.join(" ")
}

fn words_behind(text: &str, at: usize) -> String {
    let mut to = (at + NEAR).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    words(&text[at..to], WORDS).join(" ")
}

fn words(text: &str, most: usize) -> Vec<String> {
    let mut walk = terms(text);
    let mut out = Vec::new();
    while out.len() < most
        && let Some((_, term)) = walk.advance()
    {
        out.push(term.to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_is_cut_at_characters_and_folded() {
        let text = "The  old\r\n\r\n e\u{301}tude \u{6771}\u{4eac} sailed\n  away at noon";
        let at = text.find("sailed").unwrap_or_default();
        assert_eq!(before(text, at, 9), "e\u{301}tude \u{6771}\u{4eac} ");
        assert_eq!(before(text, at, 100), "The old e\u{301}tude \u{6771}\u{4eac} ");
        assert_eq!(behind(text, at + 6, 6), " away ");
        assert_eq!(behind(text, text.len(), 6), "");
    }

    #[test]
    fn lines_are_ordered_by_the_nearest_words() {
        let text = "A quiet \u{c9}lan, harbour. Then it was Still";
        assert_eq!(words_before(text, text.find("harbour").unwrap_or_default()), "elan quiet a");
        assert_eq!(words_behind(text, text.find("lan,").unwrap_or_default() + 3), "harbour then it was");
        let long = format!("{} end", "\u{6771}".repeat(300));
        assert!(words_before(&long, long.len()).starts_with("end"));
    }
}
