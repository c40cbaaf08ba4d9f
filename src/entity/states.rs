//! The states of the Union as they are shortened behind towns and politicians, and the seat of its government.

use super::EntityType::Place;
use super::lexicon::{PLACE, key};
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;
use super::wordlist::{Written, written};
use std::sync::LazyLock;

static WASHINGTON: LazyLock<u64> = LazyLock::new(|| key("washington"));
/// By the post and by the press.
static SHORT: Written = LazyLock::new(|| {
    written(
        "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY \
    NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY \
    Ala Ariz Ark Calif Cal Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev \
    Okla Ore Pa Tenn Tex Vt Va Wash Wis Wyo N.H N.J N.M N.Y N.C N.D R.I S.C S.D W.Va D.C",
    )
});

/// "TX", "Conn", "N.Y": a state's name in short, without its last point.
pub(super) fn is_short(word: &str) -> bool {
    SHORT.contains(word)
}

/// Joins "Washington, D.C." and sees to it that nobody is called "D.C." or "Calif.".
pub(super) fn settled(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    for mut name in names {
        name.from = name.from.max(out.last().map_or(0, |last| last.to));
        if name.from >= name.to {
            continue;
        }
        if let Some(to) = district(page, name.from).filter(|&to| to >= name.to) {
            (name.to, name.kind) = (to, Place);
        } else if let Some(to) = coded(page, &name) {
            (name.to, name.kind) = (to, Place);
        } else if name.to - name.from == 1 && is_state(page, name.from) {
            name.kind = Place;
        }
        out.push(name);
    }
    out
}

/// The end of "Washington, D.C." that begins at a token.
fn district(page: &Page<'_>, at: usize) -> Option<usize> {
    let next = page.tokens.get(at + 1).filter(|next| matches!(next.gap, Gap::Blank | Gap::Comma))?;
    if page.word(at).key != *WASHINGTON {
        return None;
    }
    let letter = |at: usize, letter: &str| page.tokens.get(at).is_some_and(|token| token.text == letter);
    match next.text {
        "D.C" | "DC" => Some(at + 2),
        "d.c" if next.even => Some(at + 2),
        "D" if letter(at + 2, "C") && page.tokens[at + 2].gap == Gap::Point => Some(at + 3),
        _ => None,
    }
}

/// The end of a state before the code of its post: "TX 75701".
fn coded(page: &Page<'_>, name: &Span) -> Option<usize> {
    let code = page.tokens.get(name.from + 1).filter(|code| code.gap == Gap::Blank && name.to <= name.from + 2)?;
    let five = code.text.len() >= 5 && code.text.bytes().take(5).all(|byte| byte.is_ascii_digit());
    let whole =
        code.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && matches!(code.text.len(), 5 | 10);
    let state = page.tokens[name.from].text;
    (five && whole && is_short(state) && state.len() == 2).then_some(name.from + 1)
}

/// The short form of a state that nobody bears as a name: with a point in it, or behind a place and a comma.
fn is_state(page: &Page<'_>, at: usize) -> bool {
    let token = &page.tokens[at];
    let behind_place = || token.gap == Gap::Comma && at > 0 && (page.place[at - 1] > 0 || page.word(at - 1).has(PLACE));
    is_short(token.text) && (matches!(token.text, "D.C" | "DC") || behind_place())
}
