//! The views, on texts that show their rules.

use super::*;
use crate::version::compare::{Names, compare};
use std::sync::atomic::AtomicBool;

fn quick(a: &str, b: &str) -> Comparison {
    compare(a, b, Names::default(), &AtomicBool::new(false), &|_| {}).expect("nobody stops it")
}

fn drawn(a: &str, b: &str, block: &Block) -> String {
    let draw = |piece: &Piece| {
        let text = if piece.side == Side::A { &a[piece.range.clone()] } else { &b[piece.range.clone()] };
        match piece.shade {
            Shade::Same => text.to_owned(),
            Shade::Inserted => format!("{{+{text}+}}"),
            Shade::Deleted => format!("[-{text}-]"),
            Shade::MovedHere(n) => format!("<{n}+{text}>"),
            Shade::MovedAway(n) => format!("<{n}-{text}>"),
            Shade::Typography => format!("~{text}~"),
        }
    };
    block.pieces.iter().map(draw).collect()
}

fn rows(a: &str, b: &str, view: &View) -> Vec<String> {
    let draw = |item: &Item| match item {
        Item::Block(block) => drawn(a, b, block),
        Item::Folded(fold) => format!("... {} paragraphs, {} words", fold.paragraphs, fold.words),
    };
    unified(a, b, &quick(a, b), view).iter().map(draw).collect()
}

const A: &str = "One is here to stay.\n\nTwo is here too.\n\nThe third one costs 14 crowns.\n\nFour leaves soon.\n\nFive is the end.";
const B: &str = "One is here to stay.\nTwo is here too.\nThe third one costs 40 crowns.\nFive is the end.\n";

#[test]
fn changed_words_are_marked_in_their_paragraph() {
    let found = rows(A, B, &View { context: 0, ..View::default() });
    assert_eq!(
        found,
        [
            "... 2 paragraphs, 9 words",
            "The third one costs [-14-]{+40+} crowns.",
            "[-Four leaves soon.-]",
            "... 1 paragraphs, 4 words"
        ]
    );
    let all = rows(A, B, &View { unfold: true, ..View::default() });
    assert_eq!(all.len(), 5);
    assert_eq!(all[0], "One is here to stay.");
    let facts = |a: &str| rows(a, B, &View { show: Show::Facts, unfold: true, ..View::default() }).len();
    assert_eq!(facts(&A.replace("Four leaves", "They leave")), 4, "what does not count is not drawn");
    assert_eq!(facts(A), 5, "a cut with a number in it counts");
}

#[test]
fn a_new_paragraph_stands_alone() {
    let b = A.replace("Four", "Three and a half is new here.\n\nFour");
    assert!(rows(A, &b, &View::default()).contains(&"{+Three and a half is new here.+}".to_owned()));
}

#[test]
fn sides_stand_level() {
    let found = side_by_side(A, B, &quick(A, B), &View { unfold: true, ..View::default() });
    let shown: Vec<_> = found
        .iter()
        .map(|row| match row {
            Row::Pair { left, right, .. } => {
                let draw = |block: &Option<Block>| block.as_ref().map(|block| drawn(A, B, block)).unwrap_or_default();
                format!("{} | {}", draw(left), draw(right))
            }
            Row::Folded(fold) => format!("{fold:?}"),
        })
        .collect();
    assert_eq!(shown[2], "The third one costs [-14-] crowns. | The third one costs {+40+} crowns.");
    assert_eq!(shown[3], "[-Four leaves soon.-] | ");
    assert_eq!(shown[4], "Five is the end. | Five is the end.");
}

#[test]
fn folds_hold_both_texts() {
    let found = unified(A, B, &quick(A, B), &View { context: 0, ..View::default() });
    let Some(Item::Folded(fold)) = found.first() else { panic!("a fold comes first: {found:?}") };
    assert!(A[fold.a.clone()].contains("Two is here too.") && !A[fold.a.clone()].contains("third"));
    assert!(B[fold.b.clone()].contains("Two is here too.") && !B[fold.b.clone()].contains("third"));
}

#[test]
fn a_word_at_the_head_of_a_paragraph_is_replaced_there_whatever_line_break_is_before_it() {
    let a = "All of them went into the basin.\n\nThree men died on Friday night, the authority said.";
    let b = "All of them went into the basin.\nFour men died on Friday night, the authority said.";
    let found = rows(a, b, &View { unfold: true, ..View::default() });
    let wanted =
        ["All of them went into the basin.", "[-Three-]{+Four+} men died on Friday night, the authority said."];
    assert_eq!(found, wanted);
    let back = rows(b, a, &View { unfold: true, ..View::default() });
    assert_eq!(back[1], "[-Four-]{+Three+} men died on Friday night, the authority said.");
}

#[test]
fn a_moved_passage_is_one_change_where_it_was_and_one_with_its_edits_where_it_is() {
    let passage = "The mayor of the town opened the new bridge with fourteen guests after months of delay and bad \
        weather, and he thanked the governor before he walked across it in the rain.";
    let rest = "Fishermen from three villages complained that the river is too shallow for their boats now.\n\n\
        A second bridge is planned further north, but nobody in the council would say when it comes.";
    let edited = passage.replace("mayor", "clerk").replace("months", "years");
    let (a, b) = (format!("{passage}\n\n{rest}"), format!("{rest}\n\n{edited}"));
    let comparison = quick(&a, &b);
    let kinds: Vec<_> = changes(&comparison, Show::Wording).filter_map(|(_, op)| op.kind).collect();
    assert_eq!(kinds, [ChangeKind::Move, ChangeKind::Move, ChangeKind::Wording, ChangeKind::Wording]);
    assert_eq!(crate::version::compare::counts(&comparison), [(ChangeKind::Wording, 2), (ChangeKind::Move, 1)]);
    let found = rows(&a, &b, &View { unfold: true, ..View::default() });
    assert_eq!(found[0], format!("<1-{passage}>"), "{found:#?}");
    let there = &found[found.len() - 1];
    assert!(there.starts_with("<1+The >[-mayor -]{+clerk +}<1+of the town"), "{found:#?}");
    assert!(there.contains("[-months -]{+years +}"), "{found:#?}");
}

#[test]
fn an_edit_at_the_head_of_a_moved_passage_stands_in_its_paragraph() {
    let passage = "Old mayors of the town opened the new bridge with fourteen guests after months of delay and bad \
        weather, and they thanked the governor before they walked across it in the rain.";
    let rest = "Fishermen from three villages complained that the river is too shallow for their boats now.\n\n\
        A second bridge is planned further north, but nobody in the council would say when it comes.";
    let edited = passage.replace("fourteen", "many").replacen("Old", "Young", 1);
    let (a, b) = (format!("{passage}\n\n{rest}"), format!("{rest}\n\n{edited}"));
    let found = rows(&a, &b, &View { unfold: true, ..View::default() });
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found[3].starts_with("[-Old -]{+Young +}<1+mayors"), "{found:#?}");
    assert!(found[3].contains("[-fourteen -]{+many +}"), "{found:#?}");
}

#[test]
fn a_cut_paragraph_stands_apart_from_an_edit_before_it() {
    let a = "Nobody could name him.\n\nFishermen from three villages had complained of it.\n\nThe end came soon.";
    let b = "Nobody could recall him!\n\nThe end came soon.";
    let found = rows(a, b, &View { unfold: true, ..View::default() });
    assert_eq!(found[1], "[-Fishermen from three villages had complained of it.-]", "{found:?}");
}

#[test]
fn white_space_that_differs_is_in_the_exact_view_and_in_no_other() {
    let (a, b) = ("One is here  to stay.\n\n\nTwo is here too.", "One is here to stay.\n\nTwo is\there too. ");
    let exact = crate::version::compare::exact(a, b, Names::default(), &AtomicBool::new(false), &|_| {});
    let exact = exact.expect("nobody stops it");
    let view = View { show: Show::Typography, unfold: true, ..View::default() };
    let shown = |comparison: &Comparison, view: &View| -> Vec<String> {
        let draw = |item: &Item| match item {
            Item::Block(block) => drawn(a, b, block),
            Item::Folded(fold) => format!("{fold:?}"),
        };
        unified(a, b, comparison, view).iter().map(draw).collect()
    };
    let found = shown(&exact, &view).join("|");
    for mark in ["here [- -]to", "[-\n-]", "Two is[- -]{+\t+}here", "too.{+ +}"] {
        assert!(found.contains(mark), "{mark:?} in {found:?}");
    }
    let words = View { unfold: true, ..View::default() };
    assert_eq!(shown(&quick(a, b), &words), ["One is here to stay.", "Two is\there too."]);
}

/// The unified view as lines with the blank lines between them.
fn page(a: &str, b: &str) -> String {
    let view = View { unfold: true, ..View::default() };
    let mut out = String::new();
    for (at, item) in unified(a, b, &quick(a, b), &view).iter().enumerate() {
        let Item::Block(block) = item else { panic!("nothing is folded") };
        out += if at == 0 {
            ""
        } else if block.apart {
            "\n\n"
        } else {
            "\n"
        };
        out += &drawn(a, b, block);
    }
    out
}

#[test]
fn lines_look_as_in_their_text() {
    let a = "def total(rows):\n    for r in rows:\n        if r.ok:\n            s += r.value\n    return s\n\nprint(total)";
    let b = a.replace("\n    return", "\n        else:\n            skip(r)\n    return").replace("r.ok", "r.fine");
    let found = page(a, &b);
    let wanted = "def total(rows):\n    for r in rows:\n        if r.[-ok-]{+fine+}:\n            s += r.value\n        \
        {+else:+}\n            {+skip(r)+}\n    return s\n\nprint(total)";
    // Marks stand behind the indentation where they are drawn.
    let plain = |text: &str| {
        let line = |line: &str| match ["{+", "[-"].into_iter().find_map(|mark| Some((mark, line.strip_prefix(mark)?))) {
            Some((mark, rest)) => {
                let words = rest.trim_start();
                format!("{}{mark}{words}", &rest[..rest.len() - words.len()])
            }
            None => line.to_owned(),
        };
        text.split('\n').map(line).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(plain(&found), wanted);
    let back = plain(&page(&b, a));
    assert!(back.contains("\n        [-else:-]\n            [-skip(r)-]\n    return s\n\nprint"), "{back}");
    let poem = "Roses are red,\n  violets are blue,\nsugar is sweet";
    assert_eq!(page(poem, &poem.replace("blue", "new")), poem.replace("blue", "[-blue-]{+new+}"));
}

#[test]
fn long_paragraphs_stand_apart() {
    let long =
        "The ferry was late again on Friday, and the pier was full of people who had waited since noon for the pilot.";
    let (a, b) = (format!("{long}\n{long}\nSo.\nNo."), format!("{long}\n{long}\nSo.\nNever."));
    assert_eq!(page(&a, &b), format!("{long}\n\n{long}\n\nSo.\n[-No-]{{+Never+}}."));
}
