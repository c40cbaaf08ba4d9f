use super::*;
use proptest::prelude::*;

fn written(words: &[u32]) -> String {
    words.iter().map(|n| format!("w{n} ")).collect()
}

/// Which words of `a` lie in a run of twelve that stands in `b`, found the long way.
fn seen_by_trying(a: &[u32], b: &[u32]) -> Vec<bool> {
    let mut seen = vec![false; a.len()];
    for at in 0..(a.len() + 1).saturating_sub(SURE_RUN) {
        if b.windows(SURE_RUN).any(|window| window == &a[at..at + SURE_RUN]) {
            seen[at..at + SURE_RUN].fill(true);
        }
    }
    seen
}

struct Corpus {
    _folder: tempfile::TempDir,
    index: PrintIndex,
    texts: Vec<String>,
}

impl Corpus {
    /// Documents numbered from 1.
    fn of(texts: Vec<String>) -> Corpus {
        let folder = tempfile::tempdir().expect("a folder");
        let mut index = PrintIndex::open(folder.path()).expect("an index");
        for (document, text) in (1..).zip(&texts) {
            index.append(document, &sketch(&fold(text))).expect("appended");
        }
        index.commit().expect("committed");
        Corpus { _folder: folder, index, texts }
    }

    fn look<T>(
        &self,
        rank: &dyn Fn(u32) -> Option<u32>,
        ask: impl Fn(&Library<'_, u32>) -> Result<T, RelateError>,
    ) -> T {
        let stop = AtomicBool::new(false);
        let texts = |document: u32| self.texts.get(document as usize - 1).cloned();
        ask(&Library { index: &self.index, rank, texts: &texts, stop: &stop }).expect("found")
    }
}

proptest! {
    #[test]
    fn what_is_seen_is_what_trying_everything_finds(
        a in proptest::collection::vec(0u32..3, 0..60),
        b in proptest::collection::vec(0u32..3, 0..60),
        planted in proptest::collection::vec(0u32..40, 0..30),
    ) {
        let (a, b) = ([&a[..], &planted].concat(), [&planted, &b[..]].concat());
        let (left, right) = (Words::of(&written(&a)), Words::of(&written(&b)));
        let mut seen = vec![false; a.len()];
        for run in Finder::new(&left).runs_in(&right) {
            prop_assert!(run.words.len() >= SURE_RUN);
            prop_assert_eq!(&a[run.words.clone()], &b[run.there..run.there + run.words.len()]);
            seen[run.words].fill(true);
        }
        prop_assert_eq!(seen, seen_by_trying(&a, &b));
    }

    #[test]
    fn a_planted_passage_is_found_and_slices_to_equal_words(
        documents in proptest::collection::vec(proptest::collection::vec(0u32..50, 0..80), 1..6),
        passage in proptest::collection::vec(50u32..400, SURE_RUN..40),
        own in proptest::collection::vec(500u32..900, 0..40),
        host in 0usize..5,
    ) {
        let host = host % documents.len();
        let mut texts: Vec<String> = documents.iter().map(|words| written(words)).collect();
        texts[host].push_str(&written(&passage).to_uppercase().replace(' ', "\u{a0}\n"));
        let text = format!("{}, {}.", written(&own), written(&passage));
        let corpus = Corpus::of(texts);
        let words = Words::of(&text);
        let found = corpus.look(&|document| Some(document), |library| library.seen(&words));
        prop_assert_eq!(found.iter().map(|passage| passage.words).sum::<usize>(), passage.len());
        for found in &found {
            prop_assert_eq!(found.document as usize, host + 1);
            let there = Words::of(&corpus.texts[host][found.there.clone()]);
            let here = Words::of(&text[found.bytes.clone()]);
            prop_assert_eq!(here.len(), found.words);
            prop_assert!((0..here.len().max(there.len())).all(|word| here.same(word, &there, word)));
        }
        let holders = corpus.look(&|document| Some(document), |library| library.holders(&words, &(0..text.len())));
        prop_assert_eq!(holders.len(), 1);
        let nobody = corpus.look(&|document| (document as usize != host + 1).then_some(document), |library| library.seen(&words));
        prop_assert!(nobody.is_empty());
    }

    #[test]
    fn unrelated_texts_have_seen_nothing(
        a in proptest::collection::vec(0u32..5000, 0..200),
        b in proptest::collection::vec(5000u32..9000, 0..200),
    ) {
        let corpus = Corpus::of(vec![written(&b)]);
        let words = Words::of(&written(&a));
        prop_assert!(corpus.look(&|document| Some(document), |library| library.seen(&words)).is_empty());
    }
}

#[test]
fn the_lowest_rank_stood_first_and_the_rest_is_filled_up() {
    let numbers: Vec<u32> = (0..60).collect();
    let corpus = Corpus::of(vec![written(&numbers[20..60]), written(&numbers[..40]), written(&numbers)]);
    let words = Words::of(&written(&numbers));
    let spans = |rank: &dyn Fn(u32) -> Option<u32>| -> Vec<(u32, usize)> {
        let found = corpus.look(rank, |library| library.seen(&words));
        found.into_iter().map(|passage| (passage.document, passage.words)).collect()
    };
    assert_eq!(spans(&Some), [(2, 20), (1, 40)]);
    assert_eq!(spans(&|document| Some(9 - document)), [(3, 60)]);
    assert_eq!(spans(&|document| (document != 3).then_some(9 - document)), [(2, 40), (1, 20)]);
}

#[test]
fn a_run_of_eleven_words_is_not_seen() {
    let numbers: Vec<u32> = (0..40).collect();
    let corpus = Corpus::of(vec![written(&numbers[..11]) + &written(&[99]) + &written(&numbers[11..22])]);
    let words = Words::of(&written(&numbers));
    assert!(corpus.look(&|document| Some(document), |library| library.seen(&words)).is_empty());
}

#[test]
fn a_paragraph_asks_for_what_overlaps_it_only() {
    let numbers: Vec<u32> = (0..90).collect();
    let corpus = Corpus::of(vec![written(&numbers[..20]), written(&numbers[30..60]), written(&numbers[70..])]);
    let text = written(&numbers);
    let words = Words::of(&text);
    let middle = words.bytes(&(35..40));
    let held = corpus.look(&|document| Some(document), |library| library.holders(&words, &middle));
    assert_eq!(held.iter().map(|held| (held.document, held.words)).collect::<Vec<_>>(), [(2, 30)]);
    assert_eq!(words.within(&held[0].bytes), 30..60);
}

#[test]
fn a_stopped_search_gives_nothing() {
    let corpus = Corpus::of(vec![written(&(0..40).collect::<Vec<_>>())]);
    let stop = AtomicBool::new(true);
    let library = Library { index: &corpus.index, rank: &|document| Some(document), texts: &|_| None, stop: &stop };
    let words = Words::of(&corpus.texts[0]);
    assert!(matches!(library.seen(&words), Err(RelateError::Stopped)));
}
