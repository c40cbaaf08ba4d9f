//! From a text to its names: the model labels the words, rules see to what must not go wrong.

use super::features::{Facts, Sights, around};
use super::memory::Memory;
use super::model::{Model, OUTSIDE, Path, Sums, is_open, kind};
use super::page::Page;
use super::span::Span;
use super::tokens::{Gap, Token};
use super::{EntityType::Person, Mention, even, tidy};
use std::cell::RefCell;
use std::ops::Range;

/// Finds the names in a text, in order and without overlap; offsets are UTF-8 bytes.
pub fn recognise(text: &str) -> Vec<Mention> {
    let parts = even::parts(text);
    let written = even::written(text, &parts);
    let page = Page::of(&written, &parts);
    mentions(&page, tidy::tidy(&page, label(&page)))
}

/// Where names stand in the text.
pub(super) fn mentions(page: &Page<'_>, names: Vec<Span>) -> Vec<Mention> {
    let mention = |span: Span| Mention {
        start: page.tokens[span.from].start(page.text) as u32,
        end: end(page, &span) as u32,
        kind: span.kind,
    };
    names.into_iter().map(mention).collect()
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

fn label(page: &Page<'_>) -> Vec<Span> {
    MEMORY.with_borrow_mut(|memory| label_with(page, memory))
}

fn label_with(page: &Page<'_>, memory: &mut Memory) -> Vec<Span> {
    let mut out = Vec::new();
    let (mut sights, mut told, mut path) = (Sights::default(), Facts::default(), Path::default());
    let (mut scores, mut joined) = (Vec::new(), Vec::new());
    for stretch in page.stretches() {
        sights.look(page, &stretch);
        let even = page.tokens[stretch.start].even;
        let model = Model::of(even);
        scores.clear();
        joined.clear();
        for at in stretch.clone() {
            let [before, own, behind] = [-1, 0, 1].map(|by| sights.at(at as isize + by));
            around(page, &stretch, &sights, at, &mut told);
            let mut sums = model.sums(told.all());
            add(&mut sums, memory.own(model, page, at, own));
            add(&mut sums, &memory.beside(model, page, before, even)[0]);
            add(&mut sums, &memory.beside(model, page, behind, even)[1]);
            scores.push(sums.map(i32::from));
            joined.push(page.joins(at));
        }
        spans(&stretch, path.best(&scores, &joined, &model.steps, model.widest), &mut out);
    }
    out
}

fn add(sums: &mut Sums, more: &Sums) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

fn spans(stretch: &Range<usize>, labels: &[usize], out: &mut Vec<Span>) {
    let mut from = stretch.start;
    for (at, &label) in stretch.clone().zip(labels) {
        if label == OUTSIDE {
            from = at + 1;
        } else if !is_open(label) {
            out.push(Span { from, to: at + 1, kind: kind(label) });
            from = at + 1;
        }
    }
}

/// The end of a name; the point of `Jr.`, of `Inc.` and of `U. S.` belongs to it, and the one of an initial
/// at the end of a person's name whose surname stands first.
fn end(page: &Page<'_>, name: &Span) -> usize {
    let last = &page.tokens[name.to - 1];
    let short = ["Jr", "Sr", "JR", "SR", "Inc", "Ltd", "Co", "Corp", "Bros"];
    let is = |word: &&str| *word == last.text || last.even && word.eq_ignore_ascii_case(last.text);
    let initial = last.gap == Gap::Point && last.text.chars().count() == 1;
    let inverted = || (name.from + 1..name.to).any(|at| page.tokens[at].gap == Gap::Comma);
    let initial = initial || name.kind == Person && is_initial(last) && inverted();
    let abbreviated = initial || short.iter().any(is) || last.text.contains('.');
    let end = last.end(page.text);
    end + usize::from(abbreviated && page.text[end..].starts_with('.'))
}

fn is_initial(token: &Token<'_>) -> bool {
    let mut chars = token.text.chars();
    chars.next().is_some_and(|c| c.is_uppercase() || token.even && c.is_alphabetic()) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names_with(text: &str, memory: &mut Memory) -> Vec<(usize, usize, usize)> {
        let parts = even::parts(text);
        let written = even::written(text, &parts);
        let found = label_with(&Page::of(&written, &parts), memory);
        found.into_iter().map(|span| (span.from, span.to, span.kind as usize)).collect()
    }

    proptest! {
        #[test]
        fn names_do_not_depend_on_the_texts_before(
            texts in proptest::collection::vec("([A-Z]{1,3}[a-z]{0,5}[ ,.]|the |of |van |in |Kern |KERN |kern |Oslo ){0,30}", 1..8)
        ) {
            let mut kept = Memory::default();
            for text in texts {
                prop_assert_eq!(names_with(&text, &mut kept), names_with(&text, &mut Memory::default()));
            }
        }
    }
}
