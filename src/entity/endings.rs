//! What is written together with a name by an apostrophe and is no part of it: "İstanbul'da", "d'Anne".

use super::wordlist::{Written, written};
use crate::text::classes::is_apostrophe;
use memchr::memmem;
use std::sync::LazyLock;

/// Endings of Turkish behind the apostrophe of a name.
static ENDINGS: Written = LazyLock::new(|| {
    written(
        "a e ı i u ü ya ye yı yi yu yü na ne nı ni nu nü ın in un ün nın nin nun nün da de ta te nda nde \
    dan den tan ten ndan nden la le yla yle ca ce ça çe lı li lu lü lık lik luk lük sı si su sü ki daki deki taki teki \
    ndaki ndeki lar ler dır dir dur dür tır tir tur tür dı di du dü tı ti tu tü mı mi mu mü ydı ydi sa se ken yken larda \
    lerde ların lerin lara lere ları leri lardan lerden",
    )
});
/// Small words of French and Italian that lose their vowel before another one.
const ELIDED: [&str; 22] = [
    "d", "l", "s", "n", "m", "t", "j", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "all", "dall", "nell",
    "sull", "coll", "un", "quest", "sant",
];

/// True for a text in which apostrophes part names from their endings: one with the letters of Turkish.
pub(super) fn are_cut(text: &str) -> bool {
    const RARE: usize = 80;
    // Few other texts have any; in Turkish one letter in twenty is one.
    memmem::find_iter(text.as_bytes(), "\u{131}").count() * RARE > text.len()
}

/// The length of a word without the ending behind its apostrophe.
pub(super) fn stem(word: &str) -> usize {
    let Some((at, mark)) = word.char_indices().rfind(|&(_, c)| is_apostrophe(c)) else { return word.len() };
    let (stem, ending) = (&word[..at], &word[at + mark.len_utf8()..]);
    let named = stem.starts_with(char::is_uppercase) && stem.chars().count() > 1;
    if named && ENDINGS.contains(ending) { at } else { word.len() }
}

/// True for a text in which names lean on small words: one of a language that does so, with such a word before a
/// capital. Elsewhere "d'Artagnan" is one name.
pub(super) fn are_elided(text: &str) -> bool {
    const THERE: [&str; 12] =
        [" le ", " la ", " les ", " une ", " est ", " dans ", " pour ", " il ", " che ", " di ", " per ", " non "];
    const ELSEWHERE: [&str; 8] = [" the ", " and ", " und ", " der ", " het ", " och ", " og ", " el "];
    let marks = |mark: &'static str| memmem::find_iter(text.as_bytes(), mark);
    let mut marks = marks("'").chain(marks("\u{2019}")).filter(|&at| {
        let from = text[..at].rfind(|c: char| !c.is_ascii_lowercase()).map_or(0, |before| before + 1);
        text.get(from..).is_some_and(|word| elided(word).is_some())
    });
    let count =
        |words: &[&str]| words.iter().map(|word| memmem::find_iter(text.as_bytes(), word).count()).sum::<usize>();
    marks.next().is_some() && count(&THERE) > count(&ELSEWHERE)
}

/// Where a small word ends that leans on a name with an apostrophe, and where the name begins.
pub(super) fn elided(word: &str) -> Option<(usize, usize)> {
    // The longest has six letters.
    let at = word.char_indices().take(7).find(|&(_, c)| !c.is_ascii_lowercase()).map(|(at, _)| at)?;
    let mark = word[at..].chars().next().filter(|&c| is_apostrophe(c))?;
    let name = at + mark.len_utf8();
    (word[name..].starts_with(char::is_uppercase) && ELIDED.contains(&&word[..at])).then_some((at, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_and_elided_words_are_told_from_names() {
        let stems = ["Yalova'dan", "Kaya'nın", "Veli\u{2019}yi", "O'Malley", "Qur'an", "kasaba'da"]
            .map(|word| &word[..stem(word)]);
        assert_eq!(stems, ["Yalova", "Kaya", "Veli", "O'Malley", "Qur'an", "kasaba'da"]);
        assert!(
            are_cut("Kaya'nın gemisi Yalova'dan ayrıldı")
                && !are_cut(&format!("The poet Yalçın lives in Oslo with {}.", "a very old cat and ".repeat(4)))
        );
        let name = |word: &'static str| elided(word).map(|(_, name)| &word[name..]);
        assert_eq!(
            ["d'Anne", "qu\u{2019}Odile", "dell'Umbria"].map(name),
            [Some("Anne"), Some("Odile"), Some("Umbria")]
        );
        assert!(are_elided("Il a vu la mère d'Anne.") && are_elided("Il porto dell'Umbria non c'è."));
        assert!(!are_elided("The tale of d'Artagnan and Jeanne d'Arc.") && !are_elided("Il a vu la mère."));
        assert_eq!(["D'Anne", "don't", "rock'n'Roll", "M'Hamed", "iPhone"].map(name), [None; 5]);
    }
}
