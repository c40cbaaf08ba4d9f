//! The corpus that the screens are tried on.

use crate::desk::{Desk, Source};
use variorum::library::types::Relation;

/// A small corpus: a story in three versions, others that share its people, and awkward texts.
pub fn harbour() -> Desk {
    let paragraph = |number: usize| match number % 4 {
        0 => {
            "Mira Oldan told the Harbour Board on Tuesday that the ferry had left with forty crates more than its papers said."
        }
        1 => {
            "Nobody at the quay could say who had signed for them, and the lamps along the mole were out until morning."
        }
        2 => "In Port Selm the shops stayed shut; Oldan went from door to door with the list.",
        _ => "The board will meet again on Friday.",
    };
    let story = |length: usize| (0..length).map(paragraph).collect::<Vec<_>>().join("\n\n");
    let edited = story(14).replace("forty crates", "fourteen crates").replace("on Friday", "on Monday");
    let source = |title, date, text, group| Source { title, date, text, group };
    Desk::new(vec![
        source("Forty crates on the night ferry", Some("2031-03-04"), story(14), Some((1, 3, Relation::Leader))),
        source("Fourteen crates on the night ferry", Some("2031-03-05"), edited, Some((1, 3, Relation::Edited))),
        source("Oldan asks, Port Selm is silent", Some("2031-03-05T09:30"), story(3), Some((1, 3, Relation::Excerpt))),
        source("The lamps on the mole", Some("2031-02"), "The lamps were lit again.\n\nMira Oldan wrote the letter.".into(), None),
        source("A list of crates", None, "crate one\ncrate two\ncrate three\n\tcrate four, under the ferry\n".into(), None),
        source("Nets, ropes \u{202e}and\u{1b}[2J tar", Some("2030"), "A control \u{1b}]0;x\u{7} and a \u{200b} gap.\n\n\u{6771}\u{4eac}\u{90fd}\u{306e}\u{6e2f} \u{1f6a2}\u{fe0f} Zu\u{308}rich".into(), None),
        source("", None, String::new(), None),
        source("Weather for the week", Some("2031-03-06"), story(9).replace("Mira Oldan", "The pilot").replace("Oldan", "she"), None),
    ])
}
