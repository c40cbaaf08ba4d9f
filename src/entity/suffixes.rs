//! What stands behind a person's name: "Jr." belongs to it, "QC" and "M.D." do not.

use super::EntityType::{Org, Person, Place};
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::{Gap, Token};
use super::tongue::Tongue;

/// Degrees, orders and offices behind a name, without points. What is the name of a state as well is not here.
const POSTNOMINALS: [&str; 40] = [
    "QC", "KC", "SC", "Esq", "Esquire", "MD", "PhD", "Ph", "MP", "MEP", "MSP", "OBE", "DBE", "CBE", "KBE", "MBE",
    "GBE", "KCMG", "CMG", "KCB", "CB", "CVO", "QPM", "KPM", "DSO", "MC", "VC", "CPA", "SJ", "JD", "LLB", "LLM", "MBA",
    "DDS", "RN", "FRS", "DPhil", "DSc", "OSB", "OP",
];
/// Of these, what is something else too: only behind another one, a comma, or a "Sir" are they that.
const DOUBTFUL: [&str; 8] = ["SC", "MC", "VC", "RN", "CB", "OP", "JD", "Ph"];

/// Gives each suffix to the name before it, and takes degrees and orders away from names.
pub(super) fn settled(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    // The end of the last person's name with all that stands behind it.
    let mut done = 0;
    for mut name in names {
        name.from = name.from.max(done);
        // No name begins with a suffix.
        while name.from < name.to && name.from > 0 && is_suffix(page, name.from) && name.kind == Person {
            name.from += 1;
        }
        if name.from >= name.to {
            continue;
        }
        // "Anna Kern Jr. Boulevard" is named after her.
        let head = matches!(page.sense(name.from), Some(Sense::PlaceHead | Sense::OrgHead));
        if let Some(last) = out.last_mut().filter(|last| head && last.to == name.from && is_suffix(page, last.to - 1)) {
            let place = page.sense(name.from) == Some(Sense::PlaceHead);
            (last.to, last.kind) = (name.to, if place { Place } else { Org });
            done = name.to;
            continue;
        }
        if name.kind == Person {
            let (from, to) = (name.from, name.to);
            while name.to - from > 1 && is_postnominal(page, name.to - 1, to) {
                name.to -= 1;
            }
            if page.tokens.get(name.to).is_some_and(|next| joins(next.gap)) && is_suffix(page, name.to) {
                name.to += 1;
            }
            done = name.to;
            while done < page.tokens.len() && is_postnominal(page, done, to) {
                done += 1;
            }
        }
        // "Kern Bank, N.A." is a national association.
        let form = name.to - name.from == 1
            && page.tokens[name.from].text == "N.A"
            && page.tokens[name.from].gap == Gap::Comma
            && out.last().is_some_and(|last: &Span| last.to == name.from);
        if !form && !is_alone(page, &name) {
            out.push(name);
        }
    }
    out
}

fn joins(gap: Gap) -> bool {
    matches!(gap, Gap::Blank | Gap::Comma | Gap::Point)
}

/// The suffix of a person who has a namesake.
pub(super) fn is_suffix(page: &Page<'_>, at: usize) -> bool {
    let token = &page.tokens[at];
    let next = page.tokens.get(at + 1);
    let named = next.is_some_and(|next| matches!(next.gap, Gap::Blank | Gap::Point)) && page.capital[at + 1];
    match token.text {
        "Jr" | "JR" | "Jnr" => true,
        "jr" => token.even,
        // "El Sr. García" is a gentleman.
        "Sr" | "SR" | "Snr" => {
            page.tongue != Tongue::Iberian && !(named && next.is_some_and(|next| next.gap == Gap::Blank))
        }
        "sr" => token.even && page.tongue != Tongue::Iberian,
        "II" | "III" | "IV" => token.gap == Gap::Blank && !named,
        "Junior" | "JUNIOR" => token.gap == Gap::Blank && !named,
        _ => false,
    }
}

/// The word without its points is one of a list; a small one only where nobody can tell.
fn is_of(list: &[&str], token: &Token<'_>) -> bool {
    let bytes = || token.text.bytes().filter(|&byte| byte != b'.');
    list.iter().any(|word| {
        bytes().eq(word.bytes())
            || token.even
                && word.len() > 2
                && bytes().map(|byte| byte.to_ascii_lowercase()).eq(word.to_ascii_lowercase().bytes())
    })
}

/// A degree or an order behind a name that the model ends before the token `end`.
fn is_postnominal(page: &Page<'_>, at: usize, end: usize) -> bool {
    let token = &page.tokens[at];
    if token.text.len() > 8 || !page.capital[at] {
        return false;
    }
    // "Ph.D." is two words to whoever cuts words at points.
    if token.text == "D" && at > 0 && page.tokens[at - 1].text == "Ph" {
        return true;
    }
    let doctor = token.text == "Ph" && page.tokens.get(at + 1).is_some_and(|next| next.text == "D");
    let near = joins(token.gap) || at > 0 && token.gap == Gap::Stop && is_of(&POSTNOMINALS, &page.tokens[at - 1]);
    let certain = !is_of(&DOUBTFUL, token) || token.gap == Gap::Comma && at >= end || doctor;
    near && is_of(&POSTNOMINALS, token) && certain
}

/// Nothing but degrees, which name nobody.
fn is_alone(page: &Page<'_>, name: &Span) -> bool {
    let degree = |at: usize| matches!(page.tokens[at].text, "Esq" | "Esquire" | "ESQ" | "PhD" | "M.D" | "Q.C" | "K.C");
    let suffix = |at: usize| matches!(page.tokens[at].text, "Jr" | "JR" | "Jnr");
    (name.from..name.to).all(|at| degree(at) || suffix(at))
}
