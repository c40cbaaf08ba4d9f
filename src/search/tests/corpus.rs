//! A small corpus on a real index, with a library that answers from memory.

use crate::search::{
    Changes, EntityKind, EntityName, Facts, Filter, IndexDoc, Limits, Reading, Saved, SearchError, Sort, Text,
    TextIndex, parse, search,
};
use jiff::civil::date;
use jiff::tz::TimeZone;
use roaring::RoaringBitmap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

/// A document; its number is its place, from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Doc {
    pub title: String,
    pub body: String,
    pub key: String,
    pub day: Option<i32>,
    pub people: Vec<&'static str>,
}

pub(super) struct Corpus {
    pub docs: Vec<Doc>,
    pub index: TextIndex,
    _dir: TempDir,
}

pub(in crate::search) fn reading() -> Reading {
    let now = date(2026, 11, 23).at(12, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).expect("a time");
    Reading { now, live: false, saved: Saved::default() }
}

impl Corpus {
    pub(super) fn of(docs: Vec<Doc>) -> Self {
        let dir = TempDir::new().expect("a folder");
        let index = TextIndex::open(dir.path()).expect("an index");
        let mut writer = index.writer(16 << 20, 1).expect("a writer");
        for (at, doc) in docs.iter().enumerate() {
            let number = at as u32 + 1;
            let names: Vec<u32> = doc.people.iter().map(|name| id(name)).collect();
            let kinds: &[EntityKind] = if names.is_empty() { &[] } else { &[EntityKind::Person] };
            let words = doc.body.split_whitespace().count() as u32;
            let title = &doc.title;
            let added = IndexDoc {
                number,
                title,
                body: &doc.body,
                key: &doc.key,
                path: &doc.key,
                day: doc.day,
                ..IndexDoc::default()
            };
            let added = IndexDoc { words, batch: 1, names: &names, kinds, lang: "en", source: "The Gazette", ..added };
            writer.add(&added).expect("added");
            if at % 7 == 3 {
                writer.commit(number).expect("a commit");
            }
        }
        writer.commit(docs.len() as u32).expect("a commit");
        writer.finish().expect("finished");
        index.reload().expect("reloaded");
        Self { docs, index, _dir: dir }
    }

    pub(super) fn search(&self, query: &str) -> Result<Vec<u32>, SearchError> {
        let query = parse(query, &reading()).unwrap_or_else(|error| panic!("{query}: {error}"));
        let stop = AtomicBool::new(false);
        let results = search(&self.index, &query, self, &Limits { stop: &stop })?;
        Ok(results.found.into_iter().map(|found| found.document).collect())
    }

    /// The documents found, by number.
    pub(super) fn found(&self, query: &str) -> Vec<u32> {
        let mut found = self.search(query).unwrap_or_else(|error| panic!("{query}: {error}"));
        if parse(query, &reading()).is_ok_and(|query| query.sort == Sort::default()) {
            found.sort_unstable();
        }
        found
    }
}

impl Corpus {
    /// A document whose key is `version-N` is a version of document N.
    fn leader(&self, document: u32) -> Option<u32> {
        self.docs.get(document as usize - 1)?.key.strip_prefix("version-")?.parse().ok()
    }
}

fn id(name: &str) -> u32 {
    name.bytes().fold(7, |id, byte| id * 31 % 9973 + u32::from(byte))
}

impl Facts for Corpus {
    fn entity_names(&self, entity: &EntityName) -> Result<Vec<u32>, String> {
        let name = entity.name.as_deref().unwrap_or_default().to_lowercase();
        let all = self.docs.iter().flat_map(|doc| &doc.people);
        Ok(all.filter(|person| person.to_lowercase().contains(&name)).map(|person| id(person)).collect())
    }

    fn documents(&self, filter: &Filter) -> Result<RoaringBitmap, String> {
        match filter {
            Filter::Tag(tag) if tag == "odd" => Ok((1..=self.docs.len() as u32).step_by(2).collect()),
            _ => Err("this library knows one tag".to_owned()),
        }
    }

    fn text(&self, document: u32) -> Result<Option<Text>, String> {
        let doc = self.docs.get(document as usize - 1);
        Ok(doc.map(|doc| Text { title: doc.title.clone(), body: doc.body.clone() }))
    }

    fn mentions(&self, document: u32, entity: &EntityName) -> Result<Vec<Range<usize>>, String> {
        let name = entity.name.as_deref().unwrap_or_default().to_lowercase();
        let Some(doc) = self.docs.get(document as usize - 1) else { return Ok(Vec::new()) };
        let people = doc.people.iter().filter(|person| person.to_lowercase().contains(&name));
        let mut out: Vec<_> =
            people.flat_map(|person| doc.body.match_indices(person).map(|(at, found)| at..at + found.len())).collect();
        out.sort_by_key(|range| range.start);
        Ok(out)
    }

    fn versions(&self, leaders: Option<&RoaringBitmap>) -> Result<RoaringBitmap, String> {
        let numbers = 1..=self.docs.len() as u32;
        let led = numbers.filter_map(|number| Some((number, self.leader(number)?)));
        Ok(led.filter(|led| leaders.is_none_or(|leaders| leaders.contains(led.1))).map(|led| led.0).collect())
    }

    /// What stands between the words that both begin with and those that both end with.
    fn changes(&self, document: u32, gained: bool, stop: &AtomicBool) -> Result<Option<Changes>, String> {
        let Some(leader) = self.leader(document).filter(|_| !stop.load(Ordering::Relaxed)) else { return Ok(None) };
        let (a, b) = (&self.docs[leader as usize - 1].body, &self.docs[document as usize - 1].body);
        let same = |a: &mut dyn Iterator<Item = u8>, b: &mut dyn Iterator<Item = u8>| {
            a.zip(b).take_while(|(a, b)| a == b).count()
        };
        let head = same(&mut a.bytes(), &mut b.bytes());
        let tail = same(&mut a[head..].bytes().rev(), &mut b[head..].bytes().rev());
        let text = if gained { b } else { a };
        let range = head..text.len() - tail;
        Ok(Some(Changes { text: text.clone(), ranges: vec![range] }))
    }

    fn by_new(&self, mut documents: Vec<u32>) -> Result<Vec<u32>, String> {
        documents.sort_by_key(|&number| (std::cmp::Reverse(self.docs[number as usize - 1].body.len()), number));
        Ok(documents)
    }

    fn by_title(&self, mut documents: Vec<u32>) -> Result<Vec<u32>, String> {
        documents.sort_by_key(|&number| (self.docs[number as usize - 1].title.to_lowercase(), number));
        Ok(documents)
    }
}
