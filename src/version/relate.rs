//! The relations of a batch: candidates from the index, verified exactly on all cores.

use super::candidates::{Pair, propose};
use super::fingerprint::{Print, sketch};
use super::furniture::{COMMON, Own, own_words, rare_words};
use super::grams::Grams;
use super::parallel::in_parallel;
use super::prints::{IndexError, PrintIndex};
use super::relation::{Finding, Relation, is_named, judge};
use super::verify::{Sheet, Source, measure, measure_and_see, seen_words};
use super::witnesses::confirmed;
use crate::text::fold;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// New documents whose candidates are in memory at a time.
const PIECE: u32 = 1 << 16;
/// Pairs verified between two looks at the stop flag.
const CHUNK: usize = 4096;
/// Bytes of text fetched for one chunk of pairs, unless a single pair has more.
const FETCH: usize = 24 << 20;
/// Bytes of grams kept for the pairs to come.
const CACHE: usize = 128 << 20;
/// Fingerprints of which it is kept whether they are common.
const KNOWN: usize = 1 << 20;

/// How far the work has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// New documents whose relations are known.
    pub documents: u32,
    /// New documents in all.
    pub of: u32,
}

/// Why there are no relations.
#[derive(Debug, thiserror::Error)]
pub enum RelateError {
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The stop flag was raised.
    #[error("stopped before all relations were found")]
    Stopped,
}

/// What a batch has to do with what was there before.
#[derive(Debug, Default)]
pub struct Related {
    /// Sorted by newer, then older document; the newer document is `a`.
    pub relations: Vec<Relation>,
    /// The new documents of which words have stood in documents with lower numbers, in order, with
    /// how many words.
    pub seen: Vec<(u32, u32)>,
}

/// Finds the relations of the documents `new` to older ones and to each other, and how much of each
/// has been seen before.
///
/// All of `new` must be in the index. The work grows with `new`, not with the index. `texts` gives
/// a document, `None` for one that is gone. The result depends on what the index holds,
/// not on how it came in.
///
/// A word is seen when it lies in a run of twelve equal words of an older document. The documents
/// looked into are those whose relations are verified: a run of twenty words always proposes one,
/// as far as a document has no more than 32 better ones, or 6 when it shares little with any.
pub fn relate(
    index: &PrintIndex,
    new: RangeInclusive<u32>,
    texts: &mut dyn FnMut(u32) -> Option<Source>,
    progress: &dyn Fn(Progress),
    stop: &AtomicBool,
) -> Result<Related, RelateError> {
    let of = new.clone().count() as u32;
    let mut out = Related::default();
    let mut desk = Desk::default();
    let mut start = *new.start();
    while start <= *new.end() {
        let end = start.saturating_add(PIECE - 1).min(*new.end());
        let proposals = propose(index, start..=end, stop)?;
        let mut rest = proposals.pairs.as_slice();
        let mut covered = Covered::default();
        while !rest.is_empty() {
            if stop.load(Ordering::Relaxed) {
                return Err(RelateError::Stopped);
            }
            let taken = desk.fetch(index, rest, Some(&(start..=end)), &proposals.common, texts)?;
            let (chunk, later) = rest.split_at(taken);
            rest = later;
            desk.verify(chunk, &mut covered, &mut out);
            desk.tidy();
            progress(Progress { documents: rest.first().map_or(end + 1, |pair| pair.newer) - new.start(), of });
        }
        covered.close(&mut out.seen);
        progress(Progress { documents: end - new.start() + 1, of });
        let Some(next) = end.checked_add(1) else { break };
        start = next;
    }
    Ok(out)
}

/// Compares pairs on demand, for figures that no batch has asked for.
pub struct PairReader<'i> {
    index: &'i PrintIndex,
    desk: Desk,
}

impl<'i> PairReader<'i> {
    /// Reads what is common furniture from `index`.
    pub fn new(index: &'i PrintIndex) -> PairReader<'i> {
        PairReader { index, desk: Desk::default() }
    }

    /// Compares two documents exactly.
    pub fn compare(
        &mut self,
        a: u32,
        b: u32,
        texts: &mut dyn FnMut(u32) -> Option<Source>,
    ) -> Result<Finding, RelateError> {
        let pair = pair(a, b);
        self.desk.fetch(self.index, &[pair], None, &[], texts)?;
        let found = self.desk.finding(&pair);
        self.desk.tidy();
        Ok(found)
    }

    /// The share of places where two documents differ at which one of some `witnesses` has the words of one of them.
    pub fn confirmed(
        &mut self,
        a: u32,
        b: u32,
        witnesses: &[u32],
        texts: &mut dyn FnMut(u32) -> Option<Source>,
    ) -> Result<Option<f32>, RelateError> {
        let pairs: Vec<Pair> =
            std::iter::once(b).chain(witnesses.iter().copied()).map(|other| pair(a, other)).collect();
        let mut rest = pairs.as_slice();
        while !rest.is_empty() {
            let taken = self.desk.fetch(self.index, rest, None, &[], texts)?;
            rest = &rest[taken..];
        }
        let sheet = |document: u32| &*self.desk.sheets[&document].1;
        let others: Vec<&Sheet> = witnesses.iter().map(|&witness| sheet(witness)).collect();
        let found = confirmed(sheet(a), sheet(b), &others);
        self.desk.tidy();
        Ok(found)
    }
}

fn pair(newer: u32, older: u32) -> Pair {
    Pair { newer, older, shared: 0, lone: false }
}

/// The words of one new document that have been seen, pair by pair.
#[derive(Default)]
struct Covered {
    document: u32,
    words: Vec<Own>,
}

impl Covered {
    fn close(&mut self, seen: &mut Vec<(u32, u32)>) {
        self.words.sort_unstable_by_key(|run| run.start);
        let (mut words, mut reached) = (0, 0);
        for run in self.words.drain(..) {
            words += run.end.saturating_sub(run.start.max(reached));
            reached = reached.max(run.end);
        }
        if words > 0 {
            seen.push((self.document, words));
        }
    }
}

/// The texts at hand, least recently used ones put away first.
#[derive(Default)]
struct Desk {
    sheets: HashMap<u32, (u64, Arc<Sheet>)>,
    bytes: usize,
    turn: u64,
    /// Fingerprints that were looked up, and whether they are common.
    common: HashMap<u64, bool>,
}

impl Desk {
    /// Brings the texts of the first pairs to the desk and says for how many pairs they are there.
    /// Of the documents of `piece` it is known which fingerprints are common; others are looked up.
    fn fetch(
        &mut self,
        index: &PrintIndex,
        pairs: &[Pair],
        piece: Option<&RangeInclusive<u32>>,
        common: &[u64],
        texts: &mut dyn FnMut(u32) -> Option<Source>,
    ) -> Result<usize, RelateError> {
        self.turn += 1;
        let known_here = |document: &u32| piece.is_some_and(|piece| piece.contains(document));
        let (mut fetched, mut bytes, mut taken) = (Vec::new(), 0, 0);
        for pair in pairs.iter().take(CHUNK) {
            if bytes >= FETCH {
                break;
            }
            for document in [pair.newer, pair.older] {
                let sheet = self.sheets.entry(document).or_insert_with(|| {
                    let source = texts(document).unwrap_or_default();
                    bytes += source.text.len();
                    fetched.push((document, source));
                    (0, Arc::default())
                });
                sheet.0 = self.turn;
            }
            taken += 1;
        }
        let read = in_parallel(&fetched, |(_, source)| {
            let folded = fold(&source.text);
            (Grams::read(&source.text, &folded), sketch(&folded))
        });
        let elsewhere = fetched.iter().zip(&read).filter(|((document, _), _)| !known_here(document));
        self.ask(index, elsewhere.flat_map(|(_, (_, prints))| prints.iter().map(|print| print.hash)))?;
        for ((document, source), (grams, prints)) in fetched.into_iter().zip(read) {
            let here = known_here(&document);
            let is_common = |print: &Print| match here {
                true => common.binary_search(&print.hash).is_ok(),
                false => self.common.get(&print.hash).is_some_and(|&common| common),
            };
            let places: Vec<u32> = prints.iter().filter(|print| is_common(print)).map(|print| print.place).collect();
            let own = own_words(grams.words, &places);
            let rare = rare_words(grams.words, &prints, is_common);
            self.bytes += grams.bytes();
            let title = source.title.trim().to_owned();
            self.sheets.insert(document, (self.turn, Arc::new(Sheet { grams, title, own, rare })));
        }
        Ok(taken)
    }

    /// Looks up which of some fingerprints are common, of those that are not known yet.
    fn ask(&mut self, index: &PrintIndex, hashes: impl Iterator<Item = u64>) -> Result<(), RelateError> {
        let mut asked: Vec<u64> = hashes.filter(|hash| !self.common.contains_key(hash)).collect();
        asked.sort_unstable();
        asked.dedup();
        let counts = index.frequencies(&asked, COMMON)?;
        self.common.extend(asked.into_iter().zip(counts).map(|(hash, count)| (hash, count >= COMMON)));
        Ok(())
    }

    fn finding(&self, pair: &Pair) -> Finding {
        let (a, b) = (&self.sheets[&pair.newer].1, &self.sheets[&pair.older].1);
        let measure = measure(a, b);
        Finding { kind: judge(a, b, &measure), measure }
    }

    fn verify(&self, pairs: &[Pair], covered: &mut Covered, out: &mut Related) {
        let found = in_parallel(pairs, |pair| {
            let (a, b) = (&self.sheets[&pair.newer].1, &self.sheets[&pair.older].1);
            if pair.lone {
                return (None, seen_words(a, b));
            }
            let (measure, seen) = measure_and_see(a, b);
            let kind = judge(a, b, &measure);
            let named = is_named(a, b);
            (kind.map(|kind| Relation { a: pair.newer, b: pair.older, kind, named, measure }), seen)
        });
        for (pair, (relation, seen)) in pairs.iter().zip(found) {
            out.relations.extend(relation);
            if covered.document != pair.newer {
                covered.close(&mut out.seen);
                covered.document = pair.newer;
            }
            covered.words.extend(seen);
        }
    }

    fn tidy(&mut self) {
        if self.common.len() > KNOWN {
            self.common.clear();
        }
        if self.bytes <= CACHE {
            return;
        }
        let mut ages: Vec<(u64, u32)> = self.sheets.iter().map(|(&document, sheet)| (sheet.0, document)).collect();
        ages.sort_unstable();
        for (_, document) in ages {
            if self.bytes <= CACHE / 2 {
                break;
            }
            if let Some((_, sheet)) = self.sheets.remove(&document) {
                self.bytes -= sheet.grams.bytes();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::groups::{Member, cluster};
    use super::super::relation::Kind;
    use super::*;
    use std::cell::Cell;
    use std::path::PathBuf;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    fn index(
        texts: &[String],
        commit_every: usize,
    ) -> Result<(tempfile::TempDir, PrintIndex), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let mut index = PrintIndex::open(folder.path())?;
        for (at, text) in texts.iter().enumerate() {
            index.append(at as u32 + 1, &sketch(&fold(text)))?;
            if at % commit_every == commit_every - 1 {
                index.commit()?;
            }
        }
        index.commit()?;
        Ok((folder, index))
    }

    fn relations(index: &PrintIndex, texts: &[String], from: u32) -> Result<Vec<Relation>, RelateError> {
        let mut text = |document: u32| texts.get(document as usize - 1).cloned().map(Source::from);
        Ok(relate(index, from..=texts.len() as u32, &mut text, &|_| {}, &AtomicBool::new(false))?.relations)
    }

    /// Word stories: stretches of numbered words that can be cut and mixed.
    fn story(seed: u32, words: std::ops::Range<u32>) -> String {
        words.map(|n| format!("s{seed}w{} ", n * (seed + 3) % 1009)).collect()
    }

    fn corpus() -> Vec<String> {
        let mut texts = Vec::new();
        for seed in 0..6 {
            texts.push(story(seed, 0..300));
            texts.push(story(seed, 0..150) + "an inserted remark" + &story(seed, 150..300));
            texts.push(story(seed, 40..140));
        }
        for n in 0..70 {
            texts.push(story(50, 0..200) + &format!("byline number{n} of the agency"));
        }
        texts
    }

    #[test]
    fn relations_do_not_depend_on_how_the_runs_were_cut() -> Outcome {
        let texts = corpus();
        let (_one, whole) = index(&texts, 1000)?;
        let (_two, pieces) = index(&texts, 3)?;
        assert!(pieces.runs() > 1);
        let found = relations(&whole, &texts, 1)?;
        assert_eq!(found, relations(&pieces, &texts, 1)?);
        let later: Vec<_> = found.into_iter().filter(|relation| relation.a >= 10).collect();
        assert_eq!(later, relations(&pieces, &texts, 10)?);
        Ok(())
    }

    #[test]
    fn versions_excerpts_and_many_copies_are_found() -> Outcome {
        let texts = corpus();
        let (_folder, index) = index(&texts, 1000)?;
        let found = relations(&index, &texts, 1)?;
        assert!(found.iter().any(|r| (r.a, r.b, r.kind) == (2, 1, Kind::Edited)));
        assert!(found.iter().any(|r| (r.a, r.b, r.kind) == (3, 1, Kind::Excerpt)));
        let members: Vec<Member> = (1..=texts.len() as u32)
            .map(|document| Member { document, date: None, words: 100, key: "", title: "" })
            .collect();
        let groups = cluster(&members, &found, &[], &mut |_: u32, _: u32| None);
        assert_eq!(groups.iter().map(|group| group.members.len()).collect::<Vec<_>>(), [3, 3, 3, 3, 3, 3, 70]);
        Ok(())
    }

    #[test]
    fn what_is_seen_is_counted_the_same_however_the_batches_were_cut() -> Outcome {
        let texts = vec![
            story(1, 0..200),
            story(2, 0..100) + &story(1, 50..100),
            story(2, 0..100) + &story(3, 0..100) + &story(1, 180..200),
            story(4, 0..60),
            story(3, 40..90),
        ];
        let (_folder, index) = index(&texts, 2)?;
        let mut text = |document: u32| texts.get(document as usize - 1).cloned().map(Source::from);
        let mut seen = |from: u32, to: u32| -> Result<Vec<(u32, u32)>, RelateError> {
            Ok(relate(&index, from..=to, &mut text, &|_| {}, &AtomicBool::new(false))?.seen)
        };
        assert_eq!(seen(1, 5)?, [(2, 50), (3, 120), (5, 50)]);
        assert_eq!([seen(1, 2)?, seen(3, 3)?, seen(4, 5)?].concat(), seen(1, 5)?);
        Ok(())
    }

    #[test]
    fn it_stops_when_asked_and_says_how_far_it_is() -> Outcome {
        let texts = corpus();
        let (_folder, index) = index(&texts, 1000)?;
        let mut text = |document: u32| texts.get(document as usize - 1).cloned().map(Source::from);
        let last = Cell::new(Progress::default());
        let all = 1..=texts.len() as u32;
        relate(&index, all.clone(), &mut text, &|progress| last.set(progress), &AtomicBool::new(false))?;
        assert_eq!((last.get().documents, last.get().of), (*all.end(), *all.end()));
        let stopped = relate(&index, all, &mut text, &|_| {}, &AtomicBool::new(true));
        assert!(matches!(stopped, Err(RelateError::Stopped)));
        Ok(())
    }

    #[test]
    fn the_model_corpus_is_one_group() -> Outcome {
        let shared = std::env::var_os("VARIORUM_SHARED")
            .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from);
        let Ok(entries) = std::fs::read_dir(shared.join("seeds")) else {
            println!("skipped: no seeds in {}", shared.display());
            return Ok(());
        };
        let mut paths: Vec<_> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        paths.sort();
        let texts: Vec<String> = paths.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
        let (_folder, index) = index(&texts, 1)?;
        let found = relations(&index, &texts, 1)?;
        let near = |x: f32, y: f32| (x - y).abs() < 0.006;
        let pair = |a, b| found.iter().find(|r| (r.a, r.b) == (a, b)).ok_or("no such relation");
        assert!(pair(2, 1)?.kind == Kind::Edited && near(pair(2, 1)?.measure.whole.similarity, 0.977));
        assert!(pair(3, 1)?.kind == Kind::Excerpt && near(pair(3, 1)?.measure.whole.similarity, 0.315));
        assert!(near(pair(3, 1)?.measure.whole.a_in_b, 0.972));
        let members: Vec<Member> = (1..)
            .zip(&texts)
            .map(|(document, text)| Member { document, date: None, words: Grams::of(text).words, key: "", title: "" })
            .collect();
        let groups = cluster(&members, &found, &[], &mut |_: u32, _: u32| None);
        assert_eq!((groups.len(), groups[0].leader), (1, 2));
        let kinds: Vec<_> = groups[0].members.iter().map(|member| (member.document, member.relation)).collect();
        assert_eq!(kinds, [(2, None), (1, Some(Kind::Edited)), (3, Some(Kind::Excerpt))]);
        Ok(())
    }
}
