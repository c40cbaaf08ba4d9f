//! People whom only the frame around them gives away: the office before them, or the verb that says that they speak.
//!
//! Where every noun has a capital, two words that no list has look like any others; behind "der Sprecher" and before
//! "sagte" they are somebody's name.

use super::EntityType::{Org, Person};
use super::lexicon::{COMMON, COUNTRY, DEMONYM, GIVEN, PARTICLE, PLACE, SURNAME};
use super::page::Page;
use super::span::{Span, with};
use super::tokens::Gap;
use super::tongue::Tongue;
use super::wordlist::{Keys, keys};
use crate::text::terms::fold_term;
use std::sync::LazyLock;

/// How German words for what somebody is end, folded; most are compounds.
const OFFICES: &[&str] = &[
    "sprecher",
    "sprecherin",
    "minister",
    "ministerin",
    "prasident",
    "prasidentin",
    "chef",
    "chefin",
    "fuhrer",
    "fuhrerin",
    "leiter",
    "leiterin",
    "anwalt",
    "anwaltin",
    "direktor",
    "direktorin",
    "kanzler",
    "kanzlerin",
    "meister",
    "meisterin",
    "richter",
    "richterin",
    "sekretar",
    "sekretarin",
    "vorsitzende",
    "vorsitzender",
    "abgeordnete",
    "abgeordneter",
    "beauftragte",
    "beauftragter",
    "politiker",
    "politikerin",
    "kandidat",
    "kandidatin",
    "forscher",
    "forscherin",
    "experte",
    "expertin",
    "professor",
    "professorin",
    "staatsanwalts",
    "sprechers",
    "ministers",
    "prasidenten",
    "vorstand",
    "frau",
    "arztin",
    "lehrerin",
    "trainer",
    "trainerin",
    "autor",
    "autorin",
    "kritiker",
    "inhaber",
    "inhaberin",
    "zeuge",
    "okonom",
    "okonomin",
    "historiker",
    "historikerin",
    "zeugin",
    "kommissar",
    "manager",
    "grunder",
    "grunderin",
    "wissenschaftler",
    "journalist",
    "senator",
    "bischof",
    "pfarrer",
];
/// Of the others what stands before names, folded.
static OTHERS: Keys = LazyLock::new(|| {
    keys(
        "portavoce ministro ministra procuratore procuratrice sindaco sindaca direttore direttrice avvocato avvocata \
    presidente generale deputato deputata senatore senatrice assessore regista attore attrice segretario segretaria \
    portavoz fiscal abogado abogada alcalde alcaldesa diputado diputada directora director juez jueza general periodista \
    porta-voz procurador procuradora advogado advogada prefeito prefeita deputado diretor diretora juiz juiza \
    porte-parole procureur procureure avocat avocate maire depute deputee directeur directrice juge journaliste \
    woordvoerder woordvoerster minister officier justitie advocaat advocate directeur rechter burgemeester wethouder \
    talsmand talskvinde talsperson talesmann talskvinna direktor anklager advokat borgmester formand ordforer \
    rzecznik rzeczniczka prokurator burmistrz prezes posel poslanka glasnogovornik glasnogovornica ministar ministrica \
    hovorca hovorkyna poslanec riaditel primator",
    )
});
/// What people do who are cited, folded.
static SPEECH: Keys = LazyLock::new(|| {
    keys(
        "sagte sagt erklarte erklart meinte meint betonte betont erganzte berichtete berichtet erzahlte erzahlt \
    antwortete beteuerte versicherte ausserte urteilte mahnte warnte bekraftigte raumte teilte \
    affermato dichiarato detto spiegato aggiunto afferma dice spiega aggiunge \
    zei zegt vertelde vertelt verklaarde aldus sagde siger oplyser fortaeller sier sade sager",
    )
});
/// What stands before a noun and hardly before a name.
static ARTICLES: Keys =
    LazyLock::new(|| keys("der die das des dem den ein eine einer eines einem einen im am zum zur vom beim"));
/// Times and the words for parts of them: "sagte Anfang Mai".
static TIMES: Keys = LazyLock::new(|| {
    keys(
        "anfang ende mitte januar februar marz april mai juni juli august september oktober november dezember montag \
    dienstag mittwoch donnerstag freitag samstag sonnabend sonntag ostern weihnachten",
    )
});
/// The most words of such a name.
const LONGEST: usize = 3;

/// Adds such people, in place of what the model has made of a part of the name.
pub(super) fn with_framed(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    if matches!(page.tongue, Tongue::English | Tongue::Unknown) {
        return names;
    }
    let mut added: Vec<Span> = Vec::new();
    let mut next = 0;
    for at in 1..page.tokens.len() {
        if !page.capital[at] || added.last().is_some_and(|last| last.to > at) {
            continue;
        }
        while names.get(next).is_some_and(|name| name.to <= at) {
            next += 1;
        }
        let Some(name) = framed(page, at) else { continue };
        let inside = names[next..].iter().take_while(|known| known.from < name.to);
        let may_be = |known: &Span| {
            let cut = known.from < name.from || known.to > name.to;
            let whole = known.to - known.from == name.to - name.from;
            !cut && !whole && (known.kind != Org || is_unknown(page, known.from))
        };
        if inside.clone().all(may_be) {
            added.push(name);
        }
    }
    with(names, added)
}

/// The name that begins at a token, if it has two words and more and a frame.
fn framed(page: &Page<'_>, at: usize) -> Option<Span> {
    let joined = |at: usize| page.tokens.get(at).is_some_and(|token| token.gap == Gap::Blank) && page.capital[at];
    if !joined(at + 1) || !is_part(page, at) || !matches!(page.tokens[at].gap, Gap::Blank | Gap::Quote | Gap::Comma) {
        return None;
    }
    // "sagte Ökonom Moritz Kern"
    let later = joined(at + 2) && page.word(at + 1).has(GIVEN) && !page.word(at).has(GIVEN | SURNAME);
    if later && page.tongue == Tongue::German {
        return None;
    }
    let office = is_behind_office(page, at) && (page.word(at).has(GIVEN) || !is_office(page, at));
    let spoken = page.tokens[at].gap == Gap::Blank && SPEECH.contains(&page.word(at - 1).key);
    if !office && !spoken && (page.joins(at) && (page.capital[at - 1] || ARTICLES.contains(&page.word(at - 1).key))) {
        return None;
    }
    let longest = page.tokens.len().min(at + LONGEST + 1);
    let to = (at + 1..longest).find(|&to| !joined(to)).unwrap_or(longest);
    if to - at > LONGEST || !(at + 1..to).all(|at| is_part(page, at)) {
        return None;
    }
    // "wies Kerns Antrag ab": the second word is a thing of hers.
    let owner = page.tokens[at].text.ends_with('s') && !page.word(at).has(GIVEN) && !page.word(to - 1).has(SURNAME);
    if owner && page.tongue == Tongue::German {
        return None;
    }
    // A name of a place from end to end is one, whoever is said to be there.
    if page.place_of(at) == Some(to) {
        return None;
    }
    let listed = (at..to).any(|at| page.word(at).has(GIVEN | SURNAME) && !page.word(at).has(PLACE));
    let speaks = listed
        && page.tokens.get(to).is_some_and(|next| next.gap == Gap::Blank)
        && SPEECH.contains(&page.word(to).key)
        && page.tokens[at].gap == Gap::Blank;
    let sure = office || spoken && (listed || page.tongue == Tongue::German) || speaks;
    sure.then_some(Span { from: at, to, kind: Person })
}

/// A word that a person's name can be made of.
fn is_part(page: &Page<'_>, at: usize) -> bool {
    let (token, word) = (&page.tokens[at], page.word(at));
    let person = word.has(GIVEN | SURNAME);
    page.capital[at]
        && !token.even
        && !token.heading
        && token.text.chars().count() > 1
        && token.text.chars().skip(1).any(char::is_lowercase)
        && !token.text.chars().any(|c| c.is_ascii_digit())
        && word.entry.sense.is_none()
        && !word.has(COUNTRY | DEMONYM | PARTICLE)
        && (person || !word.has(COMMON | PLACE))
        && !word.is_small_here()
        && !TIMES.contains(&word.key)
        && (word.has(SURNAME) || !is_office(page, at))
}

/// No list and no cluster has it.
fn is_unknown(page: &Page<'_>, at: usize) -> bool {
    page.word(at).is_unheard()
}

/// The word before says what somebody is, or how old.
fn is_behind_office(page: &Page<'_>, at: usize) -> bool {
    if page.tokens[at].gap != Gap::Blank {
        return false;
    }
    let before = page.tokens[at - 1].text;
    let aged = before.starts_with(|c: char| c.is_ascii_digit())
        && ["ährige", "ähriger", "ährigen"].iter().any(|end| before.ends_with(end));
    aged || is_office(page, at - 1)
}

fn is_office(page: &Page<'_>, at: usize) -> bool {
    let text = page.tokens[at].text;
    if page.tongue != Tongue::German {
        return OTHERS.contains(&page.word(at).key);
    }
    page.capital[at] && text.len() > 3 && {
        let folded = fold_term(text);
        OFFICES.iter().any(|office| folded.ends_with(office))
    }
}
