//! The language of a text, as a two-letter code where there is one.

use whatlang::Lang;

/// More than this many bytes change the answer rarely and cost time.
const SAMPLE: usize = 700;

/// The language of a text, if it can be told with some confidence.
pub(super) fn of(text: &str) -> Option<&'static str> {
    let mut start = text.len().min(SAMPLE * 4) / 4;
    if text.len() < SAMPLE * 2 {
        start = 0;
    }
    let start = ceil(text, start);
    let sample = &text[start..ceil(text, start + SAMPLE)];
    if is_plainly_english(sample) {
        return Some("en");
    }
    let info = whatlang::detect(sample)?;
    (info.is_reliable() || info.confidence() > 0.5).then(|| code(info.lang()))
}

/// Words that English texts are full of and no other language has together; small letters only,
/// since names of bands and firms carry them everywhere.
const ENGLISH: [&str; 6] = ["the", "and", "of", "with", "that", "from"];

/// True where one word in twelve, and three different ones, are English beyond doubt: most texts are,
/// and weighing fifty languages takes longer than indexing.
fn is_plainly_english(sample: &str) -> bool {
    let (mut words, mut counts) = (0, [0u32; ENGLISH.len()]);
    for word in sample.split_whitespace() {
        words += 1;
        if let Some(at) = ENGLISH.iter().position(|&english| word == english) {
            counts[at] += 1;
        }
    }
    words >= 30 && counts.iter().sum::<u32>() * 12 >= words && counts.iter().filter(|&&count| count > 0).count() >= 3
}

fn ceil(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// ISO 639-1, and 639-3 for the few without one.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Pol => "pl",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Ind => "id",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Cat => "ca",
        Lang::Lat => "la",
        Lang::Afr => "af",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn tells_common_languages() {
        assert_eq!(of("The harbour board met on Tuesday and said nothing about the missing report."), Some("en"));
        assert_eq!(of("Der Hafenrat tagte am Dienstag und sagte nichts über den verschwundenen Bericht."), Some("de"));
        assert_eq!(of(""), None);
        let long =
            "The clerk of the harbour said that the ferry, with forty people from the island and a crane, was late. ";
        assert_eq!(of(&long.repeat(9)), Some("en"));
        let german = "Der Vertrag mit der Band The Kinks and Friends of Music wurde am Montag verlängert. ";
        assert_eq!(of(&german.repeat(9)), Some("de"));
    }
}
