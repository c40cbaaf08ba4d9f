//! Spans and types.

use super::super::EntityType::{Misc, Org, Person, Place};
use super::super::*;
use super::{found, kind, names};
use proptest::prelude::*;

#[test]
fn sentence_starts_are_no_names_by_luck() {
    let text = "Analysts said the ship was late. However, Marta Kern left. Nobody saw Kern. Officials blamed the crew.";
    assert_eq!(names(text), ["Marta Kern", "Kern"]);
}

#[test]
fn a_sentence_start_is_a_name_if_it_is_one_elsewhere() {
    let text = "Velloran rejected the offer. The board had asked Velloran in March to wait for the offer.";
    assert_eq!(names(text).iter().filter(|name| *name == "Velloran").count(), 2, "{:?}", found(text));
}

#[test]
fn titles_possessives_and_quotes_are_no_part_of_a_name() {
    assert_eq!(names("President Ilse Marrant\u{2019}s letter reached Mr. Kern's clerk."), ["Ilse Marrant", "Kern"]);
    let text = "She met \"Odile Kestrel\" there, and Dr. J. F. Solland Jr. came with Sen. Ruth Abel.";
    assert_eq!(names(text), ["Odile Kestrel", "J. F. Solland Jr.", "Ruth Abel"]);
    assert_eq!(names("It was Prime Minister Anna Holt who wrote to Gen. Boris Tannen."), ["Anna Holt", "Boris Tannen"]);
}

#[test]
fn particles_apostrophes_and_digits_belong_to_names() {
    let text = "He knew the painter Joris van der Aa, the lawyer M\u{2019}Hamed Tazi, the poet Sean O'Malley and \
        Ahmed al-Basri of the group Harbour4All, and wrote to Jean-Luc Moreau.";
    let names = names(text);
    for name in
        ["Joris van der Aa", "M\u{2019}Hamed Tazi", "Sean O'Malley", "Ahmed al-Basri", "Harbour4All", "Jean-Luc Moreau"]
    {
        assert!(names.iter().any(|found| found == name), "{name}: {names:?}");
    }
}

#[test]
fn organisations_keep_their_small_words() {
    let text = "The Ministry of Foreign Affairs in Brussels told Johnson & Johnson that the University of Leiden and \
        the Bank of Finland had hired Maria Lopez in Spain.";
    for name in ["Ministry of Foreign Affairs", "Johnson & Johnson", "University of Leiden", "Bank of Finland"] {
        assert_eq!(kind(text, name), Some(Org), "{name}: {:?}", found(text));
    }
    assert_eq!(kind(text, "Brussels"), Some(Place));
    assert_eq!(kind(text, "Maria Lopez"), Some(Person));
    assert_eq!(kind(text, "Spain"), Some(Place));
}

#[test]
fn places_are_told_by_their_surroundings() {
    let text = "A ferry built in Maarnholt sank off the town of Velsbroek, on the River Tarn, near Lake Orvane.";
    for name in ["Maarnholt", "Velsbroek", "Lake Orvane"] {
        assert_eq!(kind(text, name), Some(Place), "{name}: {:?}", found(text));
    }
}

#[test]
fn datelines_give_the_place_and_the_agency() {
    let text = "BRUSSELS (AP) -- Ministers met on Monday.";
    assert_eq!(kind(text, "BRUSSELS"), Some(Place), "{:?}", found(text));
    assert_eq!(kind(text, "AP"), Some(Org));
    assert_eq!(names("(HPA)In March the ferry sank near Oslo."), ["HPA", "Oslo"]);
}

#[test]
fn headings_name_nothing_by_themselves() {
    assert!(names("Story highlights\n\nTracking Lost Ships\n\nThe crew was late again.").is_empty());
    assert!(names("Sailors' winter tips\n\nThe crew was late again.\n\n\"Second watch\"\n\nIt was cold.").is_empty());
}

#[test]
fn capitals_in_headings_are_read_by_what_the_text_says() {
    let text = "HARBOUR FIRE KILLS FOUR\n\nFour people died in the harbour fire, the police said.";
    assert!(names(text).is_empty(), "{:?}", found(text));
}

#[test]
fn days_months_and_lone_titles_are_no_names() {
    let text = "On Friday the Minister left. He came back in March, on a Monday, and told the President.";
    assert!(names(text).is_empty(), "{:?}", found(text));
}

#[test]
fn the_seat_of_a_politician_is_no_name() {
    let text =
        "Senators Ruth Abel (D-HI), Marta Kern (R-Texas) and Boris Tannen (I-Vt.) spoke with Ilse Marrant (D-WA).";
    assert_eq!(names(text), ["Ruth Abel", "Marta Kern", "Boris Tannen", "Ilse Marrant"]);
}

#[test]
fn a_holiday_is_no_organisation() {
    let text = "Marta Kern spoke on Veterans Day in Brussels, and on Labor Day and Christmas Eve she met Doris Day.";
    for name in ["Veterans Day", "Labor Day", "Christmas Eve"] {
        assert!(matches!(kind(text, name), None | Some(Misc)), "{name}: {:?}", found(text));
    }
    assert_eq!(kind(text, "Doris Day"), Some(Person));
}

#[test]
fn peoples_and_tongues_are_neither_places_nor_people() {
    for (name, kind) in found("The Belgian police asked a French crew, who spoke Arabic, about two Muslims.") {
        assert_eq!(kind, Misc, "{name}");
    }
}

#[test]
fn an_acronym_in_brackets_and_what_it_stands_for_are_two_names() {
    let text = "He joined the Free Union of Dockers and Sailors (FUDS) in May.";
    assert_eq!(names(text), ["Free Union of Dockers and Sailors", "FUDS"]);
}

#[test]
fn words_beside_a_name_tell_its_type() {
    let text = "The Tarrik brothers read the newspaper De Blauwe Vlag and stormed the offices of Marlo Vint.";
    assert_eq!(kind(text, "Tarrik"), Some(Person), "{:?}", found(text));
    assert_eq!(kind(text, "De Blauwe Vlag"), Some(Org), "{:?}", found(text));
}

#[test]
fn partners_and_trades_are_one_organisation() {
    let text = "On Monday the Bakers\u{2019} and Millers\u{2019} Union met at the shop of Kestrel and Sons in Oslo.";
    assert_eq!(kind(text, "Bakers\u{2019} and Millers\u{2019} Union"), Some(Org), "{:?}", found(text));
    assert_eq!(kind(text, "Kestrel and Sons"), Some(Org), "{:?}", found(text));
    let text = "The Coopers' and Hauliers' Association said that Anna Kern and Ruth Abel were heard.";
    assert_eq!(names(text), ["Coopers' and Hauliers' Association", "Anna Kern", "Ruth Abel"]);
}

#[test]
fn a_name_leaned_on_by_a_hyphen_stands_alone() {
    let text = "The pro-Kestrel crowd met the Oslo-based firm that Anna Kestrel owns.";
    assert!(names(text).contains(&"Oslo".to_owned()), "{:?}", found(text));
    assert!(names(text).contains(&"Kestrel".to_owned()), "{:?}", found(text));
}

#[test]
fn one_name_has_one_type_in_a_document() {
    let text = "Clara Vossen spoke first. Vossen was tired, said a friend. Nobody in the room had met Vossen before.";
    assert!(found(text).iter().all(|(_, kind)| *kind == Person), "{:?}", found(text));
}

#[test]
fn shortened_words_name_nothing() {
    let text = "Highlights\n\nDon\u{2019}t wait, says the crew\n\nThey'll sail at dawn. We've seen the ship.";
    assert!(names(text).is_empty(), "{:?}", found(text));
}

#[test]
fn a_word_with_a_number_inside_is_no_person() {
    let text = "He met members of Harbour4Norland in Oslo, and Harbour4Norland paid his lawyer.";
    assert!(found(text).iter().any(|(name, kind)| name == "Harbour4Norland" && *kind == Org), "{:?}", found(text));
}

#[test]
fn german_nouns_are_no_names() {
    let text = "Die Polizei hat am Montag in Köln einen Mann festgenommen. Der Verdacht gegen ihn besteht seit dem \
                Sommer, sagte die Sprecherin der Behörde, Anna Krüger.";
    assert_eq!(names(text), ["Köln", "Anna Krüger"], "{:?}", found(text));
}

#[test]
fn names_of_other_languages_are_typed() {
    let text = "Le ministre est arrivé à Marseille avec Jean Dupont, qui dirige une entreprise dans la région.";
    assert_eq!(kind(text, "Marseille"), Some(Place), "{:?}", found(text));
    assert_eq!(kind(text, "Jean Dupont"), Some(Person), "{:?}", found(text));
    let text = "De minister heeft het plan in Utrecht met Pieter de Vries en de burgemeester van Leiden besproken.";
    assert_eq!(kind(text, "Utrecht"), Some(Place), "{:?}", found(text));
    assert_eq!(kind(text, "Pieter de Vries"), Some(Person), "{:?}", found(text));
}

#[test]
fn names_are_found_where_capitals_say_nothing() {
    let text = "The ambassador in Brussels told Marta Kern on Monday that the ship had left Antwerp. She will travel to \
        Oslo with Dr. Boris Tannen, who works for the Ministry of Foreign Affairs, and asked for an answer.";
    for even in [text.to_uppercase(), text.to_lowercase()] {
        let kind = |name: &str| {
            let even: Vec<_> = found(&even).into_iter().filter(|found| found.0.eq_ignore_ascii_case(name)).collect();
            even.first().map(|found| found.1)
        };
        for (name, want) in [
            ("Brussels", Place),
            ("Marta Kern", Person),
            ("Antwerp", Place),
            ("Oslo", Place),
            ("Boris Tannen", Person),
            ("Ministry of Foreign Affairs", Org),
        ] {
            assert_eq!(kind(name), Some(want), "{name}: {:?}", found(&even));
        }
        assert!(!names(&even).iter().any(|name| name.to_lowercase().contains("ship")), "{:?}", found(&even));
    }
}

proptest! {
    #[test]
    fn large_and_small_letters_name_the_same(text in "([a-z]{2,9}[ ,.]? ){14,40}") {
        prop_assert_eq!(recognise(&text), recognise(&text.to_uppercase()));
    }

    #[test]
    fn spans_slice_the_text_in_order(text in "[A-Za-z .,'\u{2019}\\-()&\n0-9é東\u{301}\u{200b}]{0,120}") {
        let mentions = recognise(&text);
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
