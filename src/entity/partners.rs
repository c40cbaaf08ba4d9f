//! Organisations whose names have an "and" or a possessive in them.

use super::EntityType::{Org, Place};
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;

/// What the partners in a family's firm are called.
const PARTNERS: [&str; 9] =
    ["Sons", "Son", "Daughters", "Daughter", "Brothers", "Sisters", "Partners", "Company", "Associates"];

/// Joins organisations that an "and" parts: "the Bakers' and Millers' Union", "Kestrel and Sons".
pub(super) fn with_partners(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let is_and = |at: usize| page.tokens[at].text == "and";
    let blank = |at: usize| page.tokens[at].gap == Gap::Blank;
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    let mut firms = (0..page.tokens.len().saturating_sub(2))
        .filter(|&at| page.capital[at] && blank(at + 1) && is_and(at + 1) && blank(at + 2))
        .filter(|&at| PARTNERS.contains(&page.tokens[at + 2].text) && page.sense(at).is_none())
        .peekable();
    let firm = |at: usize, from: usize| Span { from, to: at + 3, kind: Org };
    for mut name in names {
        while let Some(at) = firms.next_if(|&at| at < name.from) {
            out.push(firm(at, at));
        }
        if out.last().is_some_and(|last| last.to > name.from) {
            continue;
        }
        if let Some(at) = firms.next_if(|&at| at < name.to) {
            out.push(firm(at, name.from));
            continue;
        }
        if is_of_a_trade(page, &name) {
            (name.to, name.kind) = (name.to + 1, Org);
        }
        let head = page.sense(name.to - 1) == Some(Sense::OrgHead) && name.kind == Org;
        if head && name.from >= 2 && is_and(name.from - 1) && is_owned(page, name.from - 1) {
            let partner = out.pop_if(|last| last.to == name.from - 1).map(|last| match page.tokens[last.from].text {
                "The" | "the" if last.to - last.from > 1 => last.from + 1,
                _ => last.from,
            });
            let alone = Some(name.from - 2).filter(|&at| page.capital[at] && page.sense(at).is_none());
            name.from = partner.or(alone).unwrap_or(name.from);
        }
        out.push(name);
    }
    out.extend(firms.map(|at| firm(at, at)));
    out
}

/// "Bakers" in "the Bakers' Union".
fn is_of_a_trade(page: &Page<'_>, name: &Span) -> bool {
    let head = |at: usize| page.capital[at] && page.sense(at) == Some(Sense::OrgHead);
    name.to - name.from == 1
        && name.kind != Place
        && page.tokens[name.from].text.ends_with('s')
        && name.to < page.tokens.len()
        && is_owned(page, name.to)
        && head(name.to)
}

/// Behind a possessive, of a plural too: there the apostrophe stands alone.
fn is_owned(page: &Page<'_>, at: usize) -> bool {
    const APOSTROPHE_AND_BLANK: [usize; 2] = [2, 4];
    let (before, token) = (&page.tokens[at - 1], &page.tokens[at]);
    let plural = token.gap == Gap::Quote
        && before.text.ends_with('s')
        && APOSTROPHE_AND_BLANK.contains(&(token.start(page.text) - before.end(page.text)));
    token.gap == Gap::Possessive || plural
}
