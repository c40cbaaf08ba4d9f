//! What every recogniser must beat: runs of capitalised words, typed by a handful of rules.

use variorum::entity::{EntityType, Mention};

const HOUSES: [&str; 14] = [
    "Inc",
    "Corp",
    "Company",
    "University",
    "Party",
    "Ministry",
    "Bank",
    "Council",
    "Committee",
    "Agency",
    "Institute",
    "Association",
    "Union",
    "Group",
];
const SPOTS: [&str; 4] = ["in", "at", "from", "near"];

/// The capitalised runs of a text; a single word that begins a sentence is none.
pub fn runs(text: &str) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    let mut open: Option<(usize, usize, usize, bool)> = None;
    let (mut begins, mut before, mut at) = (true, "", 0);
    let mut close = |open: &mut Option<(usize, usize, usize, bool)>, after_spot: bool| {
        let Some((start, end, words, first)) = open.take() else { return };
        if first && words == 1 {
            return;
        }
        let name = &text[start..end];
        let acronym = words == 1 && name.chars().count() > 1 && name.chars().all(char::is_uppercase);
        let kind = match words {
            _ if acronym || HOUSES.iter().any(|house| name.contains(house)) => EntityType::Org,
            2 | 3 if !after_spot => EntityType::Person,
            _ => EntityType::Place,
        };
        out.push(Mention { start: start as u32, end: end as u32, kind });
    };
    let mut spot = false;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let from = at + word.find(bare).unwrap_or(0);
        let ends = word.ends_with(['.', ',', ';', ':', '!', '?', ')', '"', '”']) || piece.ends_with('\n');
        if !bare.is_empty() && bare.starts_with(char::is_uppercase) {
            match &mut open {
                Some((_, end, words, _)) => (*end, *words) = (from + bare.len(), *words + 1),
                None => {
                    open = Some((from, from + bare.len(), 1, begins));
                    spot = SPOTS.contains(&before);
                }
            }
            if ends {
                close(&mut open, spot);
            }
        } else {
            close(&mut open, spot);
        }
        begins = word.ends_with(['.', '!', '?']) || piece.ends_with('\n') || (begins && bare.is_empty());
        before = bare;
        at += piece.len();
    }
    close(&mut open, spot);
    out
}
