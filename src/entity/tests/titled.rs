//! People whom titles, offices and lists give away, and what only looks like somebody's name.

use super::super::EntityType::{Org, Person, Place};
use super::super::{is_short_for, recognise, resolve};
use super::{found, kind, names};

#[test]
fn people_without_a_listed_name_are_known_by_their_frame() {
    for (text, name) in [
        ("Der Sprecher Tjorve Quandmeier sagte am Montag, die Arbeiten seien beendet.", "Tjorve Quandmeier"),
        ("Der 45-jährige Tjorve Quandmeier wurde am Freitag vor der Halle festgenommen.", "Tjorve Quandmeier"),
        ("„Wir haben nichts gewusst“, sagte Tjorve Quandmeier der Zeitung.", "Tjorve Quandmeier"),
        ("De woordvoerder Tjorve Quandmeier zei maandag dat het werk klaar is.", "Tjorve Quandmeier"),
        ("Il direttore generale Tjorve Quandmeier lascerà la società nel mese di marzo.", "Tjorve Quandmeier"),
    ] {
        assert_eq!(kind(text, name), Some(Person), "{:?}", found(text));
    }
    for text in [
        "Der Vorstand sagte Anfang Mai, die Halle sei fertig und der Umzug beendet.",
        "Das Gericht wies Quandmeiers Antrag auf Aufschub am Montag ab.",
    ] {
        assert!(!found(text).iter().any(|(_, kind)| *kind == Person), "{:?}", found(text));
    }
}

#[test]
fn a_common_word_behind_a_title_is_a_surname() {
    let text = "MS. MAY: Good morning.\nMR. STONE: Objection.\nTHE COURT: Overruled.\nMS. MAY: Thank you.";
    assert_eq!(names(text), ["MAY", "STONE", "MAY"]);
    let text = "The motion was filed by Mr. Church and Dr. Hope. Judge Law and Justice Rush dissented.";
    assert_eq!(names(text), ["Church", "Hope", "Law", "Rush"]);
    assert!(found(text).iter().all(|(_, kind)| *kind == Person));
    assert!(names("She asked Mr. President and Mr. Chairman to wait.").is_empty());
}

#[test]
fn the_seat_of_a_peer_is_a_place() {
    let text = "Baroness Smith of Quillham asked. Lord Wallace of Upper Tarnsey replied to Lord Smith of Quillham.";
    assert_eq!(kind(text, "Smith"), Some(Person), "{:?}", found(text));
    assert_eq!(kind(text, "Wallace"), Some(Person), "{:?}", found(text));
    assert_eq!(kind(text, "Upper Tarnsey"), Some(Place), "{:?}", found(text));
}

#[test]
fn all_of_a_list_behind_a_title_are_people() {
    let text = "Voting aye were Senators Abel, Green, Hope, North, Oakes, Pool and Rush of the committee.";
    assert_eq!(names(text), ["Abel", "Green", "Hope", "North", "Oakes", "Pool", "Rush"]);
    assert!(found(text).iter().all(|(_, kind)| *kind == Person), "{:?}", found(text));
}

#[test]
fn bodies_for_several_things_are_whole() {
    let text = "The Ministry of Health, Labour and Welfare of Japan wrote to the House Committee on Banking, Housing, \
        and Urban Affairs. The Ministry of Agriculture, Forestry and Fisheries, Tokyo and Osaka were asked.";
    for name in [
        "Ministry of Health, Labour and Welfare of Japan",
        "House Committee on Banking, Housing, and Urban Affairs",
        "Ministry of Agriculture, Forestry and Fisheries",
    ] {
        assert_eq!(kind(text, name), Some(Org), "{:?}", found(text));
    }
    assert_eq!(kind(text, "Osaka"), Some(Place));
    let text = "The Ministry of Justice, Toyota and Honda were sued by the clerk of the court.";
    assert_eq!(kind(text, "Toyota"), Some(Org), "{:?}", found(text));
}

#[test]
fn parts_in_contracts_and_hearings_are_no_names() {
    let text = "Alder Bank plc (the \"Lender\") lent to Quay Holdings Limited (\"QHL\", the \"Borrower\"). The Lender may \
        call in the loan. Each Guarantor signed. QHL paid.";
    assert_eq!(names(text), ["Alder Bank plc", "Quay Holdings Limited", "QHL", "QHL"]);
    let text = "INTERVIEWER: Where were you?\nRESPONDENT 1: In Leeds.\nTHE WITNESS: At home.\nModerator: Thank you.";
    assert_eq!(names(text), ["Leeds"]);
}

#[test]
fn a_place_stays_one_beside_a_person_of_its_name() {
    let text =
        "Michael Jordan left. Jordan said he was tired. Jordan scored twice. He flew to Amman, Jordan, on Monday.";
    let kinds: Vec<_> = found(text).into_iter().filter(|(name, _)| name == "Jordan").map(|(_, kind)| kind).collect();
    assert_eq!(kinds, [Person, Person, Place]);
    let text = "Police in London said London was safe. Ms London thanked them.";
    let kinds: Vec<_> = found(text).into_iter().map(|(_, kind)| kind).collect();
    assert_eq!(kinds, [Place, Place, Person]);
}

fn entities(text: &str) -> Vec<(String, usize)> {
    let resolved = resolve(text, &recognise(text));
    resolved.entities.into_iter().map(|entity| (entity.name, entity.mentions.len())).collect()
}

#[test]
fn people_named_side_by_side_are_two() {
    let text = "James Kern and Jim Kern were both there. James Kern spoke first, and Jim Kern left.";
    assert_eq!(entities(text), [("James Kern".to_owned(), 2), ("Jim Kern".to_owned(), 2)]);
    assert_eq!(entities("James Kern spoke first. Jim Kern had left.").len(), 1);
}

#[test]
fn a_mrs_is_no_man_by_his_given_name() {
    assert_eq!(entities("Robert Kern testified. Mrs. Kern was not there.").len(), 2);
    assert_eq!(entities("Mary Kern testified. Mrs. Kern was heard.").len(), 1);
    assert!(is_short_for("Kern", "Robert Kern"));
}

#[test]
fn defined_terms_stand_for_the_name_before_them() {
    let text = "Northway Logistics Ltd, a company of Oslo (\"NWL\"), paid Harbour Freight Inc. (hereinafter \"Harbour\"). \
        NWL was late, and Harbour sued.";
    let found = entities(text);
    assert!(found.contains(&("Northway Logistics Ltd".to_owned(), 3)), "{found:?}");
    assert!(found.contains(&("Harbour Freight Inc.".to_owned(), 3)), "{found:?}");
}

#[test]
fn america_in_spanish_is_no_state() {
    let text = "Los barcos de América llegan a los Estados Unidos. América es un continente con muchos puertos.";
    assert_eq!(entities(text).len(), 2, "{:?}", entities(text));
}

#[test]
fn a_german_genitive_is_found_where_the_name_is() {
    let text =
        "Der Sprecher Karl Ahrendsen schwieg. Auf Drängen Ahrendsens wurde vertagt, und Ahrendsens Antrag ist neu.";
    assert_eq!(names(text), ["Karl Ahrendsen", "Ahrendsens", "Ahrendsens"]);
    let text = "Frank-Walter Quandmeier reiste gestern ab. Die Halle war leer, und der Vorstand schwieg.";
    assert_eq!(kind(text, "Frank-Walter Quandmeier"), Some(Person), "{:?}", found(text));
}

#[test]
fn what_is_said_of_a_party_to_a_suit_is_no_part_of_its_name() {
    let text =
        "The court denied Defendant Crestline Packaging Company's Motion. (Kern Dep. 44:12.) Ms. Kern was upset.";
    assert_eq!(names(text), ["Crestline Packaging Company", "Kern", "Kern"], "{:?}", found(text));
}

#[test]
fn people_are_known_by_their_kin_and_houses_abroad_by_their_first_word() {
    let text = "My mother stayed with my sister Ruchla until the spring. Then Ruchla came back.";
    assert_eq!(kind(text, "Ruchla"), Some(Person), "{:?}", found(text));
    let text = "O prefeito disse que recebeu dinheiro da Construtora Aterro e que não sabia de nada.";
    assert_eq!(kind(text, "Construtora Aterro"), Some(Org), "{:?}", found(text));
}

#[test]
fn senators_of_a_list_may_have_their_seats_beside_them() {
    let text = "It was signed by Senators Ruth Abel, D-Ohio, Tester, R-Iowa, Hope, D-Utah, and Moss.";
    assert_eq!(names(text), ["Ruth Abel", "Tester", "Hope", "Moss"]);
}

#[test]
fn a_particle_with_a_capital_belongs_to_the_name_of_a_document() {
    let text = "Captain Aurel van Osk wrote it down. \"I was asked to wait,\" Van Osk said.";
    assert_eq!(names(text), ["Aurel van Osk", "Van Osk"]);
}
