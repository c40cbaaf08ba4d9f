//! The first sentence of a text: what a report opens with before it, and where it ends.

/// Letters from which on a word in capitals is a word and not the short form of one.
const WORD: usize = 3;

/// The longest place and agency that a report opens with, in characters.
const PLACE: usize = 45;

/// Words that a sentence has at least, which a place stands before.
const WORDS: usize = 5;

/// Short forms that a full stop belongs to, in small letters.
const SHORT: &[&str] = &[
    "adm", "apr", "approx", "apt", "ariz", "assn", "aug", "ave", "blvd", "bros", "brig", "bzw", "ca", "calif", "capt",
    "cf", "cmdr", "co", "col", "colo", "conn", "corp", "cpl", "cpt", "dec", "dem", "dept", "det", "dist", "dr", "dra",
    "etc", "evtl", "feb", "fla", "ft", "gen", "geb", "ggf", "gov", "hon", "hr", "inc", "inkl", "insp", "jan", "jr",
    "lt", "ltd", "maj", "messrs", "mich", "minn", "mio", "mlle", "mme", "mr", "mrd", "mrs", "ms", "mt", "nev", "nov",
    "oct", "okla", "pres", "prof", "pvt", "rd", "rep", "reps", "rev", "sen", "sens", "sept", "sep", "sgt", "sog", "sr",
    "sra", "st", "ste", "supt", "tel", "tenn", "tex", "univ", "usw", "vgl", "vs", "wis", "hrsg", "jul", "jun", "bldg",
    "gebr",
];

/// Short forms that are words, too, where they have no capital.
const CAPITAL: &[&str] = &["Del", "Ga", "Ill", "Ind", "Ky", "La", "Mar", "Mass", "Md", "Mo", "Ore", "Pa", "Va", "Wash"];

/// Short forms before figures; elsewhere they may be words.
const COUNTED: &[&str] = &[
    "art", "arts", "bd", "ch", "cl", "ed", "fig", "figs", "nos", "no", "nr", "para", "pp", "pt", "sec", "secs", "str",
    "vol", "vols",
];

/// Where the first sentence of the beginning of a text ends, in bytes; none where none ends after `least` of them.
pub(super) fn end(text: &str, least: usize) -> Option<usize> {
    text.match_indices(['.', '!', '?']).find_map(|(at, mark)| {
        let behind = &text[at + 1..];
        let closed = behind.trim_start_matches(['"', '”', '’', '\'', ')', ']', '»']);
        let end = text.len() - closed.len();
        let next = closed.trim_start();
        let goes_on = next.starts_with(char::is_lowercase) || closed.len() == next.len();
        (end > least && !goes_on && (mark != "." || ends(&text[..at], next))).then_some(end)
    })
}

/// True where a full stop behind these words ends a sentence.
fn ends(before: &str, next: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let mut letters = word.chars();
    let (first, is_one) = (letters.next(), word.chars().nth(1).is_none());
    let (Some(first), Some(last)) = (first, before.chars().next_back()) else { return false };
    if last == '.' || (!last.is_alphanumeric() && !"\"”’')]»%".contains(last)) {
        return false;
    }
    // "J. Smith", "v.", "U.S. law", "p.m.", "Ph.D."
    let is_short = |part: &str| part.chars().count() <= 2;
    if is_one || (word.contains('.') && word.split('.').all(is_short)) {
        return false;
    }
    // "am 16. Januar"
    if word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let lower = word.to_lowercase();
    let is_counted = COUNTED.contains(&&*lower) && next.starts_with(|c: char| c.is_ascii_digit());
    if SHORT.contains(&&*lower) || is_counted || CAPITAL.contains(&word) {
        return false;
    }
    // "NATO" is a word, and "JR" may be none.
    !first.is_uppercase() || word.chars().any(char::is_lowercase) || word.chars().count() >= WORD
}

/// A text without the place and agency that a report opens with: `(CNN)`, `BRUSSELS (AP) — `,
/// `Washington, D.C. - `; and these.
pub(super) fn dateline(text: &str) -> (&str, &str) {
    let head = text.char_indices().nth(60).map_or(text, |(at, _)| &text[..at]);
    if let Some(end) = text.strip_prefix('(').and_then(|rest| rest.find(')')) {
        let agency = &text[1..=end];
        if (2..=12).contains(&agency.len()) && agency.chars().all(|c| c.is_uppercase() || c.is_ascii_punctuation()) {
            let rest = text[end + 2..].trim_start_matches([' ', '\u{a0}', '-', '–', '—', ':']);
            return (if rest.is_empty() { text } else { rest }, &text[..end + 2]);
        }
    }
    let dash = [" — ", " – ", " -- ", " - "].iter().filter_map(|dash| Some((head.find(dash)?, dash))).min();
    let Some((at, dash)) = dash else { return (text, "") };
    let (place, rest) = (&text[..at], text[at + dash.len()..].trim_start());
    if place.chars().count() > PLACE || rest.is_empty() {
        return (text, "");
    }
    let first = place.split([',', ' ', '(']).next().unwrap_or("");
    let shouts = first.chars().count() >= 2 && first.chars().all(|c| c.is_uppercase() || ".-'".contains(c));
    // Where everything is in capitals it may be a heading with a dash in it.
    let opens = (shouts && rest.chars().any(char::is_lowercase)) || (is_place(place) && is_sentence(rest));
    if opens { (rest, place) } else { (text, "") }
}

/// True for a place with what it lies in, its agency or a day: `Washington, D.C.`, `Honolulu, HI`, `Paris (AFP)`,
/// `London, 3 May 2012`.
fn is_place(text: &str) -> bool {
    let (place, agency) = match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        Some((place, agency)) => (place.trim_end(), Some(agency)),
        None => (text, None),
    };
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let small = ["am", "an", "de", "del", "der", "des", "la", "le", "of", "on", "sur", "the", "upon"];
    let words = |part: &str| part.split_whitespace().all(|word| is_name(word) || small.contains(&word));
    let mut parts = place.split(',').map(str::trim);
    if !parts.next().is_some_and(|first| is_name(first) && words(first)) {
        return false;
    }
    let agency = agency.is_some_and(|agency| agency.len() >= 2 && agency.chars().all(|c| c.is_uppercase() || c == '/'));
    let mut any = agency;
    for part in parts {
        let is_day = part.chars().any(|c| c.is_ascii_digit());
        let lies_in = part.chars().count() >= 2
            && (part.chars().all(|c| c.is_uppercase() || c == '.') || (part.ends_with('.') && is_name(part)));
        let named = REGIONS.contains(&part);
        if !(is_day || lies_in || named) {
            return false;
        }
        any = true;
    }
    any
}

/// True for what begins with a sentence: a capital, some words, and an end.
fn is_sentence(text: &str) -> bool {
    let begins = text.trim_start_matches(['"', '“', '„', '«', '\'', '‘']).starts_with(char::is_uppercase);
    begins && {
        let said = end(text, 0).map_or(text, |end| &text[..end]);
        let ended = said.len() < text.len() || said.ends_with(['.', '!', '?', ':', '"', '”']);
        ended && said.split_whitespace().count() >= WORDS
    }
}

/// What places are said to lie in, as it stands behind a comma.
const REGIONS: &[&str] = &[
    "Afghanistan",
    "Alabama",
    "Alaska",
    "Arizona",
    "Arkansas",
    "Australia",
    "Austria",
    "Belgium",
    "California",
    "Canada",
    "China",
    "Colorado",
    "Connecticut",
    "Delaware",
    "Denmark",
    "England",
    "Florida",
    "France",
    "Georgia",
    "Germany",
    "Hawaii",
    "Idaho",
    "Illinois",
    "India",
    "Indiana",
    "Iowa",
    "Iraq",
    "Ireland",
    "Israel",
    "Italy",
    "Japan",
    "Kansas",
    "Kentucky",
    "Louisiana",
    "Maine",
    "Maryland",
    "Massachusetts",
    "Mexico",
    "Michigan",
    "Minnesota",
    "Mississippi",
    "Missouri",
    "Montana",
    "Nebraska",
    "Nevada",
    "New Hampshire",
    "New Jersey",
    "New Mexico",
    "New York",
    "North Carolina",
    "North Dakota",
    "Ohio",
    "Oklahoma",
    "Oregon",
    "Pennsylvania",
    "Poland",
    "Portugal",
    "Rhode Island",
    "Russia",
    "Scotland",
    "South Carolina",
    "South Dakota",
    "Spain",
    "Sweden",
    "Switzerland",
    "Tennessee",
    "Texas",
    "Ukraine",
    "Utah",
    "Vermont",
    "Virginia",
    "Washington",
    "Wisconsin",
    "Wyoming",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_behind_words() {
        for (text, want) in [
            (
                "The case of the GENERAL UNION v. Smith was heard. It was lost.",
                "The case of the GENERAL UNION v. Smith was heard.",
            ),
            (
                "They approved the nomination of Dr. James Peake. He left.",
                "They approved the nomination of Dr. James Peake.",
            ),
            ("So said Akaka and U.S. Rep. Mazie Hirono. They left.", "So said Akaka and U.S. Rep. Mazie Hirono."),
            (
                "Pay was cut after Boeing Co. Workers struck in May. All did.",
                "Pay was cut after Boeing Co. Workers struck in May.",
            ),
            (
                "Der Vertrag vom 16. Januar gilt, vgl. Nr. 5. Er endet bald.",
                "Der Vertrag vom 16. Januar gilt, vgl. Nr. 5. Er endet bald.",
            ),
            ("\"We shall sail at noon.\" The master said so.", "\"We shall sail at noon.\""),
            ("It grew by 5.5 percent in 2015. Then it fell.", "It grew by 5.5 percent in 2015."),
            ("All of them joined NATO. Some left.", "All of them joined NATO."),
            ("Does he know? \"No. 5 is mine\", he said", "Does he know?"),
            ("He said no. Then he left", "He said no."),
        ] {
            let said = end(text, 0).map_or(text, |end| &text[..end]);
            assert_eq!(said, want);
        }
        assert_eq!((end("See p.m. and e.g. that", 0), end("", 0), end("One. two", 0)), (None, None, None));
    }

    #[test]
    fn places_go_where_a_sentence_follows() {
        for (text, want) in [
            ("Washington, D.C. - Senator Daniel K. Akaka is working with him today. He", "Washington, D.C."),
            ("Honolulu, HI -- Following todays ruling, Senator Akaka made the following statement:", "Honolulu, HI"),
            ("Paris (AFP) — The ferry will not sail before May.", "Paris (AFP)"),
            ("Bremen, Germany, 3 May 2012 – The ferry will not sail before May.", "Bremen, Germany, 3 May 2012"),
            ("KANSAS CITY, MO – U.S. Senator Kit Bond today hosted", "KANSAS CITY, MO"),
            ("SENATE APPROVES CANTWELL, MURRAY - CHAMPIONED DEAL TO SAVE PAYMENTS", ""),
            ("Washington, D.C. - a guide", ""),
            ("Washington, D.C. - A short guide", ""),
            ("Smith, John - He was born in London and died in Leeds.", ""),
            ("Apollo - The ferry will not sail before May.", ""),
        ] {
            assert_eq!(dateline(text).1, want, "{text}");
        }
    }
}
