//! The rules of the comparison, each on its own text.

use super::*;

pub(super) fn quick(a: &str, b: &str) -> Comparison {
    compare(a, b, Names::default(), &AtomicBool::new(false), &|_| {}).expect("nobody stops it")
}

/// Changes but typography, as `[-cut-]{+added+}` with the kind.
pub(super) fn changes(a: &str, b: &str) -> Vec<(ChangeKind, String)> {
    let shown = |op: &Op| {
        let (x, y) = (&a[op.a.clone()], &b[op.b.clone()]);
        let cut = if x.is_empty() { String::new() } else { format!("[-{}-]", x.trim()) };
        let added = if y.is_empty() { String::new() } else { format!("{{+{}+}}", y.trim()) };
        (op.kind.expect("changes have kinds"), cut + &added)
    };
    check(a, b, &quick(a, b));
    quick(a, b).ops.iter().filter(|op| op.kind.is_some_and(|kind| !kind.is_typography())).map(shown).collect()
}

/// Every promise that holds for any pair.
pub(super) fn check(a: &str, b: &str, comparison: &Comparison) {
    let (mut x, mut y) = (0, 0);
    for op in &comparison.ops {
        assert_eq!((op.a.start, op.b.start), (x, y), "the ops tile both texts");
        assert!(!op.a.is_empty() || !op.b.is_empty());
        (x, y) = (op.a.end, op.b.end);
        let (left, right) = (&a[op.a.clone()], &b[op.b.clone()]);
        match op.op {
            OpKind::Equal => assert_eq!(left, right),
            OpKind::Typography => {
                assert_ne!(left, right);
                assert_eq!(op.kind, Some(ChangeKind::Typography));
            }
            OpKind::Insert => assert!(left.is_empty()),
            OpKind::Delete => assert!(right.is_empty()),
            OpKind::Replace => {
                assert!(!left.is_empty() && !right.is_empty());
                assert_ne!(left, right, "in {:?} of\n{a:?}\n{b:?}", comparison.ops);
            }
        }
        assert_eq!(op.kind.is_none(), op.op == OpKind::Equal);
        assert!(
            op.op == OpKind::Equal
                || !(left.trim().is_empty() && right.trim().is_empty())
                || op.op == OpKind::Typography
        );
    }
    assert_eq!((x, y), (a.len(), b.len()), "the ops reach both ends");
    let mut mirrored = quick(b, a);
    mirrored.ops.iter_mut().for_each(Op::mirror);
    let bare = |ops: &[Op]| ops.iter().map(|op| (op.op, op.a.clone(), op.b.clone(), op.moved)).collect::<Vec<_>>();
    assert_eq!(bare(&mirrored.ops), bare(&comparison.ops), "swapping the sides mirrors the ops");
}

#[test]
fn one_number_changed() {
    let found = changes("At least 14 people were hurt.", "At least 40 people were hurt.");
    assert_eq!(found, [(ChangeKind::Number, "[-14-]{+40+}".to_owned())]);
    let summary = quick("At least 14 people were hurt.", "At least 40 people were hurt.").summary;
    assert_eq!(summary.line(), "1 number changed (14 -> 40), +1 -1 words");
}

#[test]
fn a_reference_is_not_met_by_the_number_of_the_next_section() {
    let law = |by: usize| {
        let number = |n: usize| (n + by).to_string();
        format!(
            "{}. Fees are due under section {}.\n\n{}. Fines are due under section {}.\n\n{}. Appeals go to the court.",
            number(3),
            number(2),
            number(4),
            number(3),
            number(5)
        )
    };
    let found: Vec<String> = changes(&law(0), &law(2)).into_iter().map(|change| change.1).collect();
    assert_eq!(found, ["[-3-]{+5+}", "[-2-]{+4+}", "[-4-]{+6+}", "[-3-]{+5+}", "[-5-]{+7+}"]);
}

#[test]
fn hyphens_count_in_addresses_of_the_net() {
    let text = |bank: &str, well: &str| format!("Pay to https://www.{bank}.example/x, or ask {well}-known clerks.");
    assert_eq!(changes(&text("harbour-bank", "well"), &text("harbourbank", "well")).len(), 1);
    assert_eq!(changes(&text("bank", "well"), &text("bank", "well").replace("well-", "well")), []);
    let mail = "Write to info@port-anselm.example or to nobody.";
    assert_eq!(changes(mail, &mail.replace("port-", "port")).len(), 1);
}

#[test]
fn an_inserted_sentence_is_that_sentence() {
    let a = "The cat sat on the mat. The dog ran home.";
    let b = "The cat sat on the mat. The bird sang a song. The dog ran home.";
    assert_eq!(changes(a, b), [(ChangeKind::Addition, "{+The bird sang a song.+}".to_owned())]);
}

#[test]
fn two_insertions_are_one_where_they_can_be() {
    let (a, b) = ("eleven burgesses, of whom four", "eleven burgesses, all of them men,[2] of whom four");
    assert_eq!(changes(a, b), [(ChangeKind::Addition, "{+all of them men,[2]+}".to_owned())]);
    assert_eq!(changes(b, a), [(ChangeKind::Cut, "[-all of them men,[2]-]".to_owned())]);
}

#[test]
fn lines_that_come_behind_a_changed_line_are_whole() {
    let shown = |a: &str, b: &str| changes(a, b).into_iter().map(|change| change.1).collect::<Vec<_>>();
    let a = "if so:\n    retry(5)\n\nThen restart it.";
    assert_eq!(shown(a, &a.replace("5)", "6)\n    sleep(1)")), ["[-5-]{+6+}", "{+sleep(1)+}"]);
    let a = "He said that the old cable had been dropped.\n\nTrade went on as before.";
    let b = a.replace("dropped.", "cut.\n\nEvery cable on the pier must be tested twice a year.");
    let paragraph = "Every cable on the pier must be tested twice a year.";
    assert_eq!(shown(a, &b), ["[-dropped-]{+cut+}".to_owned(), format!("{{+{paragraph}+}}")]);
    assert_eq!(shown(&b, a), ["[-cut-]{+dropped+}".to_owned(), format!("[-{paragraph}-]")]);
}

#[test]
fn a_row_of_a_table_is_no_quoting() {
    for (row, other) in [("| Calder | 120 |", "| Calder | 135 |"), ("| Calder | 120", "| Calder | 135")] {
        let table = |row: &str| format!("| Port | Q1 |\n|---|---|\n{row}\n| Minch | 45 |");
        assert_eq!(changes(&table(row), &table(other)).len(), 1);
        let added = changes(&table(row), &table(&format!("{row}\n| Selkie | 12 |")));
        assert_eq!(added.len(), 1, "{added:?}");
        assert_eq!(added[0].1.matches('|').count(), 3, "{added:?}");
    }
    let answer = "| So it went on\n| until the winter came.";
    assert_eq!(changes(answer, &answer.replace("| ", "")), []);
}

#[test]
fn islands_of_common_words_are_swallowed() {
    let a = "We heard nothing further about the quiet harbour at night before winter came.";
    let b = "We heard every detail concerning the loud market after dawn before winter came.";
    assert_eq!(changes(a, b).len(), 1);
    let found = changes("Smith, 42, left early that day.", "Ortiz, 43, left early that day.");
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn what_stands_alike_beside_a_move_is_no_change() {
    let first = "\"It's closed harbour harbour harbour,\" he said -- then left.";
    let second = "\"It's harbour bridge mayor harbour bridge harbour harbour harbour,\" he said -- then left. \
        So harbour harbour harbour harbour harbour. \"It's harbour mayor harbour,\" he said -- then left.";
    let moved = "\"It's in to 14 closed 14 to winter winter winter winter,\" he said -- then left.";
    let gone = "\"It's harbour harbour harbour harbour harbour harbour,\" he said -- then left.";
    let a = format!("{first}\n\n{second}\n\n{moved} {gone}");
    let b = format!("{moved} \"It's\r\n\r\n{}\r\n\r\n{second}", first.replacen("harbour harbour", "harbour So", 1));
    check(&a, &b, &quick(&a, &b));
}

#[test]
fn a_moved_paragraph_is_one_move() {
    let first = "The mayor opened the new bridge on Monday after months of delay and bad weather.\n\n";
    let second = "Fishermen from three villages complained that the river is too shallow for their boats now.\n\n";
    let third = "A second bridge further north is planned, but nobody in the council would say when it comes.\n\n";
    let (a, b) = (format!("{first}{second}{third}End."), format!("{second}{third}{first}End."));
    let found = changes(&a, &b);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|(kind, _)| *kind == ChangeKind::Move));
    let comparison = quick(&a, &b);
    assert_eq!((comparison.summary.moves, comparison.summary.words_inserted), (1, 0));
    assert_eq!(counts(&comparison), [(ChangeKind::Move, 1)]);
    let edited = format!("{second}{third}{}End.", first.replace("Monday", "Friday"));
    let found = changes(&a, &edited);
    for day in ["Monday", "Friday"] {
        assert!(found.iter().any(|(kind, text)| *kind == ChangeKind::Number && text.contains(day)), "{found:?}");
    }
    let comparison = quick(&a, &edited);
    assert_eq!((comparison.summary.moves, comparison.summary.words_inserted), (1, 1));
    assert_eq!(comparison.summary.line(), "1 date changed (Monday -> Friday), 1 move, +1 -1 words");
    assert!(comparison.ops.iter().filter(|op| op.kind.is_some()).all(|op| op.moved == Some(1)));
}

/// Words that stand in no other text of the same length and seed.
fn filler(seed: usize, words: usize) -> String {
    (0..words).map(|n| format!("f{seed}x{} ", n * 7 % 1009)).collect()
}

#[test]
fn what_stands_in_both_texts_in_order_is_kept_whatever_lies_around_it() {
    let kept = "He was much employed in the writing of official letters, and stood high in the favour of the king.";
    for around in [10, 60, 100, 200, 300, 400, 600, 800] {
        let text = |seed: usize| format!("{}. {kept} {}.", filler(seed, around), filler(seed + 1, around));
        let (a, b) = (text(0), text(5).replace("official letters", "letters"));
        let comparison = quick(&a, &b);
        check(&a, &b, &comparison);
        assert!(comparison.summary.words_deleted <= 2 * around + 1, "{around}: {}", comparison.summary.line());
    }
}

#[test]
fn a_word_is_kept_rather_than_a_mark() {
    let found = changes("There is also, I think, some doubt.", "There is, also, some doubt.");
    assert!(found.iter().all(|(_, text)| !text.contains("also")), "{found:?}");
}

const PASSAGE: &str = "The mayor opened the new bridge after months of delay, and he thanked the governor of Lisbon \
    before he walked across it in the rain while a band played a march that nobody in the crowd could name.";

#[test]
fn a_passage_moves_whole() {
    let rest = format!("{}.\n\n{}.", filler(1, 40), filler(2, 40));
    let one = |a: &str, b: &str, words: (usize, usize)| {
        let comparison = quick(a, b);
        check(a, b, &comparison);
        let summary = comparison.summary;
        assert_eq!((summary.moves, (summary.words_inserted, summary.words_deleted)), (1, words), "{}", summary.line());
    };
    let a = format!("{PASSAGE}\n\n{rest}");
    one(&a, &format!("Lisbon\n\n{rest}\n\n{PASSAGE}"), (1, 0));
    one(&a, &format!("Compare the second book on this.\n\n{rest}\n\n{PASSAGE}"), (6, 0));
    let edited = PASSAGE.replace("the governor of Lisbon", "nobody but himself and his wife");
    one(&a, &format!("{rest} Nobody told the governor of Lisbon.\n\n{edited}"), (12, 4));
}

#[test]
fn a_formula_that_opens_two_sentences_is_no_move() {
    let text = |one: &str, other: &str| format!("{one}\n\n{}.\n\n{other}\n\nThe end.", filler(1, 60));
    let (fees, pilots) = ("fix the fees for berths.", "permit masters to sail without a pilot.");
    let formula = |power: &str| format!("The Secretary of State may by regulations made under this section {power}");
    let summary = quick(&text(&formula(fees), ""), &text("", &formula(pilots))).summary;
    assert_eq!(summary.moves, 0, "{}", summary.line());
    let summary = quick(&text(&formula(fees), ""), &text("", &formula(fees))).summary;
    assert_eq!(summary.moves, 1, "{}", summary.line());
}

#[test]
fn typography_is_no_change() {
    let a = "\"He doesn't know,\" said the govern-\nment -- \"not yet ...\"\n\nSo it went on.";
    let b = "\u{201c}He doesn\u{2019}t know,\u{201d} said the\u{a0}government \u{2014} \u{201c}not\r\nyet \u{2026}\u{201d}\nSo it went on.\r\n";
    assert_eq!(changes(a, b), []);
    assert!(quick(a, b).summary.typographic > 3);
    assert_eq!(quick(a, b).summary.line(), "typography only");
    assert_eq!(quick(a, a).ops.len(), 1);
    assert_eq!(quick("", "").ops.len(), 0);
}

#[test]
fn exact_shows_every_byte() {
    let (a, b) = ("He doesn't  know.\nThen", "He doesn\u{2019}t know. Then");
    let comparison = exact(a, b, Names::default(), &AtomicBool::new(false), &|_| {}).expect("nobody stops it");
    assert!(comparison.ops.iter().all(|op| op.op != OpKind::Typography));
    let shown: Vec<_> = comparison.ops.iter().filter(|op| op.kind.is_some()).map(|op| &a[op.a.clone()]).collect();
    assert_eq!(shown, ["'", " ", "\n"]);
}

#[test]
fn a_stop_ends_it() {
    assert!(compare("a b", "a c", Names::default(), &AtomicBool::new(true), &|_| {}).is_none());
}

#[test]
fn hostile_texts_end() {
    for (a, b) in [
        ("a b ".repeat(200_000), "b a ".repeat(200_001)),
        ("same ".repeat(300_000), "same ".repeat(299_000) + "other"),
        ((0..200_000).map(|n| format!("x{n} ")).collect(), (0..200_000).map(|n| format!("y{n} ")).collect()),
        ("a b c d e f g ".repeat(60_000), "a c b d e g f ".repeat(60_000)),
    ] {
        let start = std::time::Instant::now();
        check(&a, &b, &quick(&a, &b));
        eprintln!("{:?} for three", start.elapsed());
    }
}

fn shared() -> Option<std::path::PathBuf> {
    let path = std::env::var_os("VARIORUM_SHARED")
        .map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into(), std::path::PathBuf::from);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: no shared data at {}", path.display());
    None
}

#[test]
fn the_model_corpus_differs_in_two_places() {
    let Some(shared) = shared() else { return };
    let mut files: Vec<_> =
        std::fs::read_dir(shared.join("seeds")).expect("seeds").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .map(|path| std::fs::read_to_string(path).expect("text"))
        .collect();
    let found = changes(&texts[0], &texts[1]);
    let kinds: Vec<_> = found.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [ChangeKind::Addition, ChangeKind::Wording, ChangeKind::Wording], "{found:?}");
    assert!(found[0].1.starts_with("{+Story highlights") && found[0].1.ends_with("\"defeated\"+}"), "{found:?}");
    assert_eq!((found[1].1.as_str(), found[2].1.as_str()), ("[-(-]", "[-)-]{+\u{2014}+}"));
    let excerpt = quick(&texts[0], &texts[2]);
    check(&texts[0], &texts[2], &excerpt);
    assert!(excerpt.ops.iter().filter(|op| op.kind.is_some_and(|kind| !kind.is_typography())).count() <= 4);
}

#[test]
fn versions_in_the_shared_data_rebuild() {
    let Some(shared) = shared() else { return };
    for name in ["wikiversions_dev", "ota_pga_dev", "scotus_slip_dev", "dc_law_dev"] {
        let Ok(lines) = std::fs::read_to_string(shared.join("data").join(format!("{name}.jsonl"))) else {
            eprintln!("skipped: no {name}");
            continue;
        };
        let records: Vec<serde_json::Value> = lines.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
        let text = |at: usize| records[at]["text"].as_str().unwrap_or_default();
        let start = std::time::Instant::now();
        let (mut pairs, mut unaligned, mut ops) = (0, 0, 0);
        for at in (1..records.len()).step_by(records.len() / 150 + 1) {
            let comparison = quick(text(at - 1), text(at));
            check(text(at - 1), text(at), &comparison);
            pairs += 1;
            unaligned += usize::from(comparison.unaligned);
            ops += comparison.ops.len();
        }
        eprintln!("{name}: {pairs} pairs, {unaligned} unaligned, {ops} ops, {:?}", start.elapsed());
    }
}

#[test]
fn definitions_of_one_frame_move_as_paragraphs() {
    let [affiliate, fees, account] = [
        "\"Affiliate\" means any entity that directly or indirectly controls, or is under common control with a party.",
        "\"Fees\" means the sums which the customer must pay for the use of the products in any form.",
        "\"Account\" means an account registered by an individual human who accepts the terms for its actions.",
    ];
    let first = "The following words have these meanings.";
    let a = format!("{first}\n\n{affiliate}\n\n{fees}\n\n{account}\n\nHeadings are of no effect.");
    let b = format!("{first}\n\n{account}\n\n{fees}\n\n{affiliate}\n\nHeadings are of no effect.");
    assert_eq!(quick(&a, &b).summary.line(), "2 moves");
    let moved = changes(&a, &b);
    let whole = |text: &str| text[2..].starts_with('"') && text[..text.len() - 2].ends_with('.');
    assert!(moved.iter().all(|(_, text)| whole(text)), "{moved:?}");
    check(&a, &b, &quick(&a, &b));
}

#[test]
fn a_moved_paragraph_keeps_its_first_words() {
    let moved = "After we have acquired the lock, we can treat the return value as a mutable reference to the data \
        inside, and nobody else can.";
    let rest = "The call returns a type called guard, which we handled with another call, and it is dropped at the \
        end of the scope.";
    let (first, last) = ("The lock fails where a thread panics.", "Let us return to our example now.");
    let a = format!("{first}\n\n{moved} {rest}\n\n{last}");
    let b = format!("{first}\n\n{rest}\n\n{last}\n\n{moved}");
    assert_eq!(quick(&a, &b).summary.line(), "1 move");
}
