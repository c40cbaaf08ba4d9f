//! What the summary tells of changes, and what it keeps quiet about.

use super::tests::{changes, check, quick};
use super::*;

/// The line for a pair of texts, which keep every promise.
fn line(a: &str, b: &str) -> String {
    let comparison = quick(a, b);
    check(a, b, &comparison);
    comparison.summary.line()
}

fn numbers(a: &str, b: &str) -> Vec<String> {
    quick(a, b).summary.numbers_changed.into_iter().map(|both| format!("{} -> {}", both.from, both.to)).collect()
}

fn both(list: &[Replaced]) -> Vec<(&str, &str)> {
    list.iter().map(|both| (both.from.as_str(), both.to.as_str())).collect()
}

#[test]
fn a_sign_is_part_of_its_number() {
    let a = "It cost \u{a3}3.4 million, \"he\" said.";
    let b = "It cost \u{20ac}3.4 million, \u{201c}he\u{201d} said.";
    assert_eq!(line(a, b), "1 number changed (\u{a3}3.4 million -> \u{20ac}3.4 million)");
    assert_eq!(changes(a, b), [(ChangeKind::Number, "[-\u{a3}-]{+\u{20ac}+}".to_owned())]);
    assert_eq!(line("It was 5 outside.", "It was \u{2212}5 outside."), "1 number changed (5 -> \u{2212}5)");
    assert_eq!(line("It fell 5% there.", "It fell 5 there."), "1 number changed (5% -> 5)");
    assert_eq!(line("It fell $5 there.", "It fell $6 there."), "1 number changed ($5 -> $6), +1 -1 words");
    assert_eq!(line("It fell $5 there.", "It fell \u{2212}$5 there."), "1 number changed ($5 -> \u{2212}$5)");
    assert_eq!(numbers("It fell 5% of it.", "It fell 5 it."), ["5% -> 5"]);
    assert_eq!(
        numbers("It was 5 \u{b0}C there.", "It was \u{2212}5 \u{b0}C there."),
        ["5 \u{b0}C -> \u{2212}5 \u{b0}C"]
    );
    // The same said in words is wording, and a dash between numbers is no minus.
    assert_eq!(numbers("It fell 5 per cent there.", "It fell 5% there."), [""; 0]);
    assert_eq!(line("The years 1914 1918 and on.", "The years 1914-1918 and on."), "1 punctuation change");
}

#[test]
fn marks_are_told_where_no_word_changed() {
    let (a, b) = ("The sum (then) was big; \"really\".", "The sum then was big, \u{201c}really\u{201d}.");
    assert_eq!(line(a, b), "3 punctuation changes");
    assert_eq!((quick(a, b).summary.marks, quick(a, b).summary.typographic), (3, 2));
    assert_eq!(quick(a, a).summary.line(), "no change of words");
}

#[test]
fn numbers_of_long_replacements_stand_for_each_other_only_beside_equal_words() {
    let a = "The mayor was 14 years old then and kept 3 dogs in a house by the river.";
    let b = "Nobody who has seen 40 birds on that island would later believe 20 such tales again.";
    assert_eq!(numbers(a, b), [""; 0]);
    let b = "Nobody who has seen birds there was ever younger than 15 years when leaving for 4 weeks.";
    assert_eq!(numbers(a, b), ["14 -> 15"]);
}

#[test]
fn a_date_is_one_number() {
    assert_eq!(numbers("We left on February 5 by sea.", "We left on May 22 by sea."), ["February 5 -> May 22"]);
    assert_eq!(numbers("We left at 10:30 by sea.", "We left at 11:45 by sea."), ["10:30 -> 11:45"]);
    assert_eq!(numbers("We left at 10:30am then.", "We left at 10:45 then."), ["10:30am -> 10:45"]);
    assert_eq!(numbers("From 1914-18 it rained.", "From 1939-45 it rained."), ["1914-18 -> 1939-45"]);
    let (a, b) = ("We left on Monday, May 5, 1960 by sea.", "We left on Friday, June 7, 1961 by sea.");
    assert_eq!(numbers(a, b), ["Monday, May 5, 1960 -> Friday, June 7, 1961"]);
    assert_eq!(numbers("The 1st of May 1960.", "The 2nd of June 1961."), ["1st of May 1960 -> 2nd of June 1961"]);
    assert_eq!(numbers("We left on 5 May.", "We left on May 5th."), [""; 0]);
}

#[test]
fn months_that_are_words_are_dates_in_a_dates_place() {
    assert_eq!(numbers("They left in March with us.", "They left in May with us."), ["March -> May"]);
    assert_eq!(changes("We may leave.", "We march leave.")[0].0, ChangeKind::Wording);
    let found = changes("They left in winter with us.", "They left in May with us.");
    assert_eq!(found[0].0, ChangeKind::Number);
}

#[test]
fn one_is_a_number_in_a_numbers_place() {
    assert_eq!(numbers("There was one man there.", "There was just four men there."), [""; 0]);
    assert_eq!(numbers("There is one ship there.", "There is four ship there."), ["one -> four"]);
    assert_eq!(changes("Then one left.", "Then they left.")[0].0, ChangeKind::Wording);
}

#[test]
fn equal_values_are_wording() {
    let a = "There were 1,208 men and 14 women in 2.50 houses.";
    let b = "There were 1208 men and fourteen women in 2.5 houses.";
    assert_eq!(line(a, b), "+3 -3 words");
    assert!(changes(a, b).iter().all(|(kind, _)| *kind == ChangeKind::Wording));
    assert_eq!(numbers("We left at 3pm by sea.", "We left at 3 pm by sea."), [""; 0]);
    assert_eq!(numbers("We left at 3pm by sea.", "We left at 4 pm by sea."), ["3pm -> 4 pm"]);
    assert_eq!(numbers("An area of 10\u{b2} metres.", "An area of 102 metres."), ["10\u{b2} -> 102"]);
    assert_eq!(line("An area of 10 m\u{b2}.", "An area of 10 m2."), "typography only");
}

#[test]
fn a_misread_word_is_no_number() {
    let found = changes("My daughter 0f old was here.", "My 1aughter of old was here.");
    assert!(found.iter().all(|(kind, _)| *kind == ChangeKind::Wording), "{found:?}");
    assert_eq!(numbers("In the 1960s it was 5kg.", "In the 1970s it was 6kg."), ["1960s -> 1970s", "5kg -> 6kg"]);
}

#[test]
fn labels_of_an_outline_are_no_numbers() {
    let a = "Rules.\n\n3. Men go home.\n\n2.1 Women stay for 14 days.\n\n2.2 So be it.\n\n**4.** Nobody sings.";
    let b = "Rules.\n\n4. Men go home.\n\n2.2 Women stay for 15 days.\n\n2.3 So be it.\n\n**5.** Nobody sings.";
    assert_eq!(numbers(a, b), ["14 -> 15"]);
    assert_eq!(numbers("He came at the age of\n14. He left.", "He came at the age of\n15. He left."), ["14 -> 15"]);
}

#[test]
fn names_and_quotations_come_and_go() {
    let a = "The talks with Ortiz began. \"We will never give up the islands,\" she said.";
    let b = "The talks with Brandt began. \"We will perhaps give up the islands,\" she said.";
    let summary = quick(a, b).summary;
    assert_eq!(
        (&summary.names_removed[..], &summary.names_added[..]),
        (&["Ortiz".to_owned()][..], &["Brandt".to_owned()][..])
    );
    assert_eq!(both(&summary.names_changed), [("Ortiz", "Brandt")]);
    let edited = ("We will never give up the islands,", "We will perhaps give up the islands,");
    assert_eq!(both(&summary.quotations_changed), [edited]);
    assert_eq!((summary.quotations_removed.len(), summary.quotations_added.len()), (0, 0));
    assert_eq!(summary.line(), "1 name changed (Ortiz -> Brandt), 1 quotation changed, +2 -2 words");
    let found = changes(a, b);
    assert_eq!((found[0].0, found[1].0), (ChangeKind::Name, ChangeKind::Quotation));
}

#[test]
fn a_name_in_the_place_of_another_is_told_though_both_stay() {
    let a = "The talks with Brandt began. Later Doyle met Brandt.";
    let b = "The talks with Doyle began. Later Doyle met Brandt.";
    assert_eq!(line(a, b), "1 name changed (Brandt -> Doyle), +1 -1 words");
    let (a, b) = ("So said Brandt, 42, and Doyle, 43, then.", "So said Doyle, 43, and Doyle, 43, then. Of Brandt, 42.");
    assert_eq!(both(&quick(a, b).summary.names_changed), [("Brandt", "Doyle")]);
    // The same name, told in full.
    let (a, b) = ("The talks with R. Ortiz began.", "The talks with Ruth Ortiz began.");
    let of = |text: &str, name: &str| text.find(name).map(|at| at..at + name.len());
    let (name_a, name_b) = (of(a, "R. Ortiz"), of(b, "Ruth Ortiz"));
    let names = Names { a: name_a.as_slice(), b: name_b.as_slice() };
    let summary = compare(a, b, names, &AtomicBool::new(false), &|_| {}).expect("nobody stops it").summary;
    assert_eq!(summary.names_changed, []);
}

#[test]
fn the_telling_name_comes_first() {
    let a = "The end.";
    let b = "The end. Behind the BIG HARBOUR NEWS stood Ada, and K, and File 1234x5, and then Ruth Ortiz with Ortiz. \
        So then Brandt met Brandt at www.Example.org/Smith or jo.Doyle@mail.example near Lisbon.";
    let names = |text: &str, of: &[&str]| -> Vec<Range<usize>> {
        let mut out: Vec<_> =
            of.iter().flat_map(|name| text.match_indices(name).map(|(at, found)| at..at + found.len())).collect();
        out.sort_by_key(|range| range.start);
        out
    };
    let found = names(
        b,
        &["BIG HARBOUR NEWS", "Ada", "K,", "1234x5", "Ruth Ortiz", "with Ortiz", "Brandt", "Smith", "Doyle", "Lisbon"],
    );
    let found: Vec<_> = found
        .into_iter()
        .map(|range| if b[range.clone()].starts_with("with") { range.start + 5..range.end } else { range })
        .collect();
    let given = Names { a: &[], b: &found };
    let summary = compare(a, b, given, &AtomicBool::new(false), &|_| {}).expect("nobody stops it").summary;
    assert_eq!(summary.names_added, ["Brandt", "Ada", "Ruth Ortiz", "Lisbon", "BIG HARBOUR NEWS"]);
}

#[test]
fn a_quotation_is_its_words() {
    // Broken in two by who says it, and put in other marks.
    let a = "\"We will never give up these islands,\" she said, \"whatever may come of it.\" So it ended.";
    let b = "She said: \u{201c}We will never give up these islands whatever may come of it.\u{201d} So it ended.";
    for (a, b) in [(a, b), (b, a)] {
        let summary = quick(a, b).summary;
        assert_eq!((summary.quotations_removed, summary.quotations_added), (vec![], vec![]));
        assert_eq!(summary.quotations_changed, []);
    }
    // Another quotation in its place.
    let b = "\"Nobody ever asked us about that,\" she said, \"whatever may come of it.\" So it ended.";
    let summary = quick(a, b).summary;
    assert_eq!(summary.quotations_removed, ["We will never give up these islands,"]);
    assert_eq!(summary.quotations_added, ["Nobody ever asked us about that,"]);
}

#[test]
fn quotations_in_guillemets_and_in_single_quotes() {
    for (a, b) in [
        ("Il dit : \u{ab} Nous ne partirons jamais. \u{bb} Oui.", "Il dit : \u{ab} Nous ne partirons pas. \u{bb} Oui."),
        ("He said: 'We will never leave,' and left.", "He said: 'We will now leave,' and left."),
        (
            "He said, \u{2018}We will never leave\u{2019}. Then left.",
            "He said, \u{2018}We will now leave\u{2019}. Then left.",
        ),
        ("(\"We will never leave\") he said.", "(\"We will now leave\") he said."),
    ] {
        assert_eq!(line(a, b), "1 quotation changed, +1 -1 words");
        assert_eq!(changes(a, b)[0].0, ChangeKind::Quotation);
    }
    // Apostrophes quote nothing.
    let summary =
        quick("The boys' house is the old one, 'tis said.", "The boys' hut is the old one, 'tis said.").summary;
    assert_eq!((summary.quotations_changed, summary.quotations_removed), (vec![], vec![]));
}

#[test]
fn names_and_numbers_of_a_moved_passage_are_told() {
    let first = "The mayor Ortiz opened the new bridge with 14 guests after months of delay and bad weather.\n\n";
    let second = "Fishermen from three villages complained that the river is too shallow for their boats now.\n\n";
    let third = "A second bridge further north is planned, but nobody in the council would say when it comes.\n\n";
    let a = format!("{first}{second}{third}End.");
    let b = format!("{second}{third}{}End.", first.replace("14", "40").replace("Ortiz", "Brandt"));
    assert_eq!(line(&a, &b), "1 number changed (14 -> 40), 1 name changed (Ortiz -> Brandt), 1 move, +2 -2 words");
    let mut kinds: Vec<_> =
        changes(&a, &b).into_iter().map(|(kind, _)| kind).filter(|kind| *kind != ChangeKind::Move).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [ChangeKind::Number, ChangeKind::Number, ChangeKind::Name, ChangeKind::Name]);
}

#[test]
fn mail_quoting_is_typography() {
    let a = "He wrote:\n\n> The ferry was late\n> again, and nobody\n>\n> said why.\n\nSo it was.";
    let b = "He wrote:\n\n> > The ferry was\n> > late again, and\n> > nobody\n> >\n> > said why.\n\nSo it was.";
    let plain = "He wrote:\n\nThe ferry was late again, and nobody\n\nsaid why.\n\nSo it was.";
    for (a, b) in [(a, b), (a, plain), (plain, b), ("So.\n>From here.", "So.\nFrom here.")] {
        assert_eq!(line(a, b), "typography only");
        let fine = exact(a, b, Names::default(), &AtomicBool::new(false), &|_| {}).expect("nobody stops it");
        assert!(
            fine.ops
                .iter()
                .any(|op| op.op != OpKind::Equal && a[op.a.clone()].contains('>') != b[op.b.clone()].contains('>'))
        );
    }
    // A lone mark on both sides may say something, as one inside a line does.
    assert_eq!(line("So.\n> 5 men.\nOr a > b.", "So.\n> 5 men.\nOr a < b."), "1 punctuation change");
    assert_eq!(line("So:\n> 5 men", "So:\n>> 5 men"), "1 punctuation change");
}

#[test]
fn a_move_begins_behind_what_closes_the_sentence_before() {
    let moved = "The crane on the northern pier was bought in the spring by a firm that nobody knew.";
    let one = "Ships from many harbours lay on the river and waited for a pilot who never came";
    let two = "Nobody in the council had asked for a report on the state of all the old cranes, or on what \
        they had cost the town since they were put there";
    let a = format!("{one}. {moved} Rain fell. {two}!");
    let b = format!("{one}? Snow fell. {two}. {moved}");
    let found = changes(&a, &b);
    let moves: Vec<_> = found.iter().filter(|(kind, _)| *kind == ChangeKind::Move).collect();
    assert!(!moves.is_empty() && moves.iter().all(|(_, text)| text[2..].starts_with("The crane")), "{found:?}");
}

#[test]
fn what_stays_in_its_place_has_not_moved() {
    let words = |word: &str| (0..60).map(|n| format!("{word}{n}")).collect::<Vec<_>>().join(" ");
    let island = "on the old northern pier in a spring";
    let a = format!("So. {} {island} {} End.", words("harbour"), words("river"));
    let b = format!("So. {} {island} {} End.", words("council"), words("winter"));
    assert_eq!(quick(&a, &b).summary.moves, 0);
    check(&a, &b, &quick(&a, &b));
}

#[test]
fn numbers_that_come_or_go_are_told() {
    let a = "The bridge was closed. The firm paid the minister $5 million for it. Nobody complained.";
    let b = "The bridge was closed. Nobody complained.";
    assert_eq!(line(a, b), "$5 million gone, -9 words");
    assert_eq!(line(b, a), "$5 million new, +9 words");
    let facts = |a, b| quick(a, b).ops.iter().any(|op| op.touches == Touches::Facts);
    assert!(facts(a, b) && !facts(a, &a.replace("Nobody complained.", "")));
    let (a, b) = ("He said that 14 people died and 3 left.", "He said that people died and some left.");
    assert_eq!(line(a, b), "14 and 3 gone, +1 -2 words");
    let b = "He said of those 3 that 14 people died.";
    assert_eq!(quick(a, b).summary.numbers_removed, [""; 0], "it stands elsewhere");
}

#[test]
fn a_number_in_many_words_is_one() {
    let (a, b) = ("They kept two hundred and five sheep there.", "They kept 205 sheep there.");
    assert_eq!(line(a, b), "+1 -4 words");
    let (a, b) = ("We met on Monday, May 3, at noon.", "We met on Tuesday, May 4, at noon.");
    assert_eq!(numbers(a, b), ["Monday, May 3 -> Tuesday, May 4"]);
}

#[test]
fn a_name_whose_words_others_bear_is_gone() {
    let a = "Peter Smith left. The letter was signed by John Smith and by Mary Jones. John Brown came.";
    let b = "Peter Smith left. The letter was signed by Mary Jones. John Brown came.";
    assert_eq!(quick(a, b).summary.names_removed, ["John Smith"]);
    assert_eq!(quick(a, &a.replace("Mary", "old Mary")).summary.names_removed, [""; 0]);
}

#[test]
fn marks_around_words_that_stay_are_told() {
    let a = "Then \"we will never leave the islands\" was said by her.";
    let b = "Then we will never leave the islands was said by her.";
    assert_eq!(line(a, b), "1 quotation no longer marked");
    assert_eq!(line(b, a), "1 quotation newly marked");
    assert!(changes(a, b).iter().all(|(kind, _)| *kind == ChangeKind::Quotation));
    assert_eq!(line(a, &a.replace('"', "\u{201d}")), "typography only");
    // Two words are an irony, and other marks mark no less.
    assert_eq!(line("A \"big sum\" then.", "A big sum then."), "2 punctuation changes");
    assert_eq!(quick(a, &a.replace('"', "'")).summary.quotations_unmarked, [""; 0]);
    let a = "他说：\u{201c}我们永远不会离开这里\u{201d}，然后走了。";
    assert_eq!(line(a, &a.replace(['\u{201c}', '\u{201d}'], "")), "1 quotation no longer marked");
    let a = "彼は「私たちは決して去らない」と言った。";
    assert_eq!(line(a, &a.replace(['\u{300c}', '\u{300d}'], "")), "1 quotation no longer marked");
}

#[test]
fn names_that_change_places_are_told() {
    for (a, b) in [
        ("So Ada Kern paid Otto Pahl then.", "So Otto Pahl paid Ada Kern then."),
        ("So Kern paid the big sum of 5 to Pahl then.", "So Pahl paid the big sum of 5 to Kern then."),
    ] {
        let told = line(a, b);
        let comparison = quick(a, b);
        let summary = &comparison.summary;
        assert!(!summary.names_moved.is_empty() || summary.names_changed.len() == 2, "{told}");
        assert!(comparison.ops.iter().any(|op| op.touches == Touches::Facts));
        assert_eq!(summary.names_removed, [""; 0]);
    }
    let summary = quick("So Kern left. Then he saw Pahl.", "So he left. Then Kern saw Pahl.").summary;
    assert_eq!(summary.names_moved, [""; 0]);
}

#[test]
fn dates_are_called_dates() {
    let a = "We met then.";
    let b = "We met then. On Thursday, on Friday and on 4 May we left.";
    assert_eq!(line(a, b), "Thursday and 2 more dates new, +10 words");
    assert_eq!(line("We met on 4 May.", "We met on 5 May."), "1 date changed (4 May -> 5 May), +1 -1 words");
}

#[test]
fn labels_of_definitions_are_no_numbers() {
    let a = "1. Terms\n1.1 \"Client\" means a firm.\n1.2 \"Fee\" means a sum of 5 crowns.\n1.3 \"Term\" means a year.";
    let b = a.replace("1.3", "1.4").replace("1.2", "1.3").replace("1.3 \"F", "1.2 \"Day\" means today.\n1.3 \"F");
    assert_eq!(quick(a, &b).summary.numbers_changed, []);
    assert_eq!(numbers(a, &b.replace("5 crowns", "6 crowns")), ["5 -> 6"]);
}

#[test]
fn a_quotation_that_grew_is_told_as_changed() {
    let a = "She was asked by the board. \"We will pay the crew,\" she told the court then.";
    let b =
        "She was asked by the board. \"Of course we will pay the crew and the cook in full,\" she told the court then.";
    assert_eq!(line(a, b), "1 quotation changed, +7 words");
    assert_eq!(line(b, a), "1 quotation changed, -7 words");
    // Another one in its place is another one.
    let b = a.replace("We will pay the crew", "Nobody was there at all");
    assert_eq!(quick(a, &b).summary.quotations_changed, []);
}

#[test]
fn cells_are_numbers_of_their_own() {
    let (a, b) = ("name,year,tonnes\nRowan,2001,140\nElder,2003,96", "name,year,tonnes\nRowan,2001,145\nElder,2003,96");
    assert_eq!(numbers(a, b), ["140 -> 145"]);
}

#[test]
fn bars_of_wiki_tables_are_no_quoting() {
    let a = "{|\n|-\n| 1999 || 30\n|-\n| 2000 || 22\n|}";
    let b = a.replace("22\n", "22\n|-\n| 2001 || 18\n");
    assert_eq!(changes(a, &b), [(ChangeKind::Number, "{+|-\n| 2001 || 18+}".to_owned())]);
}

#[test]
fn a_sentence_that_moved_with_an_edit_near_its_end_is_a_move() {
    let clerk = "The Clerk reported that the ferry had been late on 11 days in April.";
    let (one, last) =
        ("Moved by the chair that the board pay for the old crane, and nobody spoke.", "The meeting ended.");
    let a = format!("{one}\n\n{clerk}\n\n{last}");
    let b = format!("{}\n\n{one}\n\n{last}", clerk.replace("11", "12"));
    assert_eq!(line(&a, &b), "1 number changed (11 -> 12), 1 move, +1 -1 words");
}
