//! What the exported files promise.

use super::*;
use crate::library::types::apparatus::{Slot, Witness, siglum};
use crate::library::types::{Counts, Document, Relation, Standing};
use crate::text::fold;
use crate::version::apparatus as collate;
use crate::version::apparatus::tests::carry;
use crate::version::compare::layout::Show;
use crate::version::compare::{Comparison, Names, compare};
use proptest::prelude::*;
use std::sync::atomic::AtomicBool;

fn row(number: u32) -> Row {
    Row {
        number,
        key: format!("folder/<{number}> & \"co\".txt"),
        title: format!("Title {number} <script>alert('x')</script> & more"),
        title_hits: Vec::new(),
        date: Some("2031-03-04".into()),
        source: Some("The \u{1} Tidings".into()),
        words: 3,
        seen: 0,
        batch: 1,
        new: true,
        copies: 0,
        group: None,
        standing: Standing::default(),
    }
}

fn document(number: u32, text: &str) -> Document {
    Document {
        row: row(number),
        path: String::new(),
        batch_name: String::new(),
        url: None,
        language: Some("en".into()),
        copies: Vec::new(),
        notes: Vec::new(),
        verdicts: Vec::new(),
        fields: Vec::new(),
        text: text.into(),
        entities: Vec::new(),
        mentions: Vec::new(),
    }
}

fn compared(a: &str, b: &str) -> Compared {
    let comparison = compare(a, b, Names::default(), &AtomicBool::new(false), &|_| {}).unwrap();
    Compared { a: document(1, a), b: document(2, b), comparison }
}

fn collated(texts: &[&str]) -> Apparatus {
    let comparisons: Vec<Comparison> = texts[1..].iter().map(|text| compared(texts[0], text).comparison).collect();
    let versions: Vec<collate::Version<'_>> =
        texts[1..].iter().zip(&comparisons).map(|(text, comparison)| collate::Version { text, comparison }).collect();
    let found = collate::apparatus(texts[0], &versions, Show::Wording, &AtomicBool::new(false)).unwrap();
    let witness = |(place, text): (usize, &&str)| Witness {
        row: row(place as u32 + 1),
        siglum: siglum(place),
        relation: Relation::Edited,
        text: (*text).into(),
    };
    Apparatus {
        witnesses: texts.iter().enumerate().map(witness).collect(),
        slots: found.slots.into_iter().map(Slot::from).collect(),
        counts: Counts::Words,
    }
}

/// The text of one witness as a TEI file gives it.
fn witness(tei: &str, siglum: &str) -> String {
    let file = roxmltree::Document::parse(tei).unwrap_or_else(|error| panic!("{error} in {tei}"));
    let listed = file
        .descendants()
        .filter(|node| node.has_tag_name("witness"))
        .any(|node| node.attribute(("http://www.w3.org/XML/1998/namespace", "id")) == Some(siglum));
    assert!(listed, "{siglum} is not listed");
    let body = file.descendants().find(|node| node.has_tag_name("ab")).unwrap();
    let mut out = String::new();
    for node in body.children() {
        if !node.has_tag_name("app") {
            said(node, &mut out);
            continue;
        }
        let mut mine = node.children().filter(|reading| {
            let wit = reading.attribute("wit").unwrap_or_default();
            wit.split(' ').any(|wit| wit.strip_prefix('#') == Some(siglum))
        });
        let reading = mine.next().unwrap_or_else(|| panic!("{siglum} says nothing at a place of {tei}"));
        assert!(mine.next().is_none(), "{siglum} says two things at one place");
        reading.children().for_each(|child| said(child, &mut out));
    }
    out
}

fn said(node: roxmltree::Node<'_, '_>, out: &mut String) {
    if let Some(name) = node.attribute("n").filter(|_| node.has_tag_name("g")) {
        let number = u32::from_str_radix(name.trim_start_matches("U+"), 16).unwrap();
        out.push(char::from_u32(number).unwrap());
    } else if node.is_text() {
        out.push_str(node.text().unwrap_or_default());
    }
}

fn key(text: &str) -> String {
    let folded = fold(text);
    folded.tokens().iter().map(|token| folded.key(token)).collect::<Vec<_>>().join(" ")
}

const A: &str =
    "The crane fell at ten.\n\nAt least 14 people were hurt, the port said.\r\nIt was \u{201c}no accident\u{201d}.";
const B: &str =
    "The crane fell at two.\n\nDozens of people were hurt, the port said.\r\nIt was \"no accident\" & <so> on.\u{7}";

#[test]
fn the_tei_of_a_comparison_rebuilds_both_texts() {
    let tei = Format::Tei.comparison(&compared(A, B), false);
    assert_eq!(witness(&tei, "A"), A);
    assert_eq!(witness(&tei, "B"), B);
    assert!(tei.contains("1 character that XML forbids") && tei.contains("<g n=\"U+0007\">"), "{tei}");
    assert!(tei.contains("<app type=\"typography\">") && tei.contains("<app type=\"number\">"), "{tei}");
}

const BAND: &str = "The mayor Ortiz opened the new bridge with 14 guests after months of delay and bad weather, and then \
    walked across it in the rain while a brass band played a march that nobody in the crowd could name.";
const REST: &str = "Fishermen from three villages complained that the river is too shallow for their boats now.\n\nIn the \
    evening the council met to discuss whether the ferry should be kept, and those who lived on the far bank said \
    they would pay for it without haggling.";

#[test]
fn a_passage_that_was_moved_is_told_at_both_places() {
    let base = format!("{BAND}\n\n{REST}");
    let moved = format!("{REST}\n\n{}", BAND.replace("Ortiz", "Brandt"));
    let texts = [base.as_str(), &moved, &base.replace("Ortiz", "Ortega"), REST];
    let apparatus = collated(&texts);
    let tei = Format::Tei.apparatus(&apparatus);
    for (place, text) in texts.iter().enumerate() {
        assert_eq!(key(&witness(&tei, &siglum(place))), key(text));
    }
    assert!(tei.contains("<rdg wit=\"#B\" type=\"transposed\" n=\"move 1 from\"/>"), "{tei}");
    assert!(tei.contains("<rdg wit=\"#D\"/>"), "{tei}");
    assert!(tei.contains("<rdg wit=\"#B\" type=\"transposed\" n=\"move 1 to\">"), "{tei}");
    let text = Format::Markdown.apparatus(&apparatus);
    for wanted in [
        "1 has it elsewhere, see 3: as A, but Ortiz\\] Brandt",
        "1 says \"Brandt\" (for B see 3)",
        "(moved here from 1)",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
}

#[test]
fn no_document_leaves_its_place_in_the_page() {
    let compared = compared(A, &format!("{B} </main><script>x</script> \u{202e}turned"));
    for page in [Format::Html.comparison(&compared, true), Format::Html.apparatus(&collated(&[A, B, A]))] {
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains('\u{202e}') && !page.contains('\u{7}'));
        for outside in ["http://", "https://", "src=", "url(", "@import"] {
            assert!(!page.contains(outside), "{outside} in {page}");
        }
        // The page is written as XML would be, but for the tags that never close.
        let whole = page.replace("<!DOCTYPE html>", "").replace("<br>", "<br/>");
        let whole: String = whole
            .lines()
            .map(|line| if line.starts_with("<meta") { line.replace("\">", "\"/>") } else { line.to_owned() + "\n" })
            .collect();
        let file = roxmltree::Document::parse(&whole).unwrap_or_else(|error| panic!("{error} in {whole}"));
        let mut ids: Vec<&str> = file.descendants().filter_map(|node| node.attribute("id")).collect();
        let many = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), many, "an id stands twice");
        let targets = file.descendants().filter_map(|node| node.attribute("href"));
        assert!(targets.clone().all(|target| ids.binary_search(&target.trim_start_matches('#')).is_ok()));
    }
}

#[test]
fn the_page_says_what_changed_and_how() {
    let page = Format::Html.comparison(&compared(A, B), false);
    for wanted in ["<del class=\"number\"", "<ins class=\"number\"", "only in A: ", "folder/&lt;1&gt;", "2031-03-04"] {
        assert!(page.contains(wanted), "{wanted} is not in {page}");
    }
}

#[test]
fn markdown_marks_changes_by_signs_too() {
    let longer = |text: &str| format!("In the harbour of the town the old grey {text}");
    let text = Format::Markdown
        .comparison(&compared(&longer("crane fell, at ten"), &longer("crane fell, at two <so>")), false);
    assert!(text.contains("<del>\\[-ten-\\]</del> <ins>\\{+two \\<so\\>+\\}</ins>"), "{text}");
    assert!(text.contains("\\<so\\>") && !text.contains("<so>"), "{text}");
    assert!(!text.replace("\\<", "").contains("<script"), "{text}");
    let text = Format::Markdown.apparatus(&collated(&[A, B, A]));
    assert!(text.contains("at **\\{1:** ten **:1\\}**") && text.contains("14 **:2\\}** people"), "{text}");
    assert!(text.contains("> - 2 say \"At least 14\" — **A C**"), "{text}");
}

#[test]
fn document_text_is_only_text_in_markdown() {
    let escaped = |text: &str| super::escape::markdown(text);
    assert_eq!(escaped("1. one\n- two\n# three\n    four"), "1\\. one\n\\- two\n\\# three\nfour");
    assert_eq!(escaped("@ada sent #12 for 3. time"), "\\@<!-- -->ada sent \\#<!-- -->12 for 3. time");
    assert_eq!(
        escaped("*a* _b_ [c](d) <e> `f` ~~g~~ | h"),
        "\\*a\\* \\_b\\_ \\[c\\](d) \\<e\\> \\`f\\` \\~\\~g\\~\\~ \\| h"
    );
    assert_eq!(escaped("==="), "\\===");
}

proptest! {
    #![proptest_config(crate::properties::cases(96))]

    #[test]
    fn any_pair_is_rebuilt_from_its_tei(
        a in "([a-d]{1,3}|[ ,.\n\r\t&<>'\"\u{201c}\u{1}\u{ffff}\u{e9}-]|14|</ab>){0,80}",
        edits in proptest::collection::vec((0usize..200, 0usize..30, "([a-d ]{0,6}|\n\n|15)"), 0..6),
    ) {
        let mut b: Vec<char> = a.chars().collect();
        for (at, length, new) in edits {
            let at = at % (b.len() + 1);
            let end = (at + length).min(b.len());
            b.splice(at..end, new.chars());
        }
        let b: String = b.into_iter().collect();
        let compared = compared(&a, &b);
        let tei = Format::Tei.comparison(&compared, false);
        prop_assert_eq!(witness(&tei, "A"), a);
        prop_assert_eq!(witness(&tei, "B"), b);
        Format::Html.comparison(&compared, true);
        Format::Markdown.comparison(&compared, true);
    }

    #[test]
    fn any_group_is_rebuilt_word_for_word_from_its_tei(
        moves in proptest::collection::vec((0usize..5, 0usize..160, 9usize..50, 0usize..160), 0..4),
        words in proptest::collection::vec("(harbour|winter|letter|the|of|14|2,300|Ortiz|said|\\. So|crane|\u{201c}no\u{201d}|fog|\n\n)", 1..160),
        edits in proptest::collection::vec((0usize..5, 0usize..160, 0usize..60, "(ferry|ten|grey lamp|\n\n|)"), 0..24),
    ) {
        // Numbered, a passage is told from the others, and a move can be seen.
        let numbered = || words.iter().enumerate().map(|(at, word)| if at % 2 == 0 { format!("{word}{at}") } else { word.clone() });
        let mut texts = vec![numbered().collect::<Vec<_>>(); 5];
        moves.into_iter().for_each(|(version, at, length, to)| carry(&mut texts[version], at, length, to));
        for (version, at, length, new) in &edits {
            let text = &mut texts[*version];
            let at = at % (text.len() + 1);
            let end = (at + length % 45).min(text.len());
            text.splice(at..end, new.split(' ').map(str::to_owned));
        }
        let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let apparatus = collated(&texts);
        let tei = Format::Tei.apparatus(&apparatus);
        for (place, text) in texts.iter().enumerate() {
            prop_assert_eq!(key(&witness(&tei, &siglum(place))), key(text), "version {} in {}", place, tei);
        }
        Format::Html.apparatus(&apparatus);
        Format::Markdown.apparatus(&apparatus);
    }
}
