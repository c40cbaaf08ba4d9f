//! Headlines with a capital on every word, where a verb parts two names: "Abel Praises Kern".

use super::EntityType::{Org, Person};
use super::lexicon::{GIVEN, PLACE, SURNAME};
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;
use super::wordlist::{Written, written};
use std::sync::LazyLock;

/// What people and houses do in headlines, as stems: none that is the name of things as well, as "reports" and "files".
static VERBS: Written = LazyLock::new(|| {
    written(
        "accept accuse announce applaud appoint ask attend begin blame blast celebrate chide commend condemn \
    confirm congratulate continue cosponsor co-sponsor criticize criticise defend demand deliver denounce discuss endorse \
    expect greet hail honor honour introduce invite join laud meet nominate oppose pass pledge praise press propose push \
    reject remember remind respond reveal salute say secure seek slam speak tell thank threaten unveil urge visit vow warn \
    welcome win",
    )
});

/// Parts the names of headlines at their verbs.
pub(super) fn parted(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        let may_hold = matches!(name.kind, Person | Org) && page.tokens[name.from].heading;
        let mut words = name.from + 1..name.to;
        match may_hold.then(|| words.find(|&at| is_verb(page, at))).flatten() {
            Some(at) => {
                out.push(Span { to: at, ..name });
                out.extend(object(page, Span { from: at + 1, ..name }));
            }
            None => out.push(name),
        }
    }
    out
}

fn is_verb(page: &Page<'_>, at: usize) -> bool {
    let token = &page.tokens[at];
    if token.gap != Gap::Blank || token.even {
        return false;
    }
    let small = token.text.to_lowercase();
    let stem = |ending: &str| small.strip_suffix(ending).is_some_and(|stem| VERBS.contains(stem));
    (stem("s") || stem("es")) && !page.word(at).has(GIVEN)
}

/// What stands behind the verb, if it names anybody.
fn object(page: &Page<'_>, name: Span) -> Option<Span> {
    let named = |at: usize| {
        let word = page.word(at);
        let told = word.capital > 0 && word.lower == 0;
        told || word.is_unheard() || word.has(GIVEN | SURNAME | PLACE) && !word.is_common()
    };
    let first = name.from;
    if first < name.to && page.word(name.to - 1).entry.sense == Some(Sense::Title) {
        return None;
    }
    (first < name.to && page.capital[first] && name.kind == Person && (first..name.to).all(named)).then_some(name)
}
