//! The language of a text as far as capitals are concerned: German writes every noun with one.

use super::lexicon::{Hashed, key};
use super::school::School;
use crate::text::terms::fold_term;
use std::sync::LazyLock;

/// Languages that the model tells apart; what is none of them, or too short to tell, is `Unknown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    Unknown,
    English,
    German,
    Dutch,
    French,
    Iberian,
    Italian,
    Scandinavian,
    SouthSlavic,
    WestSlavic,
}

use Tongue::{Dutch, English, French, German, Iberian, Italian, Scandinavian, SouthSlavic, Unknown, WestSlavic};

/// Small words that a language is full of.
const WORDS: [(Tongue, &str); 9] = [
    (
        English,
        "the and of that with was were is are his her they this which from have had been not would will you a an to in on it for by at as be but he she or",
    ),
    (
        German,
        "der die das und ist nicht ein eine mit von dem den zu sich auf für im auch als wird wurde nach bei aus zum zur",
    ),
    (Dutch, "het een van niet zijn voor met aan bij ook naar door wordt heeft deze uit werd maar dat hij over te"),
    (French, "le les et des du une est dans pour qui que sur au aux par plus avec ce cette sont ses mais"),
    (
        Iberian,
        "el los las y del que una por con para se su no é em um uma os as do da dos das não mais ao foi seu sua pelo lo como más",
    ),
    (Italian, "il di che gli della del nel una per con non sono è alla dei delle anche più nella dal ha si"),
    (
        Scandinavian,
        "och att det är som på av för inte med den till har om ett jag og er ikke til af blev fra han ved men",
    ),
    (SouthSlavic, "je i u na su se da za od koji kako koja što bi će iz nije ili te s kao"),
    (
        WestSlavic,
        "a je sa na v že z do s pre ako aj by som bol si po ale ktoré jeho w się nie jest że oraz jako od se byl",
    ),
];

/// For each small word, by its hash, the languages that have it, a bit each.
static OWNERS: LazyLock<Hashed<u16>> = LazyLock::new(|| {
    let mut owners: Hashed<u16> = Hashed::default();
    for (tongue, words) in WORDS {
        for word in words.split(' ') {
            *owners.entry(key(&fold_term(word))).or_default() |= 1 << tongue as u16;
        }
    }
    owners
});

/// One small word in so many words tells a language.
const RARE: f32 = 0.06;

/// The language that most of the small words of a text belong to; `words` are hashes of folded words
/// with their counts. A word of several languages speaks less for each.
pub(super) fn of(words: impl Iterator<Item = (u64, u32)>) -> Tongue {
    let (mut scores, mut all) = ([0.0_f32; WORDS.len()], 0.0);
    for (word, count) in words {
        all += count as f32;
        let Some(&owners) = OWNERS.get(&word) else { continue };
        let share = count as f32 / owners.count_ones() as f32;
        for (slot, (tongue, _)) in scores.iter_mut().zip(&WORDS) {
            if owners & 1 << *tongue as u16 != 0 {
                *slot += share;
            }
        }
    }
    let best = (0..WORDS.len()).reduce(|a, b| if scores[b] > scores[a] { b } else { a });
    best.filter(|&best| scores[best] > all * RARE).map_or(Unknown, |best| WORDS[best].0)
}

impl Tongue {
    /// The manner in which names are to be marked in a text of the language.
    pub(super) fn school(self) -> School {
        match self {
            English => School::CrossNer,
            German => School::GermEval,
            _ => School::Universal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Tongue {
        of(text.split(' ').map(|word| (key(&fold_term(word)), 1)))
    }

    #[test]
    fn a_sentence_tells_its_language() {
        for (text, tongue) in [
            ("A man sat on a bench at noon", English),
            ("The ferry sank in the harbour", English),
            ("Der Mann ist nicht zu Hause und wartet", German),
            ("De man wacht niet op het schip en is ziek", Dutch),
            ("Le bateau est dans le port avec les autres", French),
            ("El barco no ha llegado al puerto y se espera", Iberian),
            ("O barco não chegou ao porto e foi para casa", Iberian),
            ("Il traghetto è nel porto e non parte più", Italian),
            ("Mannen är inte på båten och väntar", Scandinavian),
            ("Brod nije u luci i čeka da bi otišao", SouthSlavic),
            ("Loď je v prístave a čaká na more ktoré sa mení", WestSlavic),
            ("Oslo 1987", Unknown),
        ] {
            assert_eq!(told(text), tongue, "{text}");
        }
    }
}
