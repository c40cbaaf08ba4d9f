//! Promises that hold for any edit of any text.

use super::tests::{check, quick};
use super::*;
use proptest::prelude::*;

const WORDS: &str = "harbour winter letter mayor silver 14 2,300 March bridge Ortiz Brandt the of and a in was to \
    council river market opened closed against never three because people";

fn sentence() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = WORDS.split_whitespace().collect();
    (proptest::collection::vec(proptest::sample::select(words), 3..14), any::<bool>()).prop_map(|(words, quoted)| {
        let text = words.join(" ");
        if quoted { format!("\"It's {text},\" he said -- then left.") } else { format!("So {text}.") }
    })
}

fn text() -> impl Strategy<Value = Vec<String>> {
    let paragraph = proptest::collection::vec(sentence(), 1..5).prop_map(|sentences| sentences.join(" "));
    proptest::collection::vec(paragraph, 0..8)
}

/// What is done to a text: what, where and with what.
type Edit = (u8, proptest::sample::Index, proptest::sample::Index, String);

fn edited(mut paragraphs: Vec<String>, edits: &[Edit]) -> String {
    for (what, at, word, new) in edits {
        if paragraphs.is_empty() {
            paragraphs.push(new.clone());
            continue;
        }
        let at = at.index(paragraphs.len());
        let mut words: Vec<String> = paragraphs[at].split(' ').map(str::to_owned).collect();
        let word = word.index(words.len());
        match what % 7 {
            0 => words[word] = new.split(' ').next().unwrap_or_default().to_owned(),
            1 => words.insert(word, new.clone()),
            2 => drop(words.remove(word)),
            3 => paragraphs.insert(at, new.clone()),
            4 => drop(paragraphs.remove(at)),
            5 => {
                let moved = paragraphs.remove(at);
                paragraphs.insert(word % (paragraphs.len() + 1), moved);
            }
            _ => words.truncate(word + 1),
        }
        if matches!(what % 7, 0 | 1 | 2 | 6) {
            paragraphs[at] = words.join(" ");
        }
    }
    paragraphs.join("\n\n")
}

/// Typographic damage: quotes, dashes, line ends, spaces, wrapping, mail quoting.
fn reset(text: &str, how: u8) -> String {
    let mut text = text.to_owned();
    if how & 1 != 0 {
        text = text.replace(" \"", " \u{201c}").replace('"', "\u{201d}").replace('\'', "\u{2019}");
    }
    if how & 2 != 0 {
        text = text.replace("--", "\u{2014}");
    }
    if how & 4 != 0 {
        text = text.replace("\n\n", "\n");
    }
    if how & 8 != 0 {
        let blank = |(at, c): (usize, char)| if c == ' ' && at % 5 == 0 { '\n' } else { c };
        text = text.chars().enumerate().map(blank).collect();
    }
    if how & 64 != 0 {
        text = format!("> {}", text.replace('\n', "\n> "));
    }
    if how & 16 != 0 {
        text = text.replace('\n', "\r\n");
    }
    if how & 32 != 0 {
        text = text.replace(" of ", "\u{a0}of ").replace("bridge", "br\u{ad}idge");
    }
    text
}

proptest! {
    #![proptest_config(crate::properties::cases(400))]

    #[test]
    fn any_edit_rebuilds_and_mirrors(
        paragraphs in text(),
        edits in proptest::collection::vec((any::<u8>(), any::<proptest::sample::Index>(), any::<proptest::sample::Index>(), sentence()), 0..8),
        how in any::<u8>(),
    ) {
        let a = paragraphs.join("\n\n");
        let b = reset(&edited(paragraphs, &edits), how);
        check(&a, &b, &quick(&a, &b));
    }

    #[test]
    fn what_moved_away_has_come_somewhere(
        order in Just((0..14usize).collect::<Vec<_>>()).prop_shuffle(),
        kept in 4usize..14,
        edits in proptest::collection::vec((0usize..14, 0usize..9), 0..4),
    ) {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let sentence = |number: usize| {
            let own = (0..10).map(|place| words[(number * 7 + place * (number + 3)) % words.len()]);
            format!("Number{number} {}.", own.collect::<Vec<_>>().join(" "))
        };
        let a: Vec<String> = (0..kept).map(sentence).collect();
        let mut b: Vec<String> = order.into_iter().filter(|&number| number < kept).map(sentence).collect();
        for (at, word) in edits {
            let at = at % b.len();
            let mut parts: Vec<&str> = b[at].split(' ').collect();
            parts[word + 1] = "twelve";
            b[at] = parts.join(" ");
        }
        let (a, b) = (a.join(" "), b.join(" "));
        let comparison = quick(&a, &b);
        check(&a, &b, &comparison);
        let mut ends: std::collections::BTreeMap<u32, (bool, bool)> = Default::default();
        for op in comparison.ops.iter().filter(|op| op.kind == Some(ChangeKind::Move)) {
            let end = ends.entry(op.moved.unwrap_or_default()).or_default();
            *end = (end.0 | !op.a.is_empty(), end.1 | !op.b.is_empty());
        }
        prop_assert!(ends.values().all(|end| *end == (true, true)), "{ends:?} in {:?}", comparison.ops);
    }

    #[test]
    fn typographic_damage_is_typography_only(paragraphs in text(), how in any::<u8>()) {
        let a = paragraphs.join("\n\n");
        let b = reset(&a, how);
        let comparison = quick(&a, &b);
        check(&a, &b, &comparison);
        prop_assert!(comparison.ops.iter().all(|op| matches!(op.op, OpKind::Equal | OpKind::Typography)));
    }

    #[test]
    fn any_text_compares(a in "[ab .,\"'\u{2019}\n\r\u{a0}\u{ad}é東>|\u{b2}5$%-]{0,60}", b in "[ab .,\"'\u{2019}\n\r\u{a0}\u{ad}é東>|\u{b2}5$%-]{0,60}") {
        check(&a, &b, &quick(&a, &b));
        let never = AtomicBool::new(false);
        let fine = exact(&a, &b, Names::default(), &never, &|_| {}).expect("nobody stops it");
        prop_assert!(fine.ops.iter().all(|op| op.op != OpKind::Typography));
        prop_assert!(fine.ops.iter().all(|op| (op.op == OpKind::Equal) == (a[op.a.clone()] == b[op.b.clone()])));
        prop_assert_eq!(fine.ops.iter().map(|op| op.a.len()).sum::<usize>(), a.len());
        prop_assert_eq!(fine.ops.iter().map(|op| op.b.len()).sum::<usize>(), b.len());
    }

    #[test]
    fn every_view_draws_every_word_of_the_second_text(
        paragraphs in text(),
        edits in proptest::collection::vec((any::<u8>(), any::<proptest::sample::Index>(), any::<proptest::sample::Index>(), sentence()), 0..6),
        how in any::<u8>(),
    ) {
        let a = paragraphs.join("\n\n");
        let b = reset(&edited(paragraphs, &edits), how);
        let comparison = quick(&a, &b);
        let dense = |text: &str| text.split_whitespace().collect::<String>();
        for show in [layout::Show::Wording, layout::Show::Typography, layout::Show::WithoutMarks, layout::Show::Facts] {
            let view = layout::View { show, context: 1, unfold: true };
            let mut drawn = String::new();
            for item in layout::unified(&a, &b, &comparison, &view) {
                let layout::Item::Block(block) = item else { panic!("nothing is folded") };
                let of_b = block.pieces.iter().filter(|piece| piece.side == layout::Side::B);
                of_b.for_each(|piece| drawn.push_str(&b[piece.range.clone()]));
            }
            prop_assert_eq!(dense(&drawn), dense(&b));
            let (mut left_drawn, mut right_drawn) = (String::new(), String::new());
            for row in layout::side_by_side(&a, &b, &comparison, &view) {
                let layout::Row::Pair { left, right, .. } = row else { panic!("nothing is folded") };
                left.iter().flat_map(|block| &block.pieces).for_each(|piece| left_drawn.push_str(&a[piece.range.clone()]));
                right.iter().flat_map(|block| &block.pieces).for_each(|piece| right_drawn.push_str(&b[piece.range.clone()]));
            }
            prop_assert_eq!(dense(&left_drawn), dense(&a));
            prop_assert_eq!(dense(&right_drawn), dense(&b));
        }
    }
}
