//! The library's answers to the questions of a search: all that is not in the text index.

use super::entities::head;
use super::read::kind;
use super::types::seen::new_percent;
use super::{Library, Result};
use crate::search::{Changes, EntityKind, EntityName, Facts, Filter, State, Text};
use crate::store::names::NameRecord;
use crate::text::terms::{fold_term, terms};
use crate::version::compare::{self, ChangeKind, Names, OpKind};
use roaring::RoaringBitmap;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::atomic::AtomicBool;

pub(super) struct Answers<'l>(pub &'l Library);

fn told<T>(answer: Result<T>) -> std::result::Result<T, String> {
    answer.map_err(|error| error.to_string())
}

impl Facts for Answers<'_> {
    fn entity_names(&self, entity: &EntityName) -> std::result::Result<Vec<u32>, String> {
        told(self.0.names_meant(entity))
    }

    fn astray(&self, kind: EntityKind) -> std::result::Result<(Vec<u32>, RoaringBitmap), String> {
        told(self.0.names_astray(kind))
    }

    fn documents(&self, filter: &Filter) -> std::result::Result<RoaringBitmap, String> {
        match filter {
            // These name one thing, so one that is not there is said and not just found empty.
            Filter::Batch(name) => told(self.0.batch_number(name).and_then(|batch| Ok(self.0.store.in_batch(batch)?))),
            Filter::Like(key) => told(self.0.like(key)),
            other => told(self.0.documents_where(other)),
        }
    }

    fn text(&self, document: u32) -> std::result::Result<Option<Text>, String> {
        told((|| {
            let Some(meta) = self.0.store.meta(document)? else { return Ok(None) };
            Ok(self.0.store.text(document)?.map(|body| Text { title: meta.title, body }))
        })())
    }

    fn mentions(&self, document: u32, entity: &EntityName) -> std::result::Result<Vec<Range<usize>>, String> {
        told(self.0.mentions_meant(document, entity))
    }

    fn versions(&self, leaders: Option<&RoaringBitmap>) -> std::result::Result<RoaringBitmap, String> {
        told((|| {
            let store = &self.0.store;
            Ok(match leaders {
                None => store.grouped()? - store.leaders()?,
                Some(leaders) => store.led_by(leaders)?,
            })
        })())
    }

    fn changes(&self, document: u32, gained: bool, stop: &AtomicBool) -> std::result::Result<Option<Changes>, String> {
        told(self.0.changes(document, gained, stop))
    }

    fn by_new(&self, mut documents: Vec<u32>) -> std::result::Result<Vec<u32>, String> {
        told((|| {
            let seen: HashMap<u32, u64> = self
                .0
                .store
                .all_seen()?
                .into_iter()
                .map(|known| {
                    let (document, seen, words) = (known.0, u64::from(known.1), u64::from(known.2));
                    (document, (seen << 32) / words.max(1))
                })
                .collect();
            documents.sort_by_key(|document| seen.get(document).copied().unwrap_or(0));
            Ok(documents)
        })())
    }

    fn by_title(&self, documents: Vec<u32>) -> std::result::Result<Vec<u32>, String> {
        told((|| {
            let mut titles = Vec::with_capacity(documents.len());
            for document in documents {
                let title = self.0.store.meta(document)?.map(|meta| fold_term(&meta.title)).unwrap_or_default();
                titles.push((title, document));
            }
            titles.sort();
            Ok(titles.into_iter().map(|(_, document)| document).collect())
        })())
    }
}

impl Library {
    /// The names that a query's `entity:` and its like mean.
    fn names_meant(&self, wanted: &EntityName) -> Result<Vec<u32>> {
        let Some(given) = &wanted.name else { return Ok(Vec::new()) };
        let mut names = HashSet::new();
        for entity in self.find_entities(given).unwrap_or_default() {
            let all = self.store.names_of(entity)?;
            // The type that is asked for is the one that is shown: the entity's.
            let kind = head(&all).map(|head| head.kind as u8);
            if wanted.kind.is_some_and(|wanted| Some(wanted as u8) != kind) {
                continue;
            }
            for name in all {
                let this_form = || -> Result<bool> {
                    Ok(name.text == *given || self.store.forms(name.number)?.iter().any(|(form, _)| form == given))
                };
                if !wanted.exact || this_form()? {
                    names.insert(name.number);
                }
            }
        }
        let mut names: Vec<u32> = names.into_iter().collect();
        names.sort_unstable();
        Ok(names)
    }

    /// What the index, which knows names by their own types, has wrong about a type: names of other
    /// types that are shown under it, and the documents in which every name of it is shown under
    /// another.
    fn names_astray(&self, kind: EntityKind) -> Result<(Vec<u32>, RoaringBitmap)> {
        let (gained, lost) = self.store.names_astray(kind as u8)?;
        let mut without = RoaringBitmap::new();
        let Some(index) = self.index.as_ref().filter(|_| !lost.is_empty()) else { return Ok((gained, without)) };
        let mut known: HashMap<u32, bool> = HashMap::new();
        for document in index.documents_with_names(&lost)? {
            let mut shown = false;
            for number in self.store.mentions(document)?.names {
                shown |= match known.get(&number) {
                    Some(&shown) => shown,
                    None => {
                        let name = self.store.name(number)?;
                        let is = name.is_some_and(|name| name.shown_kind() == kind as u8);
                        *known.entry(number).or_insert(is)
                    }
                };
            }
            if !shown {
                without.insert(document);
            }
        }
        Ok((gained, without))
    }

    /// The byte ranges in a document at which an entity of a query is mentioned.
    pub(super) fn mentions_meant(&self, document: u32, wanted: &EntityName) -> Result<Vec<Range<usize>>> {
        let packed = self.store.mentions(document)?;
        let meant = match wanted.name {
            Some(_) => Some(self.names_meant(wanted)?),
            None => None,
        };
        let mut fits = Vec::with_capacity(packed.names.len());
        for &number in &packed.names {
            fits.push(match &meant {
                Some(meant) => meant.contains(&number),
                None => {
                    let fits = |name: NameRecord| wanted.kind.is_none_or(|kind| kind as u8 == name.shown_kind());
                    self.store.name(number)?.is_some_and(fits)
                }
            });
        }
        let text = match (&wanted.name, wanted.exact) {
            (Some(form), true) => self.store.text(document)?.map(|text| (text, form)),
            _ => None,
        };
        let spans = packed
            .mentions
            .iter()
            .filter(|mention| fits[mention.2 as usize])
            .map(|&(start, end, _)| start as usize..end as usize);
        Ok(match text {
            Some((text, form)) => spans.filter(|span| text.get(span.clone()) == Some(form.as_str())).collect(),
            None => spans.collect(),
        })
    }

    fn documents_where(&self, filter: &Filter) -> Result<RoaringBitmap> {
        let store = &self.store;
        let set = match filter {
            Filter::Tag(tag) => store.tagged(tag)?,
            Filter::Verdict(word) if word == "none" => store.all()? - store.decided()?,
            Filter::Verdict(word) => store.with_verdict(word)?,
            Filter::Is(state) => return self.in_state(*state),
            Filter::Group(id) => match id.trim_start_matches('#').parse() {
                Ok(group) => store.in_group(group)?,
                Err(_) => RoaringBitmap::new(),
            },
            Filter::By(who) => store.decided_by(who)?,
            Filter::Type(ending) => store.with_ending(ending)?,
            Filter::Note(words) if words == "*" => store.noted()?,
            Filter::Note(words) => {
                let notes = store.note_texts()?.into_iter();
                notes.filter(|(_, text)| has_words(text, words)).map(|(document, _)| document).collect()
            }
            Filter::Versions { from, to } => {
                let bound = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
                store.with_versions(bound(*from), bound(*to))?
            }
            Filter::Added { from, before } => {
                let bound = |seconds: Option<i64>, open| seconds.map_or(open, |value: i64| value.saturating_mul(1000));
                store.added_between(bound(*from, i64::MIN), bound(*before, i64::MAX))?
            }
            Filter::New { from, to } => {
                let mut set = RoaringBitmap::new();
                let known = store.all_seen()?;
                if *to >= 100 && *from <= 100 {
                    set = store.all()?;
                    for document in known.iter().map(|known| known.0) {
                        set.remove(document);
                    }
                }
                let fits = |known: &&(u32, u32, u32)| (*from..=*to).contains(&u64::from(new_percent(known.1, known.2)));
                set.extend(known.iter().filter(fits).map(|known| known.0));
                set
            }
            Filter::Batch(_) | Filter::Like(_) => RoaringBitmap::new(),
        };
        Ok(set)
    }

    /// What a document has gained or lost against the leader of its group.
    fn changes(&self, document: u32, gained: bool, stop: &AtomicBool) -> Result<Option<Changes>> {
        let Some(member) = self.store.member(document)? else { return Ok(None) };
        let members = self.store.members(member.group)?;
        let leader = members.into_iter().find(|member| member.relation == "leader" && member.document != document);
        let Some(leader) = leader else { return Ok(None) };
        let (Some(before), Some(after)) = (self.store.text(leader.document)?, self.store.text(document)?) else {
            return Ok(None);
        };
        let compared = compare::compare(&before, &after, Names::default(), stop, &|_| {});
        let Some(comparison) = compared else { return Ok(None) };
        let wanted = if gained { OpKind::Insert } else { OpKind::Delete };
        let ranges = comparison
            .ops
            .into_iter()
            .filter(|op| (op.op == wanted || op.op == OpKind::Replace) && op.kind != Some(ChangeKind::Move))
            .map(|op| if gained { op.b } else { op.a })
            .filter(|range| !range.is_empty())
            .collect();
        Ok(Some(Changes { text: if gained { after } else { before }, ranges }))
    }

    fn in_state(&self, state: State) -> Result<RoaringBitmap> {
        let store = &self.store;
        Ok(match state {
            State::New => match store.newest_batch()? {
                Some((batch, _)) => store.in_batch(batch)?,
                None => RoaringBitmap::new(),
            },
            State::Read => store.read(&self.who)?,
            State::Decided => store.decided()?,
            State::Unread => store.all()? - store.read(&self.who)?,
            State::Noted => store.noted()?,
            State::Mixed => store.mixed()?,
            State::Disputed => store.disputed()?,
            State::Undecided => store.all()? - store.decided()?,
            State::Starred => store.starred()?,
            State::Leader => store.leaders()?,
            State::Copy => store.with_copies()?,
            State::Unique => store.all()? - store.grouped()? - store.with_copies()?,
            State::Failed => store.with_failures()?,
        })
    }

    /// A document and all versions of it.
    fn like(&self, given: &str) -> Result<RoaringBitmap> {
        let document = self.document_number(given)?;
        let mut set = match self.store.member(document)? {
            Some(member) => self.store.in_group(member.group)?,
            None => RoaringBitmap::new(),
        };
        set.insert(document);
        Ok(set)
    }
}

/// Do some words stand one after another in a note? A star behind the last of them stands for its end.
fn has_words(note: &str, wanted: &str) -> bool {
    let open = wanted.trim_end().ends_with('*');
    let (words, wanted) = (folded(note), folded(wanted));
    let Some((last, first)) = wanted.split_last() else { return false };
    words.windows(wanted.len()).any(|words| {
        let end = &words[first.len()];
        words[..first.len()] == *first && (end == last || open && end.starts_with(last.as_str()))
    })
}

fn folded(text: &str) -> Vec<String> {
    let mut terms = terms(text);
    let mut out = Vec::new();
    while let Some((_, term)) = terms.advance() {
        out.push(term.to_owned());
    }
    out
}

/// The bits of [`EntityKind`] agree with the numbers that names are stored with.
pub(super) fn search_kind(number: u8) -> EntityKind {
    match kind(number) {
        super::types::EntityKind::Person => EntityKind::Person,
        super::types::EntityKind::Org => EntityKind::Org,
        super::types::EntityKind::Place => EntityKind::Place,
        super::types::EntityKind::Misc => EntityKind::Misc,
    }
}

#[cfg(test)]
mod tests {
    use super::has_words;

    #[test]
    fn words_of_a_note_are_found_folded_and_in_order() {
        let note = "Ask \u{c9}lodie\u{2019}s lawyer about the 2nd ledger";
        for found in ["ask", "elodie", "the 2nd ledger", "LEDG*", "lawyer ab*"] {
            assert!(has_words(note, found), "{found}");
        }
        for not in ["ledg", "lawyer the", "ask* lawyer", "", "edger"] {
            assert!(!has_words(note, not), "{not}");
        }
    }
}
