//! Where names begin and end.

use super::super::EntityType::{Org, Person, Place};
use super::entities;
use super::{found, kind, names};

#[test]
fn names_end_at_a_point_behind_a_legal_form() {
    for (text, wanted) in [
        ("She left Tarrik Corp. Abel said so on Monday.", vec!["Tarrik Corp.", "Abel"]),
        ("It is run by Tarrik Holdings Inc. Shares fell on Monday.", vec!["Tarrik Holdings Inc."]),
        ("They liked Boris Tannen Jr. Ruth Abel sang that night.", vec!["Boris Tannen Jr.", "Ruth Abel"]),
        ("He moved to Washington, D.C. Abel was with him there.", vec!["Washington, D.C.", "Abel"]),
        ("The work of Paul G. Police came at once and took him away.", vec!["Paul G"]),
    ] {
        assert_eq!(names(text), wanted, "{:?}", found(text));
    }
    let text = "Philip H. Smith came from Co. Kerry to Tarrik Electronics Co. Ltd. and Abel Co. of Norway at noon.";
    for name in ["Philip H. Smith", "Co. Kerry", "Tarrik Electronics Co. Ltd."] {
        assert!(names(text).iter().any(|found| found == name), "{name}: {:?}", found(text));
    }
}

#[test]
fn nicknames_stand_inside_names() {
    let text = "We met Robert \"Buddy\" Tannen and Thomas \u{201c}Tom the Cat\u{201d} Abel, and Margaret (Peggy) Kern \
        came with Edward 'Ned' Holt; \"Hello\" Anna Kern said, and John Smith (Labour) Mary Jones did not.";
    for name in [
        "Robert \"Buddy\" Tannen",
        "Thomas \u{201c}Tom the Cat\u{201d} Abel",
        "Margaret (Peggy) Kern",
        "Edward 'Ned' Holt",
        "Anna Kern",
        "John Smith",
        "Mary Jones",
    ] {
        assert_eq!(kind(text, name), Some(Person), "{name}: {:?}", found(text));
    }
}

#[test]
fn what_somebody_belongs_to_is_no_part_of_the_name() {
    for (text, name) in [
        ("El portavoz Javier Ortega del PSC dijo que no se puede.", "Javier Ortega"),
        ("Le syndicat de Jean Dupont de la CGT est dans la rue avec les autres.", "Jean Dupont"),
        ("De wethouder Piet de Boer van Tilburg heeft het niet gezien.", "Piet de Boer"),
        ("De minister heeft Pieter van der Aa niet gezien, en dat is het.", "Pieter van der Aa"),
        ("La ministra Ana de la Torre no ha llegado al puerto.", "Ana de la Torre"),
    ] {
        assert_eq!(kind(text, name), Some(Person), "{:?}", found(text));
    }
}

#[test]
fn offices_and_ranks_are_no_part_of_a_name() {
    for (text, name) in [
        ("They asked the Secretary of Agriculture Daniel Abel for an answer.", "Daniel Abel"),
        ("Two Congressmen and Congressmen Peter Tannen said so, and PC Paul Holt agreed.", "Peter Tannen"),
        ("Two of them left when PC Paul Holt and the others came.", "Paul Holt"),
        ("Die Frau hat mit Bundeskanzler Krüger und dem Sprecher in Berlin gesprochen.", "Krüger"),
        ("Les mots sont une erreur. Celle d'Odile Martin est plus grave.", "Odile Martin"),
        ("The book by M. Carey Thomas and the others was read.", "M. Carey Thomas"),
    ] {
        assert_eq!(kind(text, name), Some(Person), "{:?}", found(text));
    }
}

#[test]
fn party_and_seat_behind_a_comma_are_no_name() {
    let text = "Sens. Ruth Abel, D-Calif., Boris Tannen, R-Ohio, and Ilse Marrant, D-N.Y., spoke with Anna Kern R TX and \
        Paul Holt D Oregon on Monday.";
    assert_eq!(names(text), ["Ruth Abel", "Boris Tannen", "Ilse Marrant", "Anna Kern", "Paul Holt"]);
}

#[test]
fn suffixes_belong_to_names_and_degrees_do_not() {
    let text = "We met Boris Tannen Sr. and PAUL J. HOLT, JR., at noon, Anna Kern QC, and Ruth Abel, M.D., Ph.D., and \
        Ilse Marrant, OBE, with Daniel Abel, Esq., of Tarrik Bank, N.A., in Oslo.";
    let wanted = [
        "Boris Tannen Sr.",
        "PAUL J. HOLT, JR.",
        "Anna Kern",
        "Ruth Abel",
        "Ilse Marrant",
        "Daniel Abel",
        "Tarrik Bank",
        "Oslo",
    ];
    assert_eq!(names(text), wanted);
}

#[test]
fn surnames_may_stand_first() {
    let mail =
        "From: Tannen, Boris\nTo: Holt, Paul; Abel, Ruth M.\nSubject: the ship\n\nIt came to Oslo.\n\nThanks, Paul\n";
    assert_eq!(names(mail), ["Tannen, Boris", "Holt, Paul", "Abel, Ruth M.", "Oslo", "Paul"]);
    let list = "Members present were these:\n\nMarrant, Peter W.\nHolt, Robert T. Jr.\nAbel, Ruth\n\nThey met in Paris, France.\n";
    assert_eq!(names(list), ["Marrant, Peter W.", "Holt, Robert T. Jr.", "Abel, Ruth", "Paris", "France"]);
    assert_eq!(
        names("The men met in these:\n\nParis, France\nHouston, Texas\n\nIt was cold."),
        ["Paris", "France", "Houston", "Texas"]
    );
}

#[test]
fn the_capital_of_the_union_is_one_place() {
    for text in [
        "WASHINGTON, D.C. -- The crew met on Monday in an old house.",
        "They met in Washington, D.C., on Monday and went home.",
        "They met in Washington DC on Monday and went home.",
        "Write to the office, Washington, D. C. 20515, on Monday.",
    ] {
        let found = found(text);
        assert!(found.len() == 1 && found[0].1 == Place && found[0].0.len() > 12, "{found:?}");
    }
}

#[test]
fn stamps_sign_offs_and_forms_name_nothing() {
    let mail = "Date: Wed, 14 Mar 2001 08:12:01 -0800 (PST)\nSubject: the ship\n\nI shall be there on Thu at 5 pm CET.\n\n\
        Kind Regards,\n\nMarta Kern\n";
    assert_eq!(names(mail), ["Marta Kern"]);
    let text =
        "FOR IMMEDIATE RELEASE\n\nThe council heard Bill 19-44 in Ward 3. Contact Marta Kern. They beat Oslo 3-1.\n";
    let found = found(text);
    for name in ["IMMEDIATE RELEASE", "Bill 19-44", "Bill", "Contact", "Oslo 3-1"] {
        assert!(found.iter().all(|(found, _)| found != name), "{name}: {found:?}");
    }
}

#[test]
fn verbs_part_the_names_of_headlines() {
    let text = "Mayor Tannen Applauds Holt\n\nThe mayor, Boris Tannen, said on Monday that Holt was right.";
    assert_eq!(names(text), ["Tannen", "Holt", "Boris Tannen", "Holt"], "{:?}", found(text));
}

#[test]
fn lines_in_capitals_are_organisations_from_end_to_end() {
    for name in ["NORDEN SHIPPING LIMITED", "COMMITTEE ON HARBOURS AND THE OPEN SEA"] {
        let text = format!("{name}\n\nThe ship left on Monday and came back in the evening of the day after.");
        assert_eq!(kind(&text, name), Some(Org), "{:?}", found(&text));
    }
    let text = "It was sold by Tannen Maritime N.V. to another one.";
    assert_eq!(kind(text, "Tannen Maritime N.V."), Some(Org), "{:?}", found(text));
    let text = "It was J USTICE KERN who said that the ship was late.";
    assert_eq!(names(text), ["KERN"]);
}

#[test]
fn endings_and_small_words_at_an_apostrophe_are_no_part_of_a_name() {
    let text = "Kemal Kaya'nın gemisi Yalova'dan ayrıldı ve İzmir'e vardı.";
    assert_eq!(names(text), ["Kemal Kaya", "Yalova", "İzmir"]);
    let text = "Le bureau d'Odile Martin est dans la rue, et la mère de Jeanne d'Arc n'est pas en Allemagne.";
    assert_eq!(names(text), ["Odile Martin", "Jeanne d'Arc", "Allemagne"]);
    assert_eq!(names("The soldier met Jeanne d'Arc at the house of the queen."), ["Jeanne d'Arc"]);
}

#[test]
fn numbers_of_files_and_exhibits_name_nothing() {
    let text = "Judge Ann Kern cited 2:17-mj-01117-JFM, Exhibit B and Schedule A. The plant gives 151 PS and 3.7 GW.";
    assert_eq!(names(text), ["Ann Kern"]);
    let text = "Mail: PO Box 1469, Dothan, AL 36302 or Suite 300, Atlanta, GA 30363.";
    assert_eq!(names(text), ["Dothan", "AL", "Atlanta", "GA"]);
    assert_eq!(kind(text, "GA"), Some(Place));
    assert_eq!(names("R E C I T A L S\n\nKaren Hill signed for the buyer."), ["Karen Hill"]);
}

#[test]
fn days_beside_a_name_are_no_part_of_it() {
    let text = "Robert Price has until Monday. On Monday Price was arrested. Prosecutors charged Maria Lopez Monday.";
    assert_eq!(names(text), ["Robert Price", "Price", "Maria Lopez"]);
    assert_eq!(names("The inquiry into Bloody Sunday went on in Derry."), ["Bloody Sunday", "Derry"]);
}

#[test]
fn questions_and_answers_are_no_initials() {
    let text = "12  Q.  Mr. Price, who was in the room?\n13  A.  It was Ms. Hope and Bill Banks.\n14  Q.  Did Mr. Banks speak?";
    assert_eq!(names(text), ["Price", "Hope", "Bill Banks", "Banks"]);
}

#[test]
fn firms_keep_their_legal_form() {
    let text = "Payment was made to BLUE OCEAN PARTNERS, L.P., and to Acme Widgets, Inc., by Costruzioni Ferrari S.r.l. and \
        Bouwbedrijf De Jong B.V. in March.";
    let firms =
        ["BLUE OCEAN PARTNERS, L.P.", "Acme Widgets, Inc.", "Costruzioni Ferrari S.r.l", "Bouwbedrijf De Jong B.V."];
    assert_eq!(found(text), firms.map(|firm| (firm.to_owned(), Org)));
    assert_eq!(kind("The auditors of Ernst & Young left on Monday.", "Ernst & Young"), Some(Org));
}

#[test]
fn hyphens_join_initials() {
    let text = "J.-P. Durand met K.-H. Rummenigge. Karl-Heinz Rummenigge was late.";
    assert_eq!(names(text), ["J.-P. Durand", "K.-H. Rummenigge", "Karl-Heinz Rummenigge"]);
    assert!(
        entities(text).iter().any(|(name, count)| name == "Karl-Heinz Rummenigge" && *count == 2),
        "{:?}",
        entities(text)
    );
}

#[test]
fn a_full_name_is_whole_wherever_it_stands() {
    let text = "The leader is Kim Jong Un. North Korea said Kim Jong Un was well. Kim Jong Un waved.";
    assert_eq!(names(text).iter().filter(|name| *name == "Kim Jong Un").count(), 3, "{:?}", names(text));
}

#[test]
fn surnames_stand_first_in_brackets_and_lists_of_minutes() {
    let text = "MOTION by Daniel Kern (Stabenow, Troy) (Entered: 04/07/2008). Filed by Jackie Price (Price, Jackie).";
    assert_eq!(names(text), ["Daniel Kern", "Stabenow, Troy", "Jackie Price", "Price, Jackie"]);
    let text = "To: Nguyen, Linh; Osei-Bonsu, Kwame; Garcia Lopez, Ana\nSubject: Lunch\n\nSee you in (Paris, Texas).";
    assert!(names(text).starts_with(&["Nguyen, Linh", "Osei-Bonsu, Kwame", "Garcia Lopez, Ana"].map(str::to_owned)));
    assert!(!names(text).contains(&"Paris, Texas".to_owned()));
}
