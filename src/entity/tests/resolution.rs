//! Forms and entities, in a document and across documents.

use super::super::EntityType::{Misc, Org, Person, Place};
use super::super::*;
use super::entities;
use proptest::prelude::*;

/// Mentions of given names in a text, in order, wherever they stand.
fn mentions(text: &str, names: &[(&str, EntityType)]) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for &(name, kind) in names {
        for (at, _) in text.match_indices(name) {
            let mention = Mention { start: at as u32, end: (at + name.len()) as u32, kind };
            if out.iter().all(|other| other.end <= mention.start || mention.end <= other.start) {
                out.push(mention);
            }
        }
    }
    out.sort_by_key(|mention| mention.start);
    out
}

fn resolved(text: &str, names: &[(&str, EntityType)]) -> Vec<(String, usize)> {
    let entities = resolve(text, &mentions(text, names)).entities;
    entities.into_iter().map(|entity| (entity.name, entity.mentions.len())).collect()
}

fn own(names: &[(&str, usize)]) -> Vec<(String, usize)> {
    names.iter().map(|&(name, count)| (name.to_owned(), count)).collect()
}

#[test]
fn a_surname_is_the_full_name_of_its_document() {
    let text = "Guy Harmen spoke first. Harmen was tired. Then Pieter van Oostrum came, and Van Oostrum spoke; \
        later Peter van Oostrum left.";
    assert_eq!(entities(text), own(&[("Guy Harmen", 2), ("Pieter van Oostrum", 3)]));
}

#[test]
fn a_given_name_alone_is_the_one_who_bears_it() {
    let text = "Ridwan Tazi left. His mother asked where Ridwan was.";
    assert_eq!(resolved(text, &[("Ridwan Tazi", Person), ("Ridwan", Person)]), own(&[("Ridwan Tazi", 2)]));
}

#[test]
fn two_of_one_surname_stay_two() {
    let text = "Minister Clara Vossen met her brother Anton Vossen. Then Vossen spoke to the crew.";
    assert_eq!(entities(text), own(&[("Clara Vossen", 1), ("Anton Vossen", 1), ("Vossen", 1)]));
}

#[test]
fn given_names_of_two_people_do_not_run_together() {
    for (one, other) in [("Maria Lopez", "Mario Lopez"), ("Mark Lopez", "Mary Lopez"), ("John Lopez", "Joan Lopez")] {
        let text = format!("{one} met {other}.");
        assert_eq!(resolved(&text, &[(one, Person), (other, Person)]).len(), 2, "{text}");
    }
    let text = "J. Kern wrote to John Kern and to Jane Kern.";
    assert_eq!(resolved(text, &[("J. Kern", Person), ("John Kern", Person), ("Jane Kern", Person)]).len(), 3);
    let text = "J. Kern wrote; John Kern signed.";
    assert_eq!(resolved(text, &[("J. Kern", Person), ("John Kern", Person)]), own(&[("John Kern", 2)]));
    let text = "John Kern Sr. and John Kern Jr. came.";
    assert_eq!(resolved(text, &[("John Kern Sr.", Person), ("John Kern Jr.", Person)]).len(), 2);
}

#[test]
fn mr_and_mrs_are_two() {
    let text = "Mr. Bennick sighed. Mrs. Bennick did not. Mr. Bennick left.";
    assert_eq!(resolved(text, &[("Bennick", Person)]), own(&[("Mr. Bennick", 2), ("Mrs. Bennick", 1)]));
}

#[test]
fn the_end_of_one_full_name_is_the_person_who_has_it() {
    let one = |text: &str, names: &[&str]| {
        let named: Vec<(&str, EntityType)> = names.iter().map(|&name| (name, Person)).collect();
        resolved(text, &named).len() == 1
    };
    let text = "Tomas Ibarra Quintal spoke. Ibarra Quintal left; Quintal came back.";
    assert!(one(text, &["Tomas Ibarra Quintal", "Ibarra Quintal", "Quintal"]));
    let text = "Tomas Ibarra Quintal spoke. Ibarra left.";
    assert!(one(text, &["Tomas Ibarra Quintal", "Ibarra"]));
    let text = "R. Stanley Vossen wrote. Stanley Vossen paid, said Vossen.";
    assert!(one(text, &["R. Stanley Vossen", "Stanley Vossen", "Vossen"]));
    let text = "Ilse Marrant Vossen came. Ilse Marrant was a student then.";
    assert!(one(text, &["Ilse Marrant Vossen", "Ilse Marrant"]));
    let text = "Nono de Almeida won. Rui Nono de Almeida is his name. Nono laughed.";
    assert!(one(text, &["Rui Nono de Almeida", "Nono de Almeida", "Nono"]));
    // Two of them: which is meant, nobody knows.
    let text = "Tomas Ibarra Quintal met Clara Ibarra Quintal. Ibarra Quintal laughed.";
    let names = [("Tomas Ibarra Quintal", Person), ("Clara Ibarra Quintal", Person), ("Ibarra Quintal", Person)];
    assert_eq!(resolved(text, &names).len(), 3);
}

#[test]
fn a_name_behind_a_title_is_nobody_whom_it_does_not_fit() {
    let two = |text: &str, full: &str, short: &str| {
        assert_eq!(resolved(text, &[(full, Person), (short, Person)]).len(), 2, "{text}");
    };
    two("Queen Clara met Clara Vossen.", "Clara Vossen", "Clara");
    two("Sister Agnes met Agnes Vossen. Agnes sang.", "Agnes Vossen", "Agnes");
    two("Mr. Guy met Guy Harmen.", "Guy Harmen", "Guy");
    let one = |text: &str, full: &str, short: &str| {
        assert_eq!(resolved(text, &[(full, Person), (short, Person)]).len(), 1, "{text}");
    };
    one("Her sister Agnes Vossen came. Agnes sang.", "Agnes Vossen", "Agnes");
    one("Prince Omar bin Tazi came. Prince Omar left.", "Omar bin Tazi", "Omar");
    one("Sir Guy Harmen came. Sir Guy left.", "Guy Harmen", "Guy");
}

#[test]
fn a_son_is_not_his_father() {
    let text = "Otto Kern Jr. ran. Otto Kern, his father, was shot. Kern Jr. wept.";
    let names = [("Otto Kern Jr.", Person), ("Otto Kern", Person), ("Kern Jr.", Person)];
    assert_eq!(resolved(text, &names), own(&[("Otto Kern Jr.", 2), ("Otto Kern", 1)]));
    let names = [name("Otto Kern Jr.", Person, 4), name("Otto Kern", Person, 2), name("Otto Kern Sr.", Person, 2)];
    assert_eq!(across(&names, &[]), [0, 1, 2]);
}

#[test]
fn mr_and_mrs_stay_two_over_all_documents() {
    let text = "Mr. Bennick sighed. Mrs Bennick did not, said Bennick.";
    let names = [("Bennick", Person)];
    assert_eq!(resolved(text, &names), own(&[("Mr. Bennick", 1), ("Mrs Bennick", 1), ("Bennick", 1)]));
    let names = [
        name("Mr. Bennick", Person, 3),
        name("Mrs Bennick", Person, 2),
        name("Mrs. Bennick", Person, 4),
        name("Bennick", Person, 2),
        name("Clara Bennick", Person, 2),
    ];
    assert_eq!(across(&names, &[]), [0, 2, 2, 4, 4]);
}

#[test]
fn an_acronym_in_brackets_is_its_long_name() {
    let text = "He joined the Free Harbour Union (FHU) in May. The FHU paid him.";
    assert_eq!(entities(text), own(&[("Free Harbour Union", 3)]));
    let names = mentions(text, &[("Free Harbour Union", Org), ("FHU", Org)]);
    let alias = Alias { short: "FHU".into(), long: "Free Harbour Union".into(), reason: "acronym in brackets".into() };
    assert_eq!(resolve(text, &names).aliases, [alias]);
}

#[test]
fn an_acronym_of_two_in_one_document_is_neither_where_nothing_explains_it() {
    let text = "The Free Harbour Union (FHU) met. So did Food Help United (FHU). The FHU paid.";
    let names = mentions(text, &[("Free Harbour Union", Org), ("Food Help United", Org), ("FHU", Org)]);
    let found = resolve(text, &names);
    let told: Vec<(&str, usize)> = found.entities.iter().map(|e| (e.name.as_str(), e.mentions.len())).collect();
    assert_eq!(told, [("Free Harbour Union", 2), ("Food Help United", 2), ("FHU", 1)]);
    assert!(found.aliases.is_empty(), "{:?}", found.aliases);
    let text = "The Norwegian Harbour Trust (HT) met. The Harbour Trust (HT) paid. The HT slept.";
    let names = [("Norwegian Harbour Trust", Org), ("Harbour Trust", Org), ("HT", Org)];
    assert_eq!(resolved(text, &names).len(), 1);
}

#[test]
fn first_letters_and_first_words_are_the_one_organisation_that_has_them() {
    let text = "The Norden Institution met the Coastal Rescue Board. Norden agreed; the CRB did not.";
    let names = [("Norden Institution", Org), ("Coastal Rescue Board", Org), ("Norden", Org), ("CRB", Org)];
    assert_eq!(resolved(text, &names), own(&[("Norden Institution", 2), ("Coastal Rescue Board", 2)]));
    let text = "Acme Inc. sued. Acme won.";
    assert_eq!(resolved(text, &[("Acme Inc.", Org), ("Acme", Org)]).len(), 1);
}

#[test]
fn firms_of_two_legal_forms_are_two_and_the_name_alone_is_of_the_one_that_has_no_more_words() {
    let text = "Kestrel Bank AG lent. Its Kestrel Bank Securities Inc. did not, said Kestrel Bank.";
    let names = [("Kestrel Bank AG", Org), ("Kestrel Bank Securities Inc.", Org), ("Kestrel Bank", Org)];
    assert_eq!(resolved(text, &names), own(&[("Kestrel Bank AG", 2), ("Kestrel Bank Securities Inc.", 1)]));
    let text =
        "Norden Oil Ltd sold. Norden Oil Inc. bought. Norden Oil Limited is no Norden Oil Holdings BV. Norden Oil?";
    let names = [
        ("Norden Oil Ltd", Org),
        ("Norden Oil Limited", Org),
        ("Norden Oil Inc.", Org),
        ("Norden Oil Holdings BV", Org),
        ("Norden Oil", Org),
    ];
    let found = [("Norden Oil Ltd", 2), ("Norden Oil Inc.", 1), ("Norden Oil Holdings BV", 1), ("Norden Oil", 1)];
    assert_eq!(resolved(text, &names), own(&found));
    let of = |plain, ltd, inc| {
        let names =
            [name("Norden Oil", Org, plain), name("Norden Oil Ltd", Org, ltd), name("Norden Oil Inc.", Org, inc)];
        across(&names, &[])
    };
    assert_eq!(of(9, 2, 2), [0, 1, 2]);
    assert_eq!(of(9, 8, 2), [0, 0, 2]);
}

#[test]
fn other_names_that_the_text_states_are_one() {
    for text in [
        "Tom Hale, also known as Abu Marsa, fled.",
        "Tom Hale, calling himself Abu Marsa, fled.",
        "Abu Marsa, whose real name is Tom Hale, fled.",
    ] {
        assert_eq!(resolved(text, &[("Tom Hale", Person), ("Abu Marsa", Person)]), own(&[("Tom Hale", 2)]), "{text}");
    }
}

#[test]
fn a_country_and_its_people_are_two() {
    let text = "Norway asked. The Norwegian crew came.";
    assert_eq!(entities(text).len(), 2);
}

#[test]
fn names_are_shown_clean() {
    let text = "President  Ilse\nMarrant\u{2019}s letter";
    let mention = Mention { start: 0, end: text.find(" letter").unwrap_or(0) as u32, kind: Person };
    assert_eq!(resolve(text, &[mention]).entities[0].name, "Ilse Marrant");
    let text = "JOAN KESTREL left. Joan Kestrel came back.";
    assert_eq!(resolved(text, &[("JOAN KESTREL", Person), ("Joan Kestrel", Person)]), own(&[("Joan Kestrel", 2)]));
}

#[test]
fn keys_fold_typography_titles_and_legal_forms() {
    assert_eq!(name_key("M\u{2019}Hamed"), name_key("M'HAMED"));
    assert_eq!(name_key("Acme Inc."), name_key("Acme"));
    assert_eq!(name_key("Mr. Łukasz  Kern"), "lukasz kern");
    assert_eq!(name_key("U.S."), name_key("US"));
}

#[test]
fn a_surname_before_a_comma_is_turned_round() {
    for (name, turned) in [
        ("Kern, Anna", Some("Anna Kern")),
        ("van Kern, Anna M.", Some("Anna M. van Kern")),
        ("Kern, Otto, Jr.", Some("Otto Kern Jr.")),
        ("Otto Kern, Jr.", None),
        ("Otto Kern, MD", None),
        ("Kestrel, Inc.", None),
        ("Anna Kern", None),
        ("Kern, Moss, Vossen and Quill", None),
    ] {
        assert_eq!(turned_round(name).as_deref(), turned, "{name}");
    }
    assert!(keys_asked("Kern, Anna").contains(&"anna kern".to_owned()));
    let text = "Anna Kern came. In the register: Kern, Anna";
    assert_eq!(resolved(text, &[("Anna Kern", Person), ("Kern, Anna", Person)]), own(&[("Anna Kern", 2)]));
}

fn name(name: &str, kind: EntityType, mentions: u32) -> Name {
    Name { name: name.into(), kind, documents: 1, mentions }
}

#[test]
fn names_are_joined_across_documents() {
    let names = [
        name("Pieter van Oostrum", Person, 9),
        name("Peter Van Oostrum", Person, 2),
        name("FHU", Org, 4),
        name("Free Harbour Union", Org, 6),
        name("Clara Vossen", Person, 3),
        name("Anton Vossen", Person, 3),
        name("Oostrum", Person, 8),
        name("Acme Inc.", Org, 2),
        name("ACME", Org, 5),
        name("Velsbroek", Place, 9),
        name("Velsbroek", Org, 1),
        name("J. Vossen", Person, 1),
    ];
    let aliases =
        [StatedAlias { short: "FHU".into(), long: "Free Harbour Union".into(), documents: 2, inferred: false }];
    assert_eq!(across(&names, &aliases), [0, 0, 3, 3, 4, 5, 0, 8, 8, 9, 9, 11]);
}

#[test]
fn a_bare_surname_is_the_only_person_who_bears_it() {
    let full = name("Clara Vossen", Person, 3);
    let alone = |documents| Name { documents, ..name("Vossen", Person, documents) };
    assert_eq!(across(&[full.clone(), alone(4)], &[]), [0, 0]);
    // Many more documents speak of somebody whom none of them names in full.
    assert_eq!(across(&[full.clone(), alone(400)], &[]), [0, 1]);
    assert_eq!(across(&[full, name("Anton Vossen", Person, 1), alone(1)], &[]), [0, 1, 2]);
    // It could be a given name as well.
    assert_eq!(across(&[name("Clara Paul", Person, 3), name("Paul", Person, 3)], &[]), [0, 1]);
}

#[test]
fn short_forms_and_nicknames_of_given_names_are_one_person() {
    let people = ["William Kern", "Bill Kern", "Wilma Kern", "Vincent \u{201c}the Reed\u{201d} Kern", "Vincent Kern"];
    let names: Vec<Name> = people.iter().map(|person| name(person, Person, 2)).collect();
    let heads = across(&names, &[]);
    assert!(heads[0] == heads[1] && heads[3] == heads[4], "{heads:?}");
    assert!(heads[2] == 2 && heads[0] != heads[3], "{heads:?}");
}

#[test]
fn a_country_goes_by_all_its_names() {
    let names = [
        name("U.S.", Place, 30),
        name("United States", Place, 6),
        name("USA", Place, 2),
        name("US Senate", Org, 2),
        name("United States Senate", Org, 3),
        name("Norway", Place, 2),
        name("Norwegian", Misc, 2),
    ];
    assert_eq!(across(&names, &[]), [1, 1, 1, 4, 4, 5, 6]);
    let text = "The US asked. The United States waited; Britain and the UK did not.";
    let found = [("US", Place), ("United States", Place), ("Britain", Place), ("UK", Place)];
    assert_eq!(resolved(text, &found), own(&[("United States", 2), ("Britain", 2)]));
}

#[test]
fn committees_and_acts_are_not_what_they_begin_with() {
    let text = "The Harbour Senate met. The Harbour Senate Fisheries Committee did not, nor did the Kestrel Act; Kestrel slept.";
    let names =
        [("Harbour Senate Fisheries Committee", Org), ("Harbour Senate", Org), ("Kestrel Act", Org), ("Kestrel", Org)];
    assert_eq!(resolved(text, &names).len(), 4);
    let text = "The Velsbroek Herons won. The Herons of 1950 lost.";
    assert_eq!(resolved(text, &[("Velsbroek Herons", Org), ("Herons", Org)]).len(), 2);
    let text = "The London Herons won. The Herons of 1950 lost.";
    assert_eq!(resolved(text, &[("London Herons", Org), ("Herons", Org)]), own(&[("London Herons", 2)]));
}

#[test]
fn an_entity_is_called_as_it_is_most_often() {
    let text = "The Kestrel sails. Then Kestrel sank, and Kestrel was lost.";
    assert_eq!(resolved(text, &[("The Kestrel", Misc), ("Kestrel", Misc)]), own(&[("Kestrel", 3)]));
}

#[test]
fn an_acronym_of_two_is_tied_to_neither() {
    let names = [name("FHU", Org, 4), name("Free Harbour Union", Org, 6), name("Food Help United", Org, 6)];
    let stated = |long: &str| StatedAlias { short: "FHU".into(), long: long.into(), documents: 2, inferred: false };
    assert_eq!(across(&names, &[stated("Free Harbour Union"), stated("Food Help United")]), [0, 1, 2]);
}

#[test]
fn a_body_of_a_state_is_one_with_its_country_and_without_where_no_other_country_has_it() {
    let many = |text: &str, documents| Name { documents, ..name(text, Org, documents) };
    let names = [
        many("Department of Harbours", 40),
        many("U.S. Department of Harbours", 10),
        many("Harbours Department", 3),
        many("DH", 9),
        many("Norwegian Ministry of Defence", 3),
        many("Ministry of Defense", 9),
        many("British Ministry of Defence", 4),
        many("Navy", 400),
        many("US Navy", 2),
    ];
    let stated = |long: &str| StatedAlias { short: "DH".into(), long: long.into(), documents: 2, inferred: false };
    let aliases = [stated("Department of Harbours"), stated("U.S. Department of Harbours")];
    let heads = across(&names, &aliases);
    assert!(heads[..4].iter().all(|&head| head == heads[0]), "{heads:?}");
    assert_eq!(heads[4..], [4, 5, 6, 7, 8]);
    let text = "The Norwegian Navy came. The Navy left. The Ministry of Dikes met the Danish Ministry of Dikes and the \
        Dutch Ministry of Dikes.";
    let names = ["Norwegian Navy", "Danish Ministry of Dikes", "Dutch Ministry of Dikes", "Ministry of Dikes", "Navy"];
    let found = [
        ("Norwegian Navy", 2),
        ("Ministry of Dikes", 1),
        ("Danish Ministry of Dikes", 1),
        ("Dutch Ministry of Dikes", 1),
    ];
    assert_eq!(resolved(text, &names.map(|name| (name, Org))), own(&found));
}

#[test]
fn initials_that_no_text_explains_stay_in_few_documents() {
    let inferred = |short: &str, long: &str, documents| StatedAlias {
        short: short.into(),
        long: long.into(),
        documents,
        inferred: true,
    };
    let many = |text: &str, documents| Name { documents, ..name(text, Org, documents) };
    let names = [many("Harbour Trust", 9), many("HT", 9), many("ht", 4), many("Coast Relief Board", 9), many("CRB", 9)];
    let tied = |trust, board| {
        across(&names, &[inferred("HT", "Harbour Trust", trust), inferred("CRB", "Coast Relief Board", board)])
    };
    assert_eq!(tied(2, 1), [0, 1, 1, 3, 4]);
    assert_eq!(tied(4, 2)[3..], [3, 3]);
    let names = [many("Harbour Trust", 9), many("HT", 9)];
    assert_eq!(across(&names, &[inferred("HT", "Harbour Trust", 4)]), [0, 0]);
    assert_eq!(across(&[many("Harbour Trust", 9), many("ht", 9)], &[inferred("HT", "Harbour Trust", 4)]), [0, 1]);
}

#[test]
fn a_firm_that_is_called_like_a_person_has_no_surname() {
    let names = [
        name("Arthur Kestrel", Person, 6),
        name("Arthur Kestrel Inc.", Org, 3),
        name("Kestrel", Person, 4),
        name("Clara Kestrel", Person, 2),
    ];
    assert_eq!(across(&names, &[]), [1, 1, 3, 3]);
    let alone = [name("Arthur Kestrel", Person, 6), name("Kestrel", Person, 4)];
    assert_eq!(across(&alone, &[]), [0, 0]);
}

proptest! {
    #[test]
    fn the_order_of_names_does_not_matter(
        picks in proptest::collection::vec((0usize..6, 0usize..4, 0u32..4), 1..14),
        turn in 0usize..14,
    ) {
        let given = ["Pieter", "Peter", "P.", "Petra", "", "Maria"];
        let surname = ["van Oostrum", "Oostrum", "Kern", "Kern Jr."];
        let mut names: Vec<Name> = picks
            .iter()
            .map(|&(first, last, count)| name(format!("{} {}", given[first], surname[last]).trim(), Person, count))
            .collect();
        // One record a name, as a library keeps them.
        names.sort_by(|a, b| a.name.cmp(&b.name));
        names.dedup_by(|a, b| a.name == b.name);
        let heads = across(&names, &[]);
        let turn = turn % names.len();
        let mut turned = names.clone();
        turned.rotate_left(turn);
        let again = across(&turned, &[]);
        for (at, &head) in again.iter().enumerate() {
            let before = (at + turn) % names.len();
            prop_assert_eq!(&turned[head].name, &names[heads[before]].name);
        }
    }
}

#[test]
fn two_names_with_a_hyphen_are_the_name_of_neither() {
    let text = "The film with James Franco-Seth Rogen scenes opened. Seth Rogen was glad. James Franco came, too.";
    assert!(entities(text).iter().any(|(name, _)| name == "Seth Rogen"), "{:?}", entities(text));
}

#[test]
fn slashed_short_forms_state_another_name() {
    let text = "Dmitri Volkov, a/k/a Victor Stone, was charged. Victor Stone fled to Oslo.";
    assert_eq!(entities(text).iter().filter(|(name, _)| name.contains("Stone") || name.contains("Volkov")).count(), 1);
}
