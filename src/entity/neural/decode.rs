//! From what is said of every word to names.

use super::labels::Tag;
use crate::entity::page::Page;
use crate::entity::span::Span;
use crate::entity::tokens::Gap;

/// What the model says of a word, and of the sign right behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Heard {
    pub word: Tag,
    pub behind: Tag,
}

/// Puts words together to names; they are in order and do not overlap.
pub(super) fn decode(page: &Page<'_>, heard: &[Heard]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    // The last name may go on.
    let mut open = false;
    for (at, said) in heard.iter().enumerate() {
        let Some(kind) = said.word.kind() else {
            open = false;
            continue;
        };
        let goes_on = matches!(said.word, Tag::Inside(_) | Tag::Last(_));
        match out.last_mut().filter(|last| open && goes_on && last.kind == kind && joins(page, heard, at)) {
            Some(last) => last.to = at + 1,
            None => out.push(Span { from: at, to: at + 1, kind }),
        }
        open = !matches!(said.word, Tag::Last(_) | Tag::Only(_));
    }
    out
}

/// Nothing parts a word from the one before it: blanks, or a sign that is of the same name.
fn joins(page: &Page<'_>, heard: &[Heard], at: usize) -> bool {
    let sign = || at > 0 && heard[at - 1].behind.kind().is_some_and(|kind| heard[at].word.kind() == Some(kind));
    page.joins(at) || page.tokens[at].gap == Gap::Hyphen || page.tokens[at].gap != Gap::Break && sign()
}
