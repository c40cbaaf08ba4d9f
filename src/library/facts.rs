//! The library's answers to the questions of a search: all that is not in the text index.

use super::entities::head;
use super::read::kind;
use super::repairs::surface;
use super::types::seen::new_percent;
use super::{Library, Result};
use crate::search::{Astray, Changes, EntityKind, EntityName, Facts, Filter, Mended, State, Text};
use crate::text::terms::{fold_term, terms};
use crate::version::compare::{self, ChangeKind, Names, OpKind};
use roaring::RoaringBitmap;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;
use std::sync::atomic::AtomicBool;

pub(super) struct Answers<'l> {
    library: &'l Library,
    meant: Rc<Meant>,
    /// The type under which a name is shown, if it is, of those that were asked about.
    shown: RefCell<HashMap<u32, Option<u8>>>,
    /// Texts that were read to decide on what the index only narrows.
    read: Cell<u64>,
    told: Option<&'l dyn Fn(usize, usize)>,
}

/// The names of the entities that were asked about.
pub(super) type Meant = RefCell<HashMap<EntityName, Rc<HashSet<u32>>>>;

impl<'l> Answers<'l> {
    pub(super) fn of(library: &'l Library) -> Self {
        Self::with(library, Rc::default())
    }

    /// With what earlier questions of the same query have found.
    pub(super) fn with(library: &'l Library, meant: Rc<Meant>) -> Self {
        Self { library, meant, shown: RefCell::default(), read: Cell::new(0), told: None }
    }

    /// Tells how many texts have been read, of how many.
    pub(super) fn telling(library: &'l Library, told: &'l dyn Fn(usize, usize)) -> Self {
        Self { told: Some(told), ..Self::of(library) }
    }

    /// How many texts were read.
    pub(super) fn texts_read(&self) -> u64 {
        self.read.get()
    }

    /// The byte ranges in a document at which an entity of a query is mentioned.
    pub(super) fn mentions_meant(&self, document: u32, wanted: &EntityName) -> Result<Vec<Range<usize>>> {
        let meant = match wanted.name {
            Some(_) => Some(self.meant(wanted)?),
            None => None,
        };
        self.library.mentions_meant(document, wanted, meant.as_deref(), &|name| self.shown(name))
    }

    fn shown(&self, name: u32) -> Result<Option<u8>> {
        if let Some(&known) = self.shown.borrow().get(&name) {
            return Ok(known);
        }
        let shown = self.library.store.name(name)?.filter(|name| !name.is_hidden()).map(|name| name.shown_kind());
        self.shown.borrow_mut().insert(name, shown);
        Ok(shown)
    }

    fn meant(&self, wanted: &EntityName) -> Result<Rc<HashSet<u32>>> {
        if let Some(known) = self.meant.borrow().get(wanted) {
            return Ok(known.clone());
        }
        let names: Rc<HashSet<u32>> = Rc::new(self.library.names_meant(wanted)?);
        self.meant.borrow_mut().insert(wanted.clone(), names.clone());
        Ok(names)
    }
}

fn told<T>(answer: Result<T>) -> std::result::Result<T, String> {
    answer.map_err(|error| error.to_string())
}

impl Facts for Answers<'_> {
    fn entity_names(&self, entity: &EntityName) -> std::result::Result<Vec<u32>, String> {
        told(self.meant(entity).map(|names| {
            let mut names: Vec<u32> = names.iter().copied().collect();
            names.sort_unstable();
            names
        }))
    }

    fn astray(&self, kind: EntityKind) -> std::result::Result<Astray, String> {
        told(self.library.names_astray(kind))
    }

    fn mended(&self, names: &[u32]) -> std::result::Result<Mended, String> {
        told((|| {
            let all = self.library.mended_documents()?;
            let found = if all.is_empty() { RoaringBitmap::new() } else { self.library.store.mended_with(names)? };
            Ok(Mended { all: (*all).clone(), found })
        })())
    }

    fn documents(&self, filter: &Filter) -> std::result::Result<RoaringBitmap, String> {
        match filter {
            // These name one thing, so one that is not there is said and not just found empty.
            Filter::Batch(name) => {
                told(self.library.batch_number(name).and_then(|batch| Ok(self.library.store.in_batch(batch)?)))
            }
            Filter::NewEntity(name) => {
                told(self.library.batch_number(name).and_then(|batch| self.library.naming_the_new(batch)))
            }
            Filter::Like(key) => told(self.library.like(key)),
            Filter::Thread(key) => told(self.library.thread(key)),
            other => told(self.library.documents_where(other)),
        }
    }

    fn checking(&self, done: usize, all: usize) {
        if let Some(told) = self.told {
            told(done, all);
        }
    }

    fn text(&self, document: u32) -> std::result::Result<Option<Text>, String> {
        self.read.set(self.read.get() + 1);
        told((|| {
            let Some(meta) = self.library.store.meta(document)? else { return Ok(None) };
            Ok(self.library.store.text(document)?.map(|body| Text { title: meta.title, body }))
        })())
    }

    fn mentions(&self, document: u32, entity: &EntityName) -> std::result::Result<Vec<Range<usize>>, String> {
        told(self.mentions_meant(document, entity))
    }

    fn versions(&self, leaders: Option<&RoaringBitmap>) -> std::result::Result<RoaringBitmap, String> {
        told((|| {
            let store = &self.library.store;
            Ok(match leaders {
                None => store.grouped()? - store.leaders()?,
                Some(leaders) => store.led_by(leaders)?,
            })
        })())
    }

    fn changes(&self, document: u32, gained: bool, stop: &AtomicBool) -> std::result::Result<Option<Changes>, String> {
        told(self.library.changes(document, gained, stop))
    }

    fn by_new(&self, mut documents: Vec<u32>) -> std::result::Result<Vec<u32>, String> {
        told((|| {
            let seen: HashMap<u32, u64> = self
                .library
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
                let title = self.library.store.meta(document)?.map(|meta| fold_term(&meta.title)).unwrap_or_default();
                titles.push((title, document));
            }
            titles.sort();
            Ok(titles.into_iter().map(|(_, document)| document).collect())
        })())
    }
}

impl Library {
    /// The names that a query's `entity:` and its like mean.
    fn names_meant(&self, wanted: &EntityName) -> Result<HashSet<u32>> {
        let mut names = HashSet::new();
        let Some(given) = &wanted.name else { return Ok(names) };
        if wanted.listed {
            names.extend(self.listed_names(given)?);
            return Ok(names);
        }
        for entity in self.find_entities(given).unwrap_or_default() {
            let all = self.store.names_of(entity)?;
            // The type that is asked for is the one that is shown: the entity's.
            let Some(head) = head(&all, None).filter(|head| !head.hidden) else { continue };
            if wanted.kind.is_some_and(|wanted| wanted as u8 != head.kind as u8) {
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
        Ok(names)
    }

    /// What the index, which knows names by their own types and as they were recognised, has wrong
    /// about a type: names of other types that are shown under it, the documents in which every name
    /// of it is shown under another or not at all, and those that are mended.
    fn names_astray(&self, kind: EntityKind) -> Result<Astray> {
        let (names, lost) = self.store.names_astray(kind as u8)?;
        let all = (*self.mended_documents()?).clone();
        let found = if all.is_empty() { RoaringBitmap::new() } else { (*self.mended_showing(kind as u8)?).clone() };
        let without = self.documents_without(kind as u8, || self.find_without(kind, &lost))?;
        Ok(Astray { names, without: (*without).clone(), mended: Mended { all, found } })
    }

    /// Documents in which every name of a type is shown under another or not at all; these are `lost`.
    fn find_without(&self, kind: EntityKind, lost: &[u32]) -> Result<RoaringBitmap> {
        let mut without = RoaringBitmap::new();
        let Some(index) = self.index.as_ref().filter(|_| !lost.is_empty()) else { return Ok(without) };
        let mut known: HashMap<u32, bool> = HashMap::new();
        for document in index.documents_with_names(lost)? {
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
        Ok(without)
    }

    /// The byte ranges in a document at which an entity of a query is mentioned, whose names are given
    /// where it is named; `shown` tells the type under which a name is shown, if it is.
    fn mentions_meant(
        &self,
        document: u32,
        wanted: &EntityName,
        meant: Option<&HashSet<u32>>,
        shown: &dyn Fn(u32) -> Result<Option<u8>>,
    ) -> Result<Vec<Range<usize>>> {
        let packed = self.store.mentions(document)?;
        let mut fits = Vec::with_capacity(packed.names.len());
        for &number in &packed.names {
            fits.push(match meant {
                Some(meant) => meant.contains(&number),
                None => shown(number)?.is_some_and(|shown| wanted.kind.is_none_or(|kind| kind as u8 == shown)),
            });
        }
        let text = match (&wanted.name, wanted.exact) {
            (Some(form), true) => self.store.text(document)?.map(|text| (text, form)),
            _ => None,
        };
        let spans = packed.mentions.iter().filter(|mention| fits[mention.2 as usize]);
        let this_form = |&&(start, end, _): &&(u32, u32, u32)| {
            text.as_ref().is_none_or(|(text, form)| surface(text, start, end) == **form)
        };
        Ok(spans.filter(this_form).map(|&(start, end, _)| start as usize..end as usize).collect())
    }

    /// The documents of a batch that mention an entity which no document before the batch does.
    fn naming_the_new(&self, batch: u32) -> Result<RoaringBitmap> {
        let of_batch = self.store.in_batch(batch)?;
        // An exact copy of an older text names nobody new.
        let Some(begin) = self.store.batch_begins(batch)? else { return Ok(RoaringBitmap::new()) };
        let mut news: HashMap<u32, bool> = HashMap::new();
        let mut found = RoaringBitmap::new();
        for document in of_batch.into_iter().filter(|&document| document >= begin) {
            for number in self.store.mentions(document)?.names {
                let is_new = match news.get(&number) {
                    Some(&is_new) => is_new,
                    None => {
                        let entity = self.store.name(number)?.filter(|name| !name.is_hidden()).map(|name| name.entity);
                        let is_new = match entity {
                            Some(entity) => self.first_document(entity)?.is_some_and(|first| first >= begin),
                            None => false,
                        };
                        *news.entry(number).or_insert(is_new)
                    }
                };
                if is_new {
                    found.insert(document);
                    break;
                }
            }
        }
        Ok(found)
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
            Filter::Batch(_) | Filter::NewEntity(_) | Filter::Like(_) | Filter::Thread(_) => RoaringBitmap::new(),
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
            State::Listed => self.naming_documents(&self.listed_names("*")?)?,
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
