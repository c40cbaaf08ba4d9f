//! What the rules promise, on texts made for the purpose.

use super::*;
use proptest::prelude::*;

fn found(text: &str) -> Vec<(String, EntityType)> {
    recognise(text, &CaseStats::default())
        .into_iter()
        .map(|mention| (text[mention.start as usize..mention.end as usize].to_owned(), mention.kind))
        .collect()
}

fn names(text: &str) -> Vec<String> {
    found(text).into_iter().map(|name| name.0).collect()
}

fn entities(text: &str) -> Vec<(String, usize)> {
    let mentions = recognise(text, &CaseStats::default());
    resolve(text, &mentions).entities.into_iter().map(|entity| (entity.name, entity.mentions.len())).collect()
}

#[test]
fn sentence_starts_are_no_names_by_luck() {
    assert_eq!(
        names("Analysts said the ship was late. However, Marta Kern left. Nobody saw Kern."),
        ["Marta Kern", "Kern"]
    );
}

#[test]
fn titles_possessives_and_quotes_are_no_part_of_a_name() {
    assert_eq!(names("President Ilse Marrant's letter to Mr. Kern\u{2019}s clerk"), ["Ilse Marrant", "Kern"]);
    assert_eq!(
        names("he met \"Odile Kestrel\", and Dr. J. F. Solland Jr. came"),
        ["Odile Kestrel", "J. F. Solland Jr."]
    );
}

#[test]
fn particles_apostrophes_and_digits_belong_to_names() {
    let text = "the painter Joris van der Aa met M\u{2019}Hamed Tazi and Ahmed al-Basri of Harbour4All in town";
    let names = names(text);
    for name in ["Joris van der Aa", "M\u{2019}Hamed Tazi", "Ahmed al-Basri", "Harbour4All"] {
        assert!(names.iter().any(|found| found == name), "{name}: {names:?}");
    }
}

#[test]
fn types_follow_the_evidence() {
    let found = found(
        "The Ministry of Foreign Affairs in Brussels told Johnson & Johnson that the University of Leiden had hired Maria Lopez in Spain.",
    );
    let kind = |name: &str| found.iter().find(|found| found.0 == name).map(|found| found.1);
    assert_eq!(kind("Ministry of Foreign Affairs"), Some(EntityType::Org), "{found:?}");
    assert_eq!(kind("Brussels"), Some(EntityType::Place));
    assert_eq!(kind("Johnson & Johnson"), Some(EntityType::Org), "{found:?}");
    assert_eq!(kind("University of Leiden"), Some(EntityType::Org));
    assert_eq!(kind("Maria Lopez"), Some(EntityType::Person));
    assert_eq!(kind("Spain"), Some(EntityType::Place));
}

#[test]
fn glued_datelines_give_the_agency() {
    assert!(names("(HPA)In March the ferry sank near Oslo.").contains(&"HPA".to_owned()));
}

#[test]
fn headings_name_nothing_new() {
    assert!(names("Story highlights\n\nTracking Lost Ships\n\nThe crew was late again.").is_empty());
}

#[test]
fn a_surname_is_the_full_name_of_its_document() {
    let text = "Guy Harmen spoke first. Harmen was tired. Then Pieter van Oostrum came, and Van Oostrum spoke; later Peter van Oostrum left.";
    assert_eq!(entities(text), [("Guy Harmen".to_owned(), 2), ("Pieter van Oostrum".to_owned(), 3)]);
}

#[test]
fn two_of_one_surname_stay_two() {
    let text = "Minister Clara Vossen met her brother Anton Vossen. Then Vossen spoke to the crew.";
    let found = entities(text);
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn an_acronym_in_brackets_is_its_long_name() {
    let text = "He joined the Free Harbour Union (FHU) in May. The FHU paid him.";
    let found = entities(text);
    assert!(found.contains(&("Free Harbour Union".to_owned(), 3)), "{found:?}");
}

#[test]
fn keys_fold_typography_titles_and_legal_forms() {
    assert_eq!(name_key("M\u{2019}Hamed"), name_key("M'HAMED"));
    assert_eq!(name_key("Acme Inc."), name_key("Acme"));
    assert_eq!(name_key("Mr. Łukasz  Kern"), "lukasz kern");
}

#[test]
fn names_are_joined_across_documents_in_any_order() {
    let name = |name: &str, kind, mentions| Name { name: name.into(), kind, documents: 1, mentions };
    let names = [
        name("Pieter van Oostrum", EntityType::Person, 9),
        name("Peter Van Oostrum", EntityType::Person, 2),
        name("FHU", EntityType::Org, 4),
        name("Free Harbour Union", EntityType::Org, 6),
        name("Clara Vossen", EntityType::Person, 3),
        name("Anton Vossen", EntityType::Person, 3),
    ];
    let aliases = [StatedAlias { short: "FHU".into(), long: "Free Harbour Union".into(), documents: 2 }];
    assert_eq!(across(&names, &aliases), [0, 0, 3, 3, 4, 5]);
    let mut turned = names.to_vec();
    turned.reverse();
    assert_eq!(across(&turned, &aliases), [0, 1, 2, 2, 5, 5]);
}

proptest! {
    #[test]
    fn spans_slice_the_text_in_order(text in "[A-Za-z .,'\u{2019}\\-()&\n0-9é東\u{301}\u{200b}]{0,120}") {
        let mentions = recognise(&text, &CaseStats::default());
        let mut last = 0;
        for mention in &mentions {
            prop_assert!(mention.start >= last && mention.start < mention.end);
            prop_assert!(text.get(mention.start as usize..mention.end as usize).is_some());
            last = mention.end;
        }
        let resolved = resolve(&text, &mentions);
        let mut all: Vec<usize> = resolved.entities.iter().flat_map(|entity| entity.mentions.clone()).collect();
        all.sort_unstable();
        prop_assert_eq!(all, (0..mentions.len()).collect::<Vec<_>>());
    }
}
