//! The party and the seat of an American politician: "(D-HI)", "R-Ohio,", "R TN". They name nothing alone.

use super::lexicon::PLACE;
use super::page::Page;
use super::span::Span;
use super::states::is_short;
use super::tokens::Gap;

/// Democrats, Republicans, and who is neither.
const PARTIES: [char; 3] = ['D', 'R', 'I'];

/// Takes seats out of the names of a document.
pub(super) fn without_seats(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out = Vec::with_capacity(names.len());
    // The end of the last seat.
    let mut done = 0;
    for mut name in names {
        name.from = name.from.max(done);
        while name.from < name.to
            && let Some(to) = seat(page, name.from)
        {
            (name.from, done) = (to, to);
        }
        if name.from >= name.to {
            continue;
        }
        if let Some((at, to)) = (name.from + 1..name.to).find_map(|at| Some((at, seat(page, at)?))) {
            (name.to, done) = (at, to);
        }
        out.push(name);
    }
    out
}

/// The end of the seat that begins at a token.
pub(super) fn seat(page: &Page<'_>, at: usize) -> Option<usize> {
    let token = &page.tokens[at];
    if !token.text.starts_with(PARTIES) {
        return None;
    }
    if matches!(token.gap, Gap::Open | Gap::Comma | Gap::Blank | Gap::Close) && is_seat(token.text) {
        return Some(at + 1);
    }
    // "D-N.Y.": two words to whoever cuts words at points.
    let next = page.tokens.get(at + 1)?;
    let pointed = || {
        let mut parts = token.text.split('-');
        let (party, first) = (parts.next()?, parts.next()?);
        let close = next.start(page.text) == token.end(page.text) + 1 && next.text.len() == 1;
        (is_party(party) && parts.next().is_none() && close && is_short(&format!("{first}.{}", next.text)))
            .then_some(())
    };
    if pointed().is_some() {
        return Some(at + 2);
    }
    // "Ruth Abel R TN", but "Ruth R. Kansas"
    let blank = matches!(token.gap, Gap::Blank | Gap::Comma | Gap::Open) && next.gap == Gap::Blank;
    let end = page.tokens.get(at + 2).is_none_or(|behind| behind.gap != Gap::Blank || !page.capital[at + 2]);
    let state = is_short(next.text) || page.place_of(at + 1) == Some(at + 2) && page.word(at + 1).has(PLACE);
    (blank && is_party(token.text) && state && end && page.tokens[at].gap != Gap::Point).then_some(at + 2)
}

fn is_party(word: &str) -> bool {
    word.len() == 1 && word.starts_with(PARTIES)
}

fn is_seat(word: &str) -> bool {
    let Some((party, seat)) = word.split_once('-') else { return false };
    let letters = seat.chars().all(char::is_alphabetic) && seat.starts_with(char::is_uppercase);
    // "(D-Day)" is none.
    is_party(party) && letters && (is_short(seat) || !matches!(seat.len(), 1 | 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_has_a_party_and_a_place() {
        assert!(["D-HI", "R-Texas", "I-Vt", "D-Calif", "D-Ill"].into_iter().all(is_seat));
        assert!(!["D-Day", "T-Mobile", "X-Men", "D-1", "R-", "DHI", "D-ny"].into_iter().any(is_seat));
    }
}
